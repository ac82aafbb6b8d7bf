// A row is what is true, a column what the model said. The pressed cell is the reader's and outlives new values.

const sheet = make("section", "sheet confusion");
const title = make("p", "sheet-title");
const frame = make("div", "confusion-frame");
const table = make("table", "confusion-table");
const reading = make("p", "sheet-reading");
const behind = make("div", "confusion-behind");
const behindTitle = make("p", "confusion-behind-title");
const list = make("ul", "confusion-rows");
behindTitle.setAttribute("aria-live", "polite");
list.tabIndex = 0; // so that the keyboard can scroll it
behind.append(behindTitle, list);
frame.tabIndex = 0; // so that the keyboard can scroll it sideways
frame.setAttribute("role", "region");
frame.append(table);
sheet.append(title, frame, reading, behind);
sheet.hidden = true;
widgetRoot.append(sheet);

let value = null;
let chosen = null;
let drawn = "";
let drawnBehind = "";

function drawTable() {
  const { names, counts, words } = value;
  const top = make("tr");
  top.append(make("td"));
  for (const name of names) top.append(header("col", name));
  const head = make("thead");
  head.append(top);
  const body = make("tbody");
  names.forEach((name, row) => {
    const line = make("tr");
    line.append(header("row", name));
    const total = Math.max(counts[row].reduce((sum, count) => sum + count, 0), 1);
    names.forEach((said, column) => {
      const place = make("td");
      place.append(makeCell(`${row},${column}`, counts[row][column], total, name, said, words));
      line.append(place);
    });
    body.append(line);
  });
  table.replaceChildren(head, body);
}

function header(scope, text) {
  const cell = make("th", "", text);
  cell.scope = scope;
  cell.dir = "auto";
  return cell;
}

function makeCell(key, count, total, truth, said, words) {
  const kind = truth === said ? "confusion-right" : "confusion-wrong";
  const button = make("button", `confusion-cell ${kind}`, count.toLocaleString());
  button.type = "button";
  button.disabled = count === 0;
  button.dataset.cell = key;
  button.style.setProperty("--share", `${(count / total) * 100}%`);
  button.setAttribute("aria-label", say(words.cell, { truth, said, count: count.toLocaleString() }));
  button.addEventListener("click", () => {
    chosen = chosen === key ? null : key;
    show();
  });
  return button;
}

function drawBehind() {
  behind.hidden = !chosen;
  if (!chosen) return;
  const { names, counts, rows, words } = value;
  const [row, column] = chosen.split(",").map(Number);
  const found = rows[chosen] ?? [];
  const figures = { truth: names[row], said: names[column], shown: found.length, count: counts[row][column] };
  onlyIfChanged(behindTitle, say(found.length ? words.rows : words.not_kept, figures));
  const said = JSON.stringify([chosen, found, words]);
  if (said === drawnBehind) return; // who is reading stays where they scrolled to
  drawnBehind = said;
  list.scrollTop = 0;
  list.setAttribute("aria-label", behindTitle.textContent);
  list.replaceChildren(
    ...found.map((one) => {
      const line = make("li", "confusion-row");
      const text = make("p", "confusion-text", one.text);
      text.dir = "auto";
      line.append(text);
      if (one.sure !== null) line.append(make("p", "confusion-sure", say(words.sure, { share: percent(one.sure) })));
      return line;
    }),
  );
}

function show() {
  sheet.hidden = !value?.names;
  if (sheet.hidden) return;
  onlyIfChanged(title, value.words.title);
  onlyIfChanged(reading, value.words.reading);
  frame.setAttribute("aria-label", value.words.title);
  const said = JSON.stringify([value.names, value.counts, value.words]);
  if (said !== drawn) {
    drawn = said;
    chosen = null;
    drawTable();
  }
  for (const button of table.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.cell === chosen));
  }
  drawBehind();
}

onValue((newest) => {
  value = newest;
  show();
});
