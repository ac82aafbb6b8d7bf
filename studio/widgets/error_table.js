// Four ways a judgement can go. The pressed cell is the reader's and stands in the address.

const OUTCOMES = ["caught", "missed", "false_alarms", "honest"];
const SIGNS = { caught: "✓", missed: "✕", false_alarms: "!", honest: "" };
const ADDRESS = "cell";

const sheet = make("section", "sheet errors");
const title = make("p", "sheet-title");
const empty = make("p", "sheet-empty");
const table = make("table", "errors-table");
const now = make("p", "errors-now");
const reading = make("p", "sheet-reading");
const behind = make("div", "errors-behind");
const behindTitle = make("p", "errors-behind-title");
const sentences = make("ul", "errors-sentences");
behindTitle.setAttribute("aria-live", "polite");
behind.append(behindTitle, sentences);
sheet.append(title, empty, table, now, reading, behind);
widgetRoot.append(sheet);

const heads = {};
const cells = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, makeCell(outcome)]));
table.append(...makeRows());

let value = null;
let chosen = OUTCOMES.includes(readAddress(ADDRESS)) ? readAddress(ADDRESS) : null;
let drawn = "";

function makeCell(outcome) {
  const button = make("button", `errors-cell errors-${outcome}`);
  button.type = "button";
  const sign = make("span", "errors-sign", SIGNS[outcome]);
  const name = make("span", "errors-name");
  const count = make("span", "errors-count");
  const share = make("span", "errors-share");
  const bar = make("span", "errors-bar");
  sign.setAttribute("aria-hidden", "true");
  button.append(count, sign, name, share, bar);
  button.addEventListener("click", () => {
    chosen = chosen === outcome ? null : outcome;
    writeAddress({ [ADDRESS]: chosen });
    show();
  });
  return { button, name, count, share, bar };
}

function header(scope, key) {
  heads[key] = make("th");
  heads[key].scope = scope;
  return heads[key];
}

function makeRows() {
  const top = make("thead");
  const topRow = make("tr");
  topRow.append(make("td"), header("col", "called_replaced"), header("col", "called_original"));
  top.append(topRow);
  const body = make("tbody");
  for (const [key, outcomes] of [
    ["really_replaced", ["caught", "missed"]],
    ["really_original", ["false_alarms", "honest"]],
  ]) {
    const row = make("tr");
    row.append(header("row", key));
    for (const outcome of outcomes) {
      const place = make("td");
      place.append(cells[outcome].button);
      row.append(place);
    }
    body.append(row);
  }
  return [top, body];
}

function drawCell(outcome) {
  const { button, name, count, share, bar } = cells[outcome];
  const cell = value.cells[outcome];
  const figures = { outcome: value.words[outcome], count: cell.count.toLocaleString(), share: percent(cell.share) };
  onlyIfChanged(name, value.words[outcome]);
  onlyIfChanged(count, figures.count);
  onlyIfChanged(share, say(value.words.share, figures));
  bar.style.setProperty("--share", `${cell.share * 100}%`);
  button.setAttribute("aria-label", say(value.words.cell, figures));
  button.setAttribute("aria-pressed", String(outcome === chosen));
}

function drawSentence(sentence) {
  const { words } = value;
  const line = make("li", "errors-sentence");
  const text = make("p", "errors-text");
  text.dir = "auto";
  sentence.tokens.forEach((token, at) => {
    if (!token.glued) text.append(" ");
    const judged = at === sentence.place;
    if (!judged && !token.replaced) {
      text.append(token.text);
      return;
    }
    const shown = make(judged ? "mark" : "span", judged ? "errors-judged token-fill" : "errors-other", token.text);
    if (token.replaced) shown.classList.add("errors-forged");
    if (judged) shown.style.setProperty("--share", `${sentence.share * 100}%`);
    text.append(shown, make("span", "unseen", ` (${judged ? words.mark : words.other})`));
  });
  const replaced = sentence.tokens[sentence.place].replaced;
  const was = replaced ? say(words.stood, { token: sentence.original }) : words.untouched;
  const about = make("p", "errors-about");
  const sign = make("span", "errors-sign", SIGNS[chosen]);
  sign.setAttribute("aria-hidden", "true");
  about.append(sign, `${was} · ${say(words.judged, { share: percent(sentence.share) })}`);
  line.append(text, about);
  return line;
}

function drawBehind() {
  behind.hidden = !chosen;
  if (!chosen) return;
  const { words } = value;
  const { count, sentences: found } = value.cells[chosen];
  const none = value.kept ? words.no_sentences : words.not_kept;
  const figures = { outcome: words[chosen], shown: found.length, count: count.toLocaleString() };
  onlyIfChanged(behindTitle, found.length ? say(words.sentences, figures) : none);
  const said = JSON.stringify([chosen, found]);
  if (said === drawn) return;
  drawn = said;
  sentences.replaceChildren(...found.map(drawSentence));
}

function show() {
  const counted = Boolean(value.cells);
  for (const part of [table, now, reading]) part.hidden = !counted;
  empty.hidden = counted;
  onlyIfChanged(title, value.words.title);
  onlyIfChanged(empty, value.empty ?? "");
  if (!counted) {
    behind.hidden = true;
    return;
  }
  for (const [key, head] of Object.entries(heads)) onlyIfChanged(head, value.words[key]);
  for (const outcome of OUTCOMES) drawCell(outcome);
  onlyIfChanged(now, value.now);
  onlyIfChanged(reading, value.words.reading);
  drawBehind();
}

onValue((newest) => {
  value = newest;
  show();
});
