// A run's status. What is said aloud is a copy of its own, renewed at most every 30 seconds.

const QUIET_MILLISECONDS = 30000;

const sheet = make("section", "sheet status");
const empty = make("p", "sheet-empty");
const body = make("div", "status-body");
const head = make("div", "status-head");
const lamp = make("span", "status-lamp");
const title = make("p", "sheet-title");
const message = make("p", "status-message");
const stages = make("ol", "status-stages");
const track = make("div", "status-track");
const fill = make("div", "status-fill");
const figures = make("dl", "status-figures");
const spoken = make("p", "unseen");
track.setAttribute("role", "progressbar");
track.setAttribute("aria-valuemin", "0");
track.setAttribute("aria-valuemax", "100");
spoken.setAttribute("aria-live", "polite");
track.append(fill);
head.append(lamp, title, message);
body.append(head, stages, track, figures);
sheet.append(empty, body, spoken);
widgetRoot.append(sheet);

let spokenAt = -Infinity;
let waiting = null;
let toSay = "";

function speak() {
  waiting = null;
  spokenAt = Date.now();
  onlyIfChanged(spoken, toSay);
}

function speakSoon(sentence) {
  toSay = sentence;
  if (waiting !== null || sentence === spoken.textContent) return;
  waiting = setTimeout(speak, Math.max(0, spokenAt + QUIET_MILLISECONDS - Date.now()));
}

function makeStage(stage) {
  const item = make("li", "status-stage");
  item.append(make("span", "", stage.name));
  return item;
}

function drawStages(value) {
  const names = value.stages.map((stage) => stage.name).join("\n");
  if (names !== stages.dataset.names) {
    stages.replaceChildren(...value.stages.map(makeStage));
    stages.dataset.names = names;
  }
  stages.setAttribute("aria-label", value.stages_label);
  value.stages.forEach((stage, at) => {
    const item = stages.children[at];
    item.dataset.place = stage.place;
    if (stage.place === "now") item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

function drawFigures(value) {
  while (figures.children.length > value.figures.length) figures.lastChild.remove();
  while (figures.children.length < value.figures.length) {
    const box = make("div", "status-figure");
    box.append(make("dt"), make("dd"));
    figures.append(box);
  }
  value.figures.forEach(({ name, figure }, at) => {
    onlyIfChanged(figures.children[at].children[0], name);
    onlyIfChanged(figures.children[at].children[1], figure);
  });
}

function drawProgress(value) {
  const known = value.progress !== null;
  track.hidden = value.tone !== "active";
  track.setAttribute("aria-label", value.progress_label);
  track.classList.toggle("status-unknown", !known);
  fill.style.width = known ? `${value.progress * 100}%` : "";
  if (known) track.setAttribute("aria-valuenow", Math.round(value.progress * 100));
  else track.removeAttribute("aria-valuenow");
}

onValue((value) => {
  body.hidden = Boolean(value.empty);
  empty.hidden = !value.empty;
  if (value.empty) {
    empty.textContent = value.empty;
    return;
  }
  sheet.dataset.tone = value.tone;
  lamp.classList.toggle("status-beat");
  onlyIfChanged(title, value.title);
  onlyIfChanged(message, value.message);
  drawStages(value);
  drawProgress(value);
  drawFigures(value);
  speakSoon(value.spoken);
});
