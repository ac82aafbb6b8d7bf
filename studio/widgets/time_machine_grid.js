// The grid: a row a token, a column a moment. One tab stop; the arrow keys move, Enter chooses.

const CELL = 28; // pixels a column needs at least
const NAME = 96; // pixels for the tokens' names
const MOST_COLUMNS = 32;

// The places among `count` moments that fit into `width` pixels: evenly spaced, first and last included.
function placesShown(count, width) {
  const room = Math.max(Math.floor((width - NAME) / CELL), 2);
  const columns = Math.min(count, room, MOST_COLUMNS);
  if (columns < 2) return count ? [count - 1] : [];
  return Array.from({ length: columns }, (_, at) => Math.round((at * (count - 1)) / (columns - 1)));
}

function shortStep(step) {
  if (step < 1000) return String(step);
  return `${+(step / 1000).toFixed(step < 10_000 ? 2 : step < 100_000 ? 1 : 0)}k`;
}

function headRow(places, words) {
  const row = make("div", "machine-row machine-steps");
  row.setAttribute("role", "row");
  const corner = make("span", "machine-corner", words.words);
  corner.setAttribute("role", "columnheader");
  row.append(corner);
  for (const place of places) {
    const step = make("span", "machine-step", shortStep(past.rows[place].step));
    step.setAttribute("role", "columnheader");
    row.append(step);
  }
  return row;
}

function gridCell(row, index, place, words) {
  const token = tokenAt(row, index);
  const outcome = outcomeOf(token.own, 0.5);
  const cell = make("button", "machine-cell", SIGNS[outcome]);
  cell.type = "button";
  cell.tabIndex = -1;
  cell.setAttribute("role", "gridcell");
  cell.dataset.index = index;
  cell.dataset.place = place;
  cell.style.setProperty("--share", `${token.own.share * 100}%`);
  if (token.hidden) cell.classList.add(token.own.replaced ? "machine-replaced" : "machine-kept");
  const judged = { token: token.own.text, share: percent(token.own.share), outcome: words[outcome] };
  const verdict = say(words.say_verdict, judged);
  cell.setAttribute("aria-label", say(words.cell, { step: row.step.toLocaleString("en"), verdict }));
  return cell;
}

function buildGrid(grid, places, words) {
  const rows = past.tokens.map((token, index) => {
    const row = make("div", "machine-row");
    row.setAttribute("role", "row");
    const name = make("button", "machine-name", token.text);
    name.type = "button";
    name.tabIndex = -1;
    name.dir = "auto";
    name.dataset.index = index;
    name.setAttribute("role", "rowheader");
    row.append(name, ...places.map((place) => gridCell(past.rows[place], index, place, words)));
    return row;
  });
  grid.style.setProperty("--columns", places.length);
  grid.replaceChildren(headRow(places, words), ...rows);
}

// The column that stands for a moment: the last one not after it.
function columnOf(places, place) {
  return Math.max(places.findLastIndex((shown) => shown <= place), 0);
}

let marked = []; // the nodes that carry a mark, so that a frame of play touches few of them

function markGrid(grid, column, token) {
  for (const node of marked) {
    node.classList.remove("machine-now", "machine-chosen");
    if (node.tabIndex === 0) node.tabIndex = -1;
  }
  const rows = [...grid.children];
  const now = rows.map((row) => row.children[column + 1]);
  const chosen = rows[token + 1];
  for (const cell of now) cell.classList.add("machine-now");
  chosen.classList.add("machine-chosen");
  chosen.children[column + 1].tabIndex = 0;
  marked = [chosen, ...now];
}

// The cell to which a key leads from another one, or null.
function cellBeside(grid, cell, key) {
  const rows = [...grid.children];
  const at = rows.indexOf(cell.parentElement);
  const cells = [...cell.parentElement.children];
  const place = cells.indexOf(cell);
  if (key === "ArrowUp") return at > 1 ? rows[at - 1].children[place] : null;
  if (key === "ArrowDown") return rows[at + 1]?.children[place] ?? null;
  if (key === "ArrowLeft") return cells[place - 1] ?? null;
  if (key === "ArrowRight") return cells[place + 1] ?? null;
  if (key === "Home") return cells[0];
  if (key === "End") return cells.at(-1);
  return null;
}
