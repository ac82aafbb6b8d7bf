// The theatre: what the reader chose stays chosen while snapshots come and go.

const choice = {
  sentence: selectedInAddress("sentence"),
  token: selectedInAddress("token"),
  fakes: "own",
  threshold: 0.5,
};
let snapshot = null;
let words = {};
let columns = [];
let built = "";
let pointed = null;
let shown = null; // the index of the sentence that is drawn
const narrow = window.matchMedia("(max-width: 860px)"); // as in theatre.css

const sheet = make("section", "sheet theatre");
const empty = make("p", "sheet-empty");
const head = make("div", "theatre-head");
const title = make("p", "sheet-title");
const step = make("span", "theatre-step");
const picker = makePicker((sentence) => select({ sentence, token: null }));
const fakes = make("div", "theatre-fakes");
const stage = make("div", "theatre-stage");
const margin = make("div", "theatre-margin");
const flow = make("div", "theatre-flow");
const card = make("aside", "theatre-card");
const foot = make("div", "theatre-foot");
const dial = make("label", "theatre-dial");
const dialName = make("span");
const slider = make("input", "quiet-range");
const dialShare = make("span", "theatre-dial-share"); // an output would be read out at every move
const counts = make("p", "theatre-counts");
const countsAll = make("p", "sheet-reading");
const legend = make("div", "theatre-legend");
const reading = make("p", "sheet-reading");
const fakeButtons = {};

function assemble() {
  for (const kind of ["own", "frozen"]) {
    const button = make("button", "theatre-fake");
    button.type = "button";
    button.addEventListener("click", () => change({ fakes: kind }));
    fakeButtons[kind] = button;
  }
  fakes.append(...Object.values(fakeButtons));
  Object.assign(slider, { type: "range", min: 1, max: 99, step: 1, value: 50 });
  margin.setAttribute("aria-hidden", "true");
  flow.dir = "auto";
  flow.setAttribute("role", "group");
  fakes.setAttribute("role", "group");
  title.append(make("span"), step);
  head.append(title, picker.node, fakes);
  const strips = make("div", "theatre-strips");
  strips.append(margin, flow);
  stage.append(strips);
  dial.append(dialName, slider, dialShare);
  foot.append(dial, counts, countsAll);
  sheet.append(empty, head, stage, foot, legend, reading);
  widgetRoot.append(sheet);
}

function legendEntry(className, text) {
  const entry = make("span", "theatre-legend-entry");
  entry.append(make("span", className), text);
  return entry;
}

// Words arrive with the value; they are written once and again only in another language.
function writeWords() {
  empty.textContent = words.empty;
  title.firstChild.textContent = words.title;
  fakes.setAttribute("aria-label", words.fakes);
  for (const kind of ["own", "frozen"]) {
    fakeButtons[kind].textContent = words[kind];
    fakeButtons[kind].title = words[`${kind}_help`];
  }
  flow.setAttribute("aria-label", words.title);
  card.setAttribute("aria-label", words.card);
  dialName.textContent = words.threshold;
  reading.textContent = words.reading;
  const scale = make("span", "theatre-legend-entry");
  scale.append(`${words.scale} 0%`, make("span", "token-scale"), "100%");
  const signs = ["caught", "missed", "alarm"].map((outcome) => {
    const entry = legendEntry(`theatre-sign theatre-sign-${outcome}`, words[outcome]);
    entry.firstChild.textContent = SIGNS[outcome];
    return entry;
  });
  const bars = [
    legendEntry("theatre-sample theatre-sample-replaced", words.bar_replaced),
    legendEntry("theatre-sample theatre-sample-kept", words.bar_kept),
  ];
  legend.replaceChildren(scale, ...bars, ...signs);
}

// A sentence that was chosen before the run has judged it is waited for.
function present() {
  const find = (index) => snapshot.sentences.find((sentence) => sentence.index === index);
  return find(choice.sentence) ?? find(shown) ?? snapshot.sentences[0];
}

function change(changes) {
  Object.assign(choice, changes);
  draw();
}

// What the reader chooses to look at is the same in every widget.
function select(changes) {
  change(changes);
  tellSelection(changes);
}

// Without a choice of the reader's the first fake is the most telling column.
function selected(tokens) {
  const at = choice.token ?? tokens.findIndex((token) => token[choice.fakes].replaced);
  return Math.min(Math.max(at, 0), tokens.length - 1);
}

