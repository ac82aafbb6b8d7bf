// A sentence as a row of cards, one a token. A stage says what of each is to be seen:
// {face: "original" | "masked" | "put", guesses, verdict, score}.

const STRIP_SIGNS = { caught: "✓", missed: "✕", alarm: "!", honest: "" };
const ACCUSED_FROM = 0.5;

function stripOutcome(token) {
  const accused = token.share >= ACCUSED_FROM;
  if (token.replaced) return accused ? "caught" : "missed";
  return accused ? "alarm" : "honest";
}

function makeGuess(guess, words) {
  const row = make("span", guess.drawn ? "strip-guess strip-drawn" : "strip-guess");
  const name = make("bdi", "strip-guess-name", guess.text);
  const bar = make("span", "strip-guess-bar");
  // A word from far down the list has no bar: its chance was not recorded.
  bar.style.setProperty("--share", `${(guess.share ?? 0) * 100}%`);
  row.append(name, bar, make("span", "strip-guess-share", guess.share === null ? "" : percent(guess.share)));
  if (guess.drawn) row.append(make("span", "unseen", `(${words.drawn})`));
  return row;
}

function makeCard(token, words) {
  const card = make("li", "strip-card");
  card.classList.toggle("strip-glued", token.glued);
  card.classList.toggle("strip-hidden", token.hidden);
  const face = make("bdi", "strip-face");
  const share = make("span", "strip-share");
  const sign = make("span", "strip-sign");
  const said = make("span", "unseen");
  const guesses = make("span", "strip-guesses");
  sign.setAttribute("aria-hidden", "true");
  guesses.append(...token.guesses.map((guess) => makeGuess(guess, words)));
  card.append(face, share, sign, said);
  if (token.guesses.length) card.append(guesses);
  return { card, face, share, sign, said, guesses };
}

// Fills the list with a card for each token and returns the cards.
function buildStrip(list, tokens, words) {
  const cards = tokens.map((token) => makeCard(token, words));
  list.replaceChildren(...cards.map((parts) => parts.card));
  return cards;
}

function stripFace(token, stage) {
  if (token.hidden && stage.face === "masked") return "?";
  return token.hidden && stage.face === "put" ? token.put.text : token.text;
}

function stripSaid(token, stage, outcome, words) {
  const parts = [];
  if (token.hidden && stage.face === "masked") parts.push(words.say_hidden);
  if (token.hidden && stage.face === "put") {
    parts.push(token.replaced ? say(words.say_replaced, { token: token.text }) : words.say_kept);
  }
  if (stage.verdict) parts.push(say(words.say_share, { share: percent(token.share) }));
  if (stage.score && outcome !== "honest") parts.push(words[outcome]);
  return parts.length ? `, ${parts.join(", ")}` : "";
}

function paintCard(parts, token, stage, words) {
  const { card, face, share, sign, said, guesses } = parts;
  const outcome = stripOutcome(token);
  const put = token.hidden && stage.face === "put";
  onlyIfChanged(face, stripFace(token, stage));
  onlyIfChanged(share, stage.verdict ? percent(token.share) : "");
  onlyIfChanged(sign, stage.score ? STRIP_SIGNS[outcome] : "");
  onlyIfChanged(said, stripSaid(token, stage, outcome, words));
  card.classList.toggle("strip-masked", token.hidden && stage.face === "masked");
  card.classList.toggle("strip-forged", put && token.replaced);
  card.classList.toggle("strip-kept", put && !token.replaced);
  card.classList.toggle("strip-judged", stage.verdict);
  card.classList.toggle("strip-joined", put ? token.put.joined : token.joined);
  card.style.setProperty("--share", stage.verdict ? `${token.share * 100}%` : "0%");
  guesses.classList.toggle("strip-shut", !stage.guesses);
  guesses.setAttribute("aria-hidden", String(!stage.guesses));
}
