// What the mouse does to curves, for the keyboard: to hide one, and to read all of them at one place.
// To be seen while it has the focus.

const hiddenCurves = new Set(); // by uid; kept here, so that new points do not bring them back
const keys = make("div", "live-chart-keys");
const switches = make("div", "live-chart-switches");
const cursorLabel = make("label", "live-chart-cursor", constants.keys.cursor);
const cursor = make("input", "quiet-range");
let cursorAt = null; // a place on the shared axis; null is the newest

switches.setAttribute("role", "group");
switches.setAttribute("aria-label", constants.keys.curves);
Object.assign(cursor, { type: "range", min: 0, step: 1 });
cursorLabel.append(cursor);
keys.append(switches, cursorLabel);

function curvesDrawn() {
  return latest.figure.data.filter((curve) => curve.mode.includes("lines") && curve.x.length);
}

function curvesShown() {
  return curvesDrawn().filter((curve) => !hiddenCurves.has(curve.uid));
}

// "Generator loss, in training"
function curveName({ meta, name }) {
  return `${meta.panel}, ${name}`;
}

function withVisibility(curve) {
  return { ...curve, visible: hiddenCurves.has(curve.uid) ? "legendonly" : true };
}

function toggleCurve(uid) {
  if (!hiddenCurves.delete(uid)) hiddenCurves.add(uid);
  draw();
}

// As plotly's own double click: this curve alone, or all of them again.
function isolateCurve(uid) {
  const others = latest.figure.data.map((curve) => curve.uid).filter((other) => other !== uid);
  const alone = others.every((other) => hiddenCurves.has(other));
  hiddenCurves.clear();
  if (!alone) others.forEach((other) => hiddenCurves.add(other));
  draw();
}

function listenToLegend() {
  const asked = (react) => ({ curveNumber }) => {
    react(plot.data[curveNumber].uid);
    return false; // plotly's own way would be undone by the next points
  };
  plot.on("plotly_legendclick", asked(toggleCurve));
  plot.on("plotly_legenddoubleclick", asked(isolateCurve));
}

function makeSwitch(curve) {
  const button = make("button", "live-chart-switch", curveName(curve));
  button.type = "button";
  button.dataset.uid = curve.uid;
  button.addEventListener("click", () => toggleCurve(curve.uid));
  button.addEventListener("focus", () => {
    for (const other of switches.children) other.tabIndex = other === button ? 0 : -1;
  });
  return button;
}

function drawSwitches() {
  const offered = latest.figure.data.filter((curve) => curve.showlegend !== false);
  const buttons = [...switches.children];
  if (offered.map((curve) => curve.uid).join("\n") !== buttons.map((one) => one.dataset.uid).join("\n")) {
    switches.replaceChildren(...offered.map(makeSwitch));
    [...switches.children].forEach((button, at) => (button.tabIndex = at ? -1 : 0));
  }
  for (const button of switches.children) {
    button.setAttribute("aria-pressed", String(!hiddenCurves.has(button.dataset.uid)));
  }
}

// The axis of the longest curve on view: the others are read at the last point not after it.
function cursorPlaces() {
  return curvesShown().reduce((longest, { x }) => (x.length > longest.length ? x : longest), []);
}

function valuesAt(at) {
  const measured = curvesShown().filter((curve) => curve.hoverinfo !== "skip");
  const said = measured.map((curve) => {
    const { x, y } = curve;
    const place = x.findLastIndex((each) => each <= at);
    return place < 0 ? null : `${curveName(curve)}: ${Number(y[place].toPrecision(4))}`;
  });
  const title = latest.figure.layout.xaxis.title.text;
  return [`${title}: ${at.toLocaleString("en")}`, ...said.filter(Boolean)].join(". ");
}

function drawCursor() {
  const places = cursorPlaces();
  cursorLabel.hidden = !places.length;
  if (!places.length) return;
  const place = cursorAt === null ? places.length - 1 : Math.max(places.findLastIndex((each) => each <= cursorAt), 0);
  Object.assign(cursor, { max: places.length - 1, value: place });
  cursor.style.setProperty("--share", `${(100 * place) / Math.max(places.length - 1, 1)}%`);
  if (document.activeElement === cursor) cursor.setAttribute("aria-valuetext", valuesAt(places[place]));
}

function readAtCursor() {
  const places = cursorPlaces();
  const place = Number(cursor.value);
  cursorAt = place === places.length - 1 ? null : places[place];
  drawCursor();
  window.Plotly.Fx.hover(plot, { xval: places[place] }, "xy");
}

function drawKeys() {
  keys.hidden = latest.empty || !curvesDrawn().length;
  if (keys.hidden) return;
  drawSwitches();
  drawCursor();
}

switches.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const buttons = [...switches.children];
  const at = buttons.indexOf(document.activeElement);
  if (!by || at < 0) return;
  event.preventDefault();
  buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)].focus();
});
cursor.addEventListener("input", readAtCursor);
cursor.addEventListener("focus", readAtCursor);
cursor.addEventListener("blur", () => window.Plotly.Fx.unhover(plot, {}));
