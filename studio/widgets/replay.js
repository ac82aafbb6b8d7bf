// A recorded run played back: everything came with the value, so nothing is asked of the server.

const SECONDS = 24; // for the whole run
const REST = 3; // at its end, before it begins anew
const FRAME = 50; // milliseconds: twenty pictures a second are plenty
const WIDTH = 300;
const HEIGHT = 90;
const SEEN = { face: "put", guesses: false, verdict: true, score: true };

const sheet = make("section", "sheet replay");
const head = make("div", "replay-head");
const title = make("h3", "sheet-title");
const note = make("p", "sheet-reading");
const panelRow = make("div", "replay-panels");
const controls = make("div", "replay-controls");
const play = make("button", "plain-button replay-play");
const slider = make("input", "quiet-range");
const step = make("span", "replay-step"); // an output would be read out twenty times a second
const stageHead = make("div", "replay-stage-head");
const stageTitle = make("p", "replay-stage-title");
const another = make("button", "plain-button replay-another");
const list = make("ol", "strip-list");
const reading = make("p", "sheet-reading");
const summary = make("p", "unseen");
for (const button of [play, another]) button.type = "button";
Object.assign(slider, { type: "range", min: 0, step: 1 });
list.dir = "auto";
panelRow.setAttribute("aria-hidden", "true"); // the summary says it in words
head.append(title, note);
controls.append(play, slider, step);
stageHead.append(stageTitle, another);
sheet.append(head, panelRow, controls, stageHead, list, reading, summary);
widgetRoot.append(sheet);

let value = null;
let panels = [];
let cards = [];
let built = "";
let now = 0; // step, with fractions
let sentence = 0;
let playing = false;
let visible = false;
let drawn = 0;
let rest = 0;

function shape(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, entry] of Object.entries(attributes)) node.setAttribute(name, entry);
  return node;
}

function makePanel(panel, index) {
  const { words } = value;
  const levels = panel.reference ? [...panel.values, panel.reference.value] : panel.values;
  const low = Math.min(...levels);
  const high = Math.max(...levels);
  const x = (at) => (at / Math.max(value.steps, 1)) * WIDTH;
  const y = (level) => HEIGHT - 4 - ((level - low) / Math.max(high - low, 1e-9)) * (HEIGHT - 8);
  const points = panel.steps.map((at, place) => `${x(at)},${y(panel.values[place])}`).join(" ");
  const box = make("div", "replay-panel");
  box.dataset.owner = panel.owner;
  const level = make("span", "replay-level");
  const name = make("p", "replay-name", words[panel.name]);
  name.append(level);
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none" });
  const clip = shape("clipPath", { id: `${element.id}-clip-${index}` });
  const window_ = shape("rect", { x: 0, y: 0, width: 0, height: HEIGHT });
  clip.append(window_);
  svg.append(clip);
  if (panel.reference) {
    const at = y(panel.reference.value);
    svg.append(shape("line", { class: "replay-reference", x1: 0, x2: WIDTH, y1: at, y2: at }));
  }
  svg.append(
    shape("polyline", { class: "replay-coming", points }),
    shape("polyline", { class: "replay-done", points, "clip-path": `url(#${element.id}-clip-${index})` }),
  );
  box.append(name, svg);
  if (panel.reference) {
    const { name: key, value: height } = panel.reference;
    box.append(make("p", "replay-note", `┄ ${say(words[key], { value: height })}`));
  }
  return { panel, box, level, window_, x };
}

// The last measured value at or before a step.
function valueAt(panel, at) {
  const place = panel.steps.findLastIndex((each) => each <= at);
  return place < 0 ? null : panel.values[place];
}

function frameAt(at) {
  return value.snapshots.findLast((frame) => frame.step <= at) ?? value.snapshots[0];
}

function drawStrip() {
  const frame = frameAt(now);
  const tokens = frame?.sentences[sentence] ?? [];
  const key = JSON.stringify(tokens.map((token) => [token.text, token.glued]));
  if (key !== built) {
    cards = buildStrip(list, tokens, value.words);
    built = key;
  }
  cards.forEach((parts, index) => paintCard(parts, tokens[index], SEEN, value.words));
  return tokens;
}

function draw() {
  const shown = Math.round(now);
  for (const { panel, level, window_, x } of panels) {
    window_.setAttribute("width", x(now));
    const measured = valueAt(panel, now);
    onlyIfChanged(level, measured === null ? "" : measured.toFixed(2));
  }
  const tokens = drawStrip();
  onlyIfChanged(step, say(value.words.step, { step: shown, steps: value.steps }));
  slider.value = shown;
  slider.style.setProperty("--share", percent(now / Math.max(value.steps, 1)));
  slider.setAttribute("aria-valuetext", step.textContent);
  return tokens;
}

// Only when somebody stopped to look: a sentence that changes twenty times a second says nothing.
function describe() {
  const tokens = draw();
  const count = (outcome) => tokens.filter((token) => stripOutcome(token) === outcome).length;
  const levels = Object.fromEntries(panels.map(({ panel }) => [panel.name, valueAt(panel, now) ?? "–"]));
  const found = { caught: count("caught"), missed: count("missed"), alarms: count("alarm") };
  onlyIfChanged(
    summary,
    say(value.words.summary, { step: Math.round(now), ...levels, auc: levels.detection, ...found }),
  );
}

function setPlaying(wanted) {
  playing = wanted;
  play.textContent = playing ? `❚❚ ${value.words.pause}` : `▶ ${value.words.play}`;
  if (playing) schedule();
  else describe();
}

function schedule() {
  if (playing && visible && !document.hidden && element.isConnected) requestAnimationFrame(move);
}

function move(time) {
  if (!playing || !visible) return;
  if (time - drawn >= FRAME) {
    const passed = Math.min((time - drawn) / 1000, 0.2); // after a pause the run must not leap
    drawn = time;
    if (now >= value.steps) {
      rest += passed;
      if (rest >= REST) now = rest = 0;
    } else {
      now = Math.min(now + (passed * value.steps) / SECONDS, value.steps);
    }
    draw();
  }
  schedule();
}

play.addEventListener("click", () => {
  if (!playing && now >= value.steps) now = 0;
  setPlaying(!playing);
});
slider.addEventListener("input", () => {
  now = Number(slider.value);
  setPlaying(false);
});
another.addEventListener("click", () => {
  sentence = (sentence + 1) % Math.max(value.snapshots[0].sentences.length, 1);
  describe();
});
document.addEventListener("visibilitychange", schedule);
new IntersectionObserver((entries) => {
  visible = entries.at(-1).isIntersecting;
  if (value) schedule();
}).observe(sheet);

onValue((newest) => {
  value = newest;
  const { words } = value;
  sheet.hidden = !value.snapshots.length;
  if (sheet.hidden) return;
  title.textContent = words.title;
  note.textContent = words.note;
  stageTitle.textContent = words.sentence;
  another.textContent = words.another;
  reading.textContent = words.reading;
  sheet.setAttribute("aria-label", words.title);
  slider.setAttribute("aria-label", words.slider);
  slider.max = value.steps;
  panels = value.panels.map(makePanel);
  panelRow.replaceChildren(...panels.map(({ box }) => box));
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  now = still ? value.steps : 0; // who wants no motion sees the end, and may move the slider
  setPlaying(!still);
  draw();
});
