// The three strips: one column a token, glued columns kept together as a word. Each strip is one
// tab stop; the arrow keys move along its tokens and between the strips.

const ROWS = ["original", "corrupted", "verdict"];
const SIGNS = { caught: "✓", missed: "✕", alarm: "!", honest: "" };

function outcomeOf(seen, threshold) {
  if (seen.replaced) return seen.share >= threshold ? "caught" : "missed";
  return seen.share >= threshold ? "alarm" : "honest";
}

function countOutcomes(tokens, fakes, threshold) {
  const counts = { caught: 0, missed: 0, alarm: 0, honest: 0 };
  for (const token of tokens) counts[outcomeOf(token[fakes], threshold)] += 1;
  return counts;
}

function makeColumn(index) {
  const node = make("div", "theatre-column");
  const cells = {};
  for (const row of ROWS) {
    const cell = make("button", `theatre-cell theatre-${row}`);
    cell.type = "button";
    cell.dataset.row = row;
    cell.dataset.index = index;
    const text = make("span", "theatre-text");
    text.dir = "auto";
    cell.append(text);
    cells[row] = { cell, text };
    node.append(cell);
  }
  const sign = make("span", "theatre-sign");
  cells.verdict.cell.prepend(sign);
  return { node, cells, sign };
}

function buildColumns(flow, tokens) {
  const columns = tokens.map((token, index) => makeColumn(index));
  const words = [];
  columns.forEach((column, index) => {
    if (!tokens[index].glued || !words.length) words.push(make("div", "theatre-word"));
    words.at(-1).append(column.node);
  });
  flow.replaceChildren(...words);
  return columns;
}

function sayCorrupted(token, seen, fakes, words) {
  const said = [say(words.say_corrupted, { token: seen.text })];
  if (token.hidden && fakes === "own") said.push(seen.replaced ? words.say_replaced : words.say_kept);
  if (token.hidden && fakes === "frozen") said.push(seen.replaced ? words.say_drawn : words.say_drawn_same);
  return said.join(", ");
}

// `following` is the token after it: a word that goes on in the next column leans towards it.
function paintColumn(column, token, following, fakes, threshold, words) {
  const seen = token[fakes];
  const outcome = outcomeOf(seen, threshold);
  const { original, corrupted, verdict } = column.cells;
  column.node.dataset.outcome = outcome;
  column.node.classList.toggle("theatre-hidden", token.hidden);
  column.node.classList.toggle("theatre-replaced", seen.replaced);
  original.cell.classList.toggle("theatre-joined", token.joined);
  corrupted.cell.classList.toggle("theatre-joined", seen.joined);
  original.cell.classList.toggle("theatre-leads", Boolean(following?.joined));
  corrupted.cell.classList.toggle("theatre-leads", Boolean(following?.[fakes].joined));
  onlyIfChanged(original.text, token.text);
  onlyIfChanged(corrupted.text, seen.text);
  onlyIfChanged(verdict.text, percent(seen.share));
  onlyIfChanged(column.sign, SIGNS[outcome]);
  verdict.cell.style.setProperty("--share", `${seen.share * 100}%`);
  const hidden = token.hidden ? `, ${words.say_hidden}` : "";
  original.cell.setAttribute("aria-label", say(words.say_original, { token: token.text }) + hidden);
  corrupted.cell.setAttribute("aria-label", sayCorrupted(token, seen, fakes, words));
  const judged = { token: seen.text, share: percent(seen.share), outcome: words[outcome] };
  verdict.cell.setAttribute("aria-label", say(words.say_verdict, judged));
}

// Each wrapped line of columns gets its own three row names in the margin.
function nameLines(margin, flow, words) {
  const tops = new Set();
  for (const column of flow.querySelectorAll(".theatre-column")) tops.add(column.offsetTop);
  const names = [...tops].map((top) => {
    const name = make("div", "theatre-line");
    name.style.top = `${top}px`;
    name.append(...ROWS.map((row) => make("span", `theatre-line-${row}`, words[row])));
    return name;
  });
  margin.replaceChildren(...names);
}

// Where an arrow key leads from a cell, or null for a key that is not ours.
function nextCell(key, index, row, count, leftward) {
  const along = { ArrowRight: leftward ? -1 : 1, ArrowLeft: leftward ? 1 : -1 }[key];
  const across = { ArrowDown: 1, ArrowUp: -1 }[key];
  const rowNumber = ROWS.indexOf(row);
  if (along) return { index: Math.min(Math.max(index + along, 0), count - 1), row };
  if (across) return { index, row: ROWS[Math.min(Math.max(rowNumber + across, 0), ROWS.length - 1)] };
  if (key === "Home") return { index: 0, row };
  if (key === "End") return { index: count - 1, row };
  return null;
}
