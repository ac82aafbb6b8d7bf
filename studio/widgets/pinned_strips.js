// The same sentence as several runs judge it. The server sends the chosen sentence only.

const SHOWN = { face: "put", guesses: false, verdict: true, score: true };

const sheet = make("section", "sheet pinned");
const title = make("p", "sheet-title");
const pick = make("select", "pinned-pick");
const rows = make("div", "pinned-rows");
const reading = make("p", "sheet-reading");
sheet.append(title, pick, rows, reading);
sheet.hidden = true;
widgetRoot.append(sheet);
let drawn = "";
let value = null;
let wanted = selectedInAddress("sentence");

pick.addEventListener("change", () => {
  wanted = value.sentences[pick.selectedIndex].index;
  tellSelection({ sentence: wanted, token: null });
  follow();
});
onSelection(["sentence"], ({ sentence }) => {
  wanted = sentence;
  if (value) follow();
});

// What is looked at elsewhere is looked at here, where these runs watched it.
function follow() {
  const offered = value.sentences.some(({ index }) => index === wanted);
  if (offered && wanted !== value.chosen) trigger("select", { sentence: wanted });
}

function drawRow(row, words) {
  const box = make("section", "pinned-row");
  const head = make("p", "pinned-title");
  head.append(drawRunLine(row.place), make("span", "", row.title));
  box.append(head);
  box.setAttribute("aria-label", row.title);
  if (row.note) box.append(make("p", "pinned-note", row.note));
  if (!row.tokens.length) return box;
  const list = make("ol", "strip-list");
  list.dir = "auto";
  const cards = buildStrip(list, row.tokens, words);
  cards.forEach((parts, at) => paintCard(parts, row.tokens[at], SHOWN, words));
  box.append(list, make("p", "pinned-now", row.now));
  return box;
}

onValue((newest) => {
  value = newest;
  const { sentences, chosen, words } = value;
  sheet.hidden = !value.rows.length;
  onlyIfChanged(title, words.title);
  onlyIfChanged(reading, words.reading);
  pick.setAttribute("aria-label", words.pick);
  const texts = sentences.map(({ text }) => text);
  if (texts.join("\n") !== [...pick.options].map((option) => option.textContent).join("\n")) {
    pick.replaceChildren(...texts.map((text) => make("option", "", text)));
  }
  pick.selectedIndex = sentences.findIndex(({ index }) => index === chosen);
  follow();
  const said = JSON.stringify(value.rows);
  if (said === drawn) return;
  drawn = said;
  rows.replaceChildren(...value.rows.map((row) => drawRow(row, words)));
});
