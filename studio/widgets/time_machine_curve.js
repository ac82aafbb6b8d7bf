// A token's own curve: what both networks said of it, moment by moment, in step with the grid above.

const CURVE_HEIGHT = 150; // pixels
const CURVE_EDGE = 10; // pixels above and below, so that no dot is cut off

function shape(tag, className, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  node.setAttribute("class", className);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

function heightOf(share) {
  return CURVE_EDGE + (1 - share) * (CURVE_HEIGHT - 2 * CURVE_EDGE);
}

// Where moments stand from left to right: the first and the last below the grid's outer columns.
function across(width, columns) {
  const half = (width - NAME) / Math.max(columns, 1) / 2;
  const last = Math.max(past.rows.length - 1, 1);
  return (place) => NAME + half + (place / last) * (width - NAME - 2 * half);
}

function line(className, shares, x) {
  const points = shares.map((share, place) => `${x(place).toFixed(1)},${heightOf(share).toFixed(1)}`);
  return shape("polyline", className, { points: points.join(" ") });
}

function level(share, width) {
  const y = heightOf(share);
  const name = shape("text", "machine-level-name", { x: NAME - 10, y: y + 4 });
  name.textContent = percent(share);
  return [shape("line", "machine-level", { x1: NAME, x2: width, y1: y, y2: y }), name];
}

// The marks at the foot: spans of moments at which another word stood there.
function truthMarks(index, x) {
  const marks = [];
  let begin = null;
  past.rows.forEach((row, at) => {
    const goesOn = row.put[index].replaced;
    if (goesOn && begin === null) begin = at;
    const end = goesOn ? (at === past.rows.length - 1 ? at : null) : at - 1;
    if (begin === null || end === null) return;
    const [from, to] = [x(begin) - 3, x(end) + 3];
    marks.push(shape("rect", "machine-truth", { x: from, y: CURVE_HEIGHT - 4, width: to - from, height: 4 }));
    begin = null;
  });
  return marks;
}

function curveLines(index, width, x) {
  const parts = [0, 0.5, 1].flatMap((share) => level(share, width));
  if (past.tokens[index].hidden) {
    parts.push(line("machine-original", past.rows.map((row) => row.put[index].original), x));
    parts.push(...truthMarks(index, x));
  }
  parts.push(line("machine-share", past.rows.map((row) => row.shares[index]), x));
  return parts;
}

let curveDrawn = ""; // the lines stay while only the moment moves
const playhead = shape("line", "machine-playhead", { y1: 0, y2: CURVE_HEIGHT });
const dot = shape("circle", "machine-dot", { r: 5 });

function drawCurve(svg, index, place, width, columns) {
  const x = across(width, columns);
  const lines = JSON.stringify([past.run, past.launch, past.sentence, past.rows.length, index, width, columns]);
  if (lines !== curveDrawn) {
    svg.setAttribute("viewBox", `0 0 ${width} ${CURVE_HEIGHT}`);
    svg.setAttribute("height", CURVE_HEIGHT);
    svg.replaceChildren(...curveLines(index, width, x), playhead, dot);
    curveDrawn = lines;
  }
  playhead.setAttribute("x1", x(place));
  playhead.setAttribute("x2", x(place));
  dot.setAttribute("cx", x(place));
  dot.setAttribute("cy", heightOf(past.rows[place].shares[index]));
}

function curveInWords(index, place, words) {
  const rows = past.rows;
  const [first, last] = [rows[0], rows.at(-1)];
  const number = (step) => step.toLocaleString("en");
  const said = [
    say(words.curve_said, {
      first: percent(first.shares[index]),
      start: number(first.step),
      last: percent(last.shares[index]),
      end: number(last.step),
      step: number(rows[place].step),
      share: percent(rows[place].shares[index]),
    }),
  ];
  const put = rows[place].put[index];
  if (put) said.push(say(words.curve_put, { put: put.text, chance: percent(put.original) }));
  return said.join(" ");
}
