// One Plotly picture that lives as long as the page; new values go through Plotly.react.

// The buttons are listed because plotly's own choice has one that uploads the chart to its makers.
const plotSettings = {
  displaylogo: false,
  plotlyServerURL: "",
  typesetMath: false,
  modeBarButtons: [["zoom2d", "pan2d"], ["zoomIn2d", "zoomOut2d", "resetScale2d"], ["toImage"]],
};

const NARROW = 520; // pixels
const LENGTHS = new Set(["size", "height", "l", "r", "t", "b", "yshift", "standoff"]);
const NARROW_LIFT = 16; // pixels that a second line of legend takes

const sheet = make("figure", "sheet live-chart");
const plot = make("div", "live-chart-plot");
const caption = make("figcaption");
const reading = make("p", "sheet-reading");
const summary = make("p", "unseen");
plot.setAttribute("aria-hidden", "true"); // the summary says it in words
caption.append(reading, summary);
sheet.append(plot, caption);
sheet.setAttribute("aria-label", constants.label);
widgetRoot.append(sheet);

let latest = null;
let drawnWidth = 0;

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

async function draw() {
  if (!latest || !plot.clientWidth) return;
  const Plotly = await loadPlotly(constants.plotly);
  const style = getComputedStyle(sheet);
  drawnWidth = plot.clientWidth;
  Plotly.react(plot, painted(latest.figure.data, style), layoutFor(latest.figure, style), plotSettings);
}

onValue((value) => {
  latest = value;
  plot.hidden = reading.hidden = value.empty;
  summary.className = value.empty ? "sheet-empty" : "unseen";
  onlyIfChanged(reading, value.reading);
  onlyIfChanged(summary, value.summary);
  draw();
});

// A chart in a closed tab has no width: it is drawn when it gets one.
new ResizeObserver(() => {
  if (plot.clientWidth && plot.clientWidth !== drawnWidth) draw();
}).observe(plot);
const themeChange = new MutationObserver(() => draw());
for (const node of [document.documentElement, document.body]) {
  themeChange.observe(node, { attributes: true, attributeFilter: ["class"] });
}
