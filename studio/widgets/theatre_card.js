// The card beside the strips: what the generator thought of, and how sure the discriminator is.

function makeBar(name, share, className) {
  const bar = make("div", `theatre-bar ${className}`);
  const label = make("span", "theatre-bar-name", name);
  label.dir = "auto";
  const track = make("span", "theatre-bar-track");
  const fill = make("span", "theatre-bar-fill");
  fill.style.width = `${share * 100}%`;
  track.append(fill);
  bar.append(label, track, make("span", "theatre-bar-share", percent(share)));
  return bar;
}

function cardHead(token, seen) {
  const head = make("p", "theatre-card-head");
  const now = make("bdi", "theatre-card-now", seen.text);
  head.append(now);
  if (seen.replaced) head.append(make("bdi", "theatre-card-was", token.text));
  return head;
}

function cardStory(token, seen, fakes, words) {
  if (!token.hidden) return words.card_plain;
  if (fakes === "frozen") return seen.replaced ? words.card_drawn : words.card_drawn_same;
  return seen.replaced ? words.card_replaced : words.card_kept;
}

function cardGuesses(token, seen, words) {
  const part = make("div", "theatre-guesses");
  part.append(make("p", "theatre-card-title", words.card_guesses));
  let found = false;
  for (const candidate of token.candidates) {
    const chosen = candidate.token === seen.token;
    found ||= chosen;
    const bar = makeBar(candidate.text, candidate.share, chosen ? "theatre-chosen" : "theatre-other");
    if (chosen) bar.children[0].append(make("em", "", words.card_chosen));
    part.append(bar);
  }
  if (!found) {
    const outside = make("p", "theatre-outside");
    outside.append("“", make("bdi", "", seen.text), `” ${words.card_outside}`);
    part.append(outside);
  }
  if (token.p_original !== null && token.p_original !== undefined) {
    const odds = say(words.card_p_original, { share: percent(token.p_original) });
    part.append(make("p", "theatre-odds", odds));
  }
  return part;
}

function cardVerdict(seen, threshold, words) {
  const outcome = outcomeOf(seen, threshold);
  const part = make("div", "theatre-judged");
  const line = make("p", "theatre-card-title", words.card_p_replaced);
  const chip = make("span", `theatre-chip theatre-chip-${outcome}`);
  chip.textContent = `${SIGNS[outcome]} ${words[outcome]}`.trim();
  const track = make("span", "theatre-bar-track theatre-judge-track");
  const fill = make("span", "theatre-bar-fill");
  const mark = make("span", "theatre-judge-mark");
  fill.style.width = `${seen.share * 100}%`;
  mark.style.left = `${threshold * 100}%`;
  track.append(fill, mark);
  const result = make("p", "theatre-judge-result");
  result.append(make("strong", "", percent(seen.share)), chip);
  part.append(line, track, result);
  return part;
}

function drawCard(card, token, fakes, threshold, words) {
  const seen = token[fakes];
  const parts = [cardHead(token, seen), make("p", "theatre-story", cardStory(token, seen, fakes, words))];
  if (token.hidden && fakes === "own") parts.push(cardGuesses(token, seen, words));
  parts.push(cardVerdict(seen, threshold, words));
  card.replaceChildren(...parts);
}
