// The time machine: slider and play turn one sentence through all snapshots of a run.

const PLAYING = 12_000; // milliseconds for a whole past, within the limits of a frame
const FRAME = { least: 90, most: 700, calm: 1000 }; // calm: for those who want less motion
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

const choice = {
  sentence: selectedInAddress("sentence"),
  token: selectedInAddress("token"),
  step: selectedInAddress("step"), // null follows the newest
};
let head = null;
let words = {};
let columns = [];
let places = [];
let built = { strips: "", grid: "" };
let player = 0;
let shown = null; // the index of the sentence that is drawn
let isNear = false; // in or near what the window shows of the page

const sheet = make("details", "sheet theatre machine");
const title = make("summary", "sheet-title");
const empty = make("p", "sheet-empty");
const body = make("div", "machine-body");
const picker = makePicker((sentence) => choose({ sentence, token: null }));
const controls = make("div", "machine-controls");
const play = make("button", "machine-play");
const slider = make("input", "quiet-range");
const moment = make("span", "machine-moment");
const strips = make("div", "theatre-strips");
const margin = make("div", "theatre-margin");
const flow = make("div", "theatre-flow");
const grid = make("div", "machine-grid");
const curveTitle = make("p", "machine-curve-title");
const curve = shape("svg", "machine-curve", {});
const legend = make("div", "theatre-legend");
const summary = make("p", "machine-summary");
const reading = make("p", "sheet-reading");

function assemble() {
  sheet.open = true;
  play.type = "button";
  Object.assign(slider, { type: "range", min: 0, step: 1 });
  margin.setAttribute("aria-hidden", "true");
  flow.dir = "auto";
  flow.setAttribute("role", "group");
  grid.setAttribute("role", "grid");
  strips.append(margin, flow);
  controls.append(play, slider, moment);
  body.append(picker.node, controls, strips, grid, curveTitle, curve, legend, summary, reading);
  sheet.append(title, empty, body);
  widgetRoot.append(sheet);
}

function writeWords() {
  title.replaceChildren(words.title, make("span", "machine-lead", words.lead));
  empty.textContent = words.empty;
  slider.setAttribute("aria-label", words.slider);
  flow.setAttribute("aria-label", words.title);
  grid.setAttribute("aria-label", words.grid);
  reading.textContent = words.reading;
  const entries = ["replaced", "original", "truth"].map((kind) => {
    const entry = make("span", `theatre-legend-entry machine-legend-${kind}`);
    entry.append(make("span", "machine-sample"), words[`curve_${kind}`]);
    return entry;
  });
  legend.replaceChildren(...entries);
  writePlay();
  built = { strips: "", grid: "" };
}

function writePlay() {
  onlyIfChanged(play, player ? `❚❚ ${words.pause}` : `▶ ${words.play}`);
}

// A sentence that was chosen before the run has judged it is waited for.
function presentSentence() {
  const known = (index) => head.sentences.some((sentence) => sentence.index === index);
  return [choice.sentence, shown].find(known) ?? head.sentences[0]?.index;
}

// The place of the chosen moment: the last snapshot not after the chosen step.
function presentPlace() {
  const last = past.rows.length - 1;
  if (choice.step === null) return last;
  return Math.max(past.rows.findLastIndex((row) => row.step <= choice.step), 0);
}

// Without a choice of the reader's the first hidden word has most to tell.
function presentToken() {
  const at = choice.token ?? past.tokens.findIndex((token) => token.hidden);
  return Math.min(Math.max(at, 0), past.tokens.length - 1);
}

function choose(changes) {
  Object.assign(choice, changes);
  tellSelection({ sentence: presentSentence(), ...changes });
  draw();
}

// At the last moment the widget follows the run again.
function goTo(place) {
  const rows = past?.rows ?? [];
  if (!rows.length) return;
  choose({ step: place < rows.length - 1 ? rows[place].step : null });
}

function pause() {
  clearInterval(player);
  player = 0;
  writePlay();
}

function start() {
  const count = past?.rows.length ?? 0;
  if (!count) return;
  if (presentPlace() === count - 1) goTo(0);
  const stride = calm.matches ? Math.ceil((count * FRAME.calm) / PLAYING) : 1;
  const frame = Math.min(Math.max(PLAYING / count, FRAME.least), FRAME.most);
  player = setInterval(() => turnOn(stride), calm.matches ? FRAME.calm : frame);
  writePlay();
}

function turnOn(stride) {
  if (!element.isConnected || document.hidden || !body.offsetParent || !past.rows.length) return pause();
  const to = Math.min(presentPlace() + stride, past.rows.length - 1);
  goTo(to);
  if (to === past.rows.length - 1) pause();
}