function drawCounts(tokens) {
  const mine = countOutcomes(tokens, choice.fakes, choice.threshold);
  const everything = snapshot.sentences.flatMap((sentence) => sentence.tokens);
  const all = countOutcomes(everything, choice.fakes, choice.threshold);
  const filled = (found) => ({
    ...found,
    sentences: snapshot.sentences.length,
    fakes: found.caught + found.missed,
    alarms: found.alarm,
    honest: found.alarm + found.honest,
  });
  const sentence = mine.caught + mine.missed ? words.counts : words.counts_none;
  onlyIfChanged(counts, say(sentence, filled(mine)));
  onlyIfChanged(countsAll, say(words.counts_all, filled(all)));
  const share = percent(choice.threshold);
  dialShare.textContent = share;
  slider.style.setProperty("--share", share);
  slider.setAttribute("aria-valuetext", `${share}: ${counts.textContent}`);
}

// The card: beside the strips where there is room, else below the line on which the chosen column stands.
function placeCard(chosen) {
  if (!narrow.matches) {
    if (card.parentElement !== stage) stage.append(card);
    return;
  }
  card.remove();
  const line = columns[chosen].node.offsetTop;
  const last = columns.findLast((column) => column.node.offsetTop === line);
  last.node.parentElement.after(card);
}

// A card that moves from above a tapped word to below it must not carry the word away.
function choose(index) {
  const place = () => columns[index].node.getBoundingClientRect().top;
  const before = place();
  choice.token = index;
  tellSelection({ sentence: present().index, token: index });
  markSelected(present().tokens);
  placeCard(index);
  nameLines(margin, flow, words);
  window.scrollBy(0, place() - before);
}

function markSelected(tokens) {
  const chosen = selected(tokens);
  columns.forEach((column, index) => {
    column.node.classList.toggle("theatre-selected", index === (pointed ?? chosen));
    for (const row of ROWS) column.cells[row].cell.tabIndex = index === chosen ? 0 : -1;
  });
  drawCard(card, tokens[pointed ?? chosen], choice.fakes, choice.threshold, words);
}

function draw() {
  const tokens = present()?.tokens ?? [];
  for (const part of [head, stage, foot, legend, reading]) part.hidden = !tokens.length;
  empty.hidden = Boolean(tokens.length);
  if (!tokens.length) {
    columns = [];
    built = "";
    return;
  }
  shown = present().index;
  picker.fill(snapshot.sentences, shown, words);
  step.textContent = say(words.step, { step: snapshot.step });
  for (const kind of ["own", "frozen"]) fakeButtons[kind].setAttribute("aria-pressed", kind === choice.fakes);
  const shape = JSON.stringify([present().index, tokens.map((token) => [token.text, token.glued])]);
  if (shape !== built) {
    columns = buildColumns(flow, tokens);
    built = shape;
    pointed = null;
  }
  columns.forEach((column, index) =>
    paintColumn(column, tokens[index], tokens[index + 1], choice.fakes, choice.threshold, words),
  );
  drawCounts(tokens);
  markSelected(tokens);
  layOut(tokens);
}

function layOut(tokens) {
  placeCard(selected(tokens));
  nameLines(margin, flow, words);
}

function point(cell, at) {
  if (at === pointed) return;
  pointed = cell ? at : null;
  markSelected(present().tokens);
}

function listen() {
  const cellOf = (event) => event.target.closest?.(".theatre-cell");
  flow.addEventListener("pointerover", (event) => {
    const cell = cellOf(event);
    if (event.pointerType === "mouse") point(cell, cell ? Number(cell.dataset.index) : null);
  });
  flow.addEventListener("pointerleave", () => point(null, null));
  flow.addEventListener("focusin", (event) => {
    const cell = cellOf(event);
    if (cell) choose(Number(cell.dataset.index));
  });
  flow.addEventListener("click", (event) => cellOf(event)?.focus()); // Safari focuses no clicked button
  flow.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    const leftward = getComputedStyle(flow).direction === "rtl";
    const to = cell && nextCell(event.key, Number(cell.dataset.index), cell.dataset.row, columns.length, leftward);
    if (!to) return;
    event.preventDefault();
    pointed = null;
    columns[to.index].cells[to.row].cell.focus();
  });
  slider.addEventListener("input", () => change({ threshold: Number(slider.value) / 100 }));
  onSelection(["sentence", "token"], (changes) => {
    Object.assign(choice, changes);
    if (snapshot) draw();
  });
  let width = 0;
  new ResizeObserver(() => {
    if (flow.clientWidth === width) return;
    width = flow.clientWidth;
    if (width && columns.length) layOut(present().tokens); // none yet before the first value
  }).observe(flow);
}

assemble();
listen();
onValue((value) => {
  snapshot = value;
  if (JSON.stringify(words) !== JSON.stringify(value.words)) {
    words = value.words;
    writeWords();
  }
  draw();
});
