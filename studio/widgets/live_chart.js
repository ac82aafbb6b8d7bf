// One Plotly picture that lives as long as the page; new values go through Plotly.react.

// The buttons are listed because plotly's own choice has one that uploads the chart to its makers.
const { buttons } = constants;
const plotSettings = {
  locale: "visitors",
  locales: {
    visitors: {
      dictionary: {
        Zoom: buttons.zoom,
        Pan: buttons.pan,
        "Zoom in": buttons.zoom_in,
        "Zoom out": buttons.zoom_out,
        "Reset axes": buttons.reset,
        "Download plot as a PNG": buttons.picture,
        "Taking snapshot - this may take a few seconds": buttons.taking,
        "Snapshot succeeded": buttons.taken,
      },
    },
  },
  displaylogo: false,
  plotlyServerURL: "",
  typesetMath: false,
  modeBarButtons: [["zoom2d", "pan2d"], ["zoomIn2d", "zoomOut2d", "resetScale2d"], ["toImage"]],
};

const NARROW = 520; // pixels
const LENGTHS = new Set(["size", "height", "l", "r", "t", "b", "yshift", "standoff", "foot"]);
const NOTE_GAP = 6; // pixels between a panel and its note
const NARROW_LIFT = 16; // pixels that a second line of legend takes

const sheet = make("figure", "sheet live-chart");
const plot = make("div", "live-chart-plot");
const canvas = make("div", "live-chart-canvas");
const notes = make("div", "live-chart-notes");
const caption = make("figcaption");
const reading = make("p", "sheet-reading");
const summary = make("p", "unseen");
caption.append(reading, summary);
canvas.append(plot, notes);
sheet.append(canvas, keys, caption);
sheet.setAttribute("aria-label", constants.label);
widgetRoot.append(sheet);

let latest = null;
let drawnWidth = 0;
let isNear = false; // in or near what the window shows of the page
let isBehind = false; // the picture does not show the latest value yet

// All charts of a page share one download of the script.
function loadPlotly(address) {
  window.electraPlotly ??= new Promise((resolve, reject) => {
    const script = make("script");
    script.src = new URL(address, document.baseURI);
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      window.electraPlotly = undefined; // the next value tries again
      reject(new Error("The chart script could not be loaded."));
    };
    document.head.append(script);
  });
  return window.electraPlotly;
}

// A figure names colours by role; what a role looks like depends on light or dark.
function painted(part, style) {
  if (typeof part === "string" && part.startsWith("var(--")) {
    return style.getPropertyValue(part.slice(4, -1)).trim();
  }
  if (Array.isArray(part)) {
    return typeof part[0] === "number" ? part : part.map((entry) => painted(entry, style));
  }
  if (part && typeof part === "object") {
    return Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, painted(entry, style)]));
  }
  return part;
}

// Narrow screens: smaller margins, and legends in lines of two.
function narrowed(layout) {
  const legends = Object.keys(layout).filter((key) => key.startsWith("legend"));
  const smaller = legends.map((key) => [
    key,
    { ...layout[key], entrywidth: 98, font: { ...layout[key].font, size: 11 } },
  ]);
  const margin = { ...layout.margin, l: 40, r: 6 };
  const titles = layout.annotations.map((title) => ({
    ...title,
    xshift: -margin.l,
    yshift: title.yshift + NARROW_LIFT,
    font: { ...title.font, size: 13 },
  }));
  return { ...layout, ...Object.fromEntries(smaller), margin, annotations: titles };
}

// Lengths in a layout are pixels; where the page's text is larger than 16 they grow with it.
function enlarged(part, scale) {
  if (scale === 1 || !part || typeof part !== "object") return part;
  if (Array.isArray(part)) return part.map((entry) => enlarged(entry, scale));
  const grown = ([key, entry]) => [
    key,
    LENGTHS.has(key) && typeof entry === "number" ? entry * scale : enlarged(entry, scale),
  ];
  return Object.fromEntries(Object.entries(part).map(grown));
}

function layoutFor(figure, style) {
  const rootSize = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const layout = enlarged(painted(figure.layout, style), Math.max(rootSize / 16, 1));
  const fingers = window.matchMedia("(pointer: coarse)").matches;
  return {
    ...(plot.clientWidth < NARROW ? narrowed(layout) : layout),
    width: plot.clientWidth,
    // On a touch screen a drag must scroll the page, not draw a zoom box.
    dragmode: fingers ? false : (plot.layout?.dragmode ?? "zoom"),
  };
}

// A note is the page's own text, laid over the room that the figure leaves below its panel.
function placeNotes(layout) {
  const { notes: texts = [], foot = 0 } = layout.meta ?? {};
  while (notes.children.length > texts.length) notes.lastChild.remove();
  while (notes.children.length < texts.length) notes.append(make("p", "live-chart-note"));
  const plotted = layout.height - layout.margin.t - layout.margin.b;
  texts.forEach((text, at) => {
    const axis = layout[at ? `yaxis${at + 1}` : "yaxis"];
    const gap = at === texts.length - 1 ? foot : NOTE_GAP;
    const note = notes.children[at];
    onlyIfChanged(note, text);
    note.style.top = `${layout.margin.t + (1 - axis.domain[0]) * plotted + gap}px`;
  });
}

// The summary says in words what the picture shows; only its buttons are for everybody.
function quieten() {
  for (const picture of plot.querySelectorAll(".main-svg")) picture.setAttribute("aria-hidden", "true");
}

async function draw() {
  if (!latest || !plot.clientWidth) return;
  isBehind = Boolean(plot.data) && !isNear;
  if (isBehind) return;
  const Plotly = await loadPlotly(constants.plotly);
  const style = getComputedStyle(sheet);
  drawnWidth = plot.clientWidth;
  const layout = layoutFor(latest.figure, style);
  placeNotes(layout);
  const first = !plot.data;
  const drawn = Plotly.react(plot, painted(latest.figure.data.map(withVisibility), style), layout, plotSettings);
  if (first) listenToLegend();
  drawKeys();
  await drawn;
  quieten();
}

onValue((value) => {
  latest = value;
  canvas.hidden = reading.hidden = keys.hidden = value.empty;
  summary.className = value.empty ? "sheet-empty" : "unseen";
  onlyIfChanged(reading, value.reading);
  onlyIfChanged(summary, value.summary);
  draw();
});

// Drawing costs more than all else on the page: a chart out of sight is brought up to date when it is
// scrolled to.
new IntersectionObserver(
  (entries) => {
    isNear = entries.at(-1).isIntersecting;
    if (isNear && isBehind) draw();
  },
  { rootMargin: "200px" },
).observe(canvas);

// A chart in a closed tab has no width: it is drawn when it gets one.
new ResizeObserver(() => {
  if (plot.clientWidth && plot.clientWidth !== drawnWidth) draw();
}).observe(plot);
const themeChange = new MutationObserver(() => draw());
for (const node of [document.documentElement, document.body]) {
  themeChange.observe(node, { attributes: true, attributeFilter: ["class"] });
}