function build() {
  const strips = JSON.stringify([past.run, past.launch, past.sentence, past.tokens]);
  if (strips !== built.strips) columns = buildColumns(flow, past.tokens);
  places = placesShown(past.rows.length, grid.clientWidth);
  const cells = JSON.stringify([strips, past.rows.length, places]);
  if (cells !== built.grid) {
    const { index, place } = grid.contains(document.activeElement) ? document.activeElement.dataset : {};
    buildGrid(grid, places, words);
    if (index) focusNear(index, place);
  }
  built = { strips, grid: cells };
}

// A grid drawn anew must not lose the reader's place.
function focusNear(index, place) {
  const cells = [...grid.querySelectorAll(`[data-index='${index}']`)];
  (cells.find((cell) => cell.dataset.place === place) ?? cells[0])?.focus();
}

function drawStrips(row, token) {
  const tokens = past.tokens.map((_, index) => tokenAt(row, index));
  columns.forEach((column, index) => {
    paintColumn(column, tokens[index], tokens[index + 1], "own", 0.5, words);
    column.node.classList.toggle("theatre-selected", index === token);
    for (const name of ROWS) column.cells[name].cell.tabIndex = index === token ? 0 : -1;
  });
  nameLines(margin, flow, words);
}

function drawMoment(row, place) {
  const count = past.rows.length;
  Object.assign(slider, { max: count - 1, value: place });
  const step = row.step.toLocaleString("en");
  const said = say(words.moment, { step, place: place + 1, count });
  onlyIfChanged(moment, said);
  slider.setAttribute("aria-valuetext", said);
  slider.style.setProperty("--share", `${(100 * place) / Math.max(count - 1, 1)}%`);
}

function drawToken(token, place) {
  onlyIfChanged(curveTitle, say(words.curve, { token: past.tokens[token].text }));
  drawCurve(curve, token, place, grid.clientWidth, places.length);
  const said = curveInWords(token, place, words);
  onlyIfChanged(summary, said);
  curve.setAttribute("role", "img");
  curve.setAttribute("aria-label", said);
  legend.classList.toggle("machine-unhidden", !past.tokens[token].hidden);
}

function bring(part) {
  if (part) take(part);
  draw();
}

function draw() {
  if (!head) return;
  const sentence = presentSentence();
  if (sentence !== undefined && sheet.open && isNear) askForMissing(head, sentence, bring);
  const ready = holds(past, head, sentence) && past.rows.length > 0;
  empty.hidden = head.newest >= 0;
  body.hidden = head.newest < 0;
  if (head.newest < 0) return;
  shown = sentence;
  picker.fill(head.sentences, sentence, words);
  if (!ready || !isNear || !grid.clientWidth) return;
  build();
  const [place, token] = [presentPlace(), presentToken()];
  drawMoment(past.rows[place], place);
  drawStrips(past.rows[place], token);
  markGrid(grid, columnOf(places, place), token);
  drawToken(token, place);
}

function listen() {
  slider.addEventListener("input", () => {
    if (player) pause();
    goTo(Number(slider.value));
  });
  play.addEventListener("click", () => (player ? pause() : start()));
  grid.addEventListener("click", (event) => {
    const cell = event.target.closest("button");
    if (!cell) return;
    choice.token = Number(cell.dataset.index);
    tellSelection({ token: choice.token });
    if (cell.dataset.place === undefined) return draw();
    if (player) pause();
    goTo(Number(cell.dataset.place));
    cell.focus();
  });
  grid.addEventListener("keydown", (event) => {
    const to = cellBeside(grid, event.target, event.key);
    if (!to) return;
    event.preventDefault();
    to.focus();
  });
  flow.addEventListener("click", (event) => event.target.closest(".theatre-cell")?.focus());
  flow.addEventListener("focusin", (event) => {
    const token = Number(event.target.dataset.index);
    if (token !== presentToken()) choose({ token });
  });
  flow.addEventListener("keydown", (event) => {
    const { index, row } = event.target.dataset;
    const leftward = getComputedStyle(flow).direction === "rtl";
    const to = index && nextCell(event.key, Number(index), row, columns.length, leftward);
    if (!to) return;
    event.preventDefault();
    columns[to.index].cells[to.row].cell.focus();
  });
  onSelection(["sentence", "token", "step"], (changes) => {
    Object.assign(choice, changes);
    draw();
  });
  sheet.addEventListener("toggle", draw);
  new ResizeObserver(draw).observe(grid);
  // What nobody sees is not worth a question, nor a drawing.
  const sight = new IntersectionObserver(
    (entries) => {
      isNear = entries.at(-1).isIntersecting;
      draw();
    },
    { rootMargin: "200px" },
  );
  sight.observe(sheet);
}

assemble();
listen();
onValue((value) => {
  head = value;
  if (JSON.stringify(words) !== JSON.stringify(value.words)) {
    words = value.words;
    writeWords();
  }
  draw();
});
