// Draws a sheet of facts. A part is rebuilt only when what it says has changed.

const LINES_IN_SIGHT = 12; // of an excerpt; more of them scroll
const sheet = make("section", "sheet fact-sheet");
sheet.setAttribute("aria-label", constants.label);
sheet.hidden = true; // a sheet with nothing on it is not there
widgetRoot.append(sheet);

const parts = {
  title: (text) => make("p", "sheet-title", text),
  sentence: (text) => make("p", "fact-sentence", text),
  progress: drawProgress,
  tiles: drawTiles,
  warnings: drawWarnings,
  tokens: drawTokens,
  table: drawTable,
  excerpts: drawExcerpts,
};
const drawn = {};
for (const part of Object.keys(parts)) {
  const slot = make("div", `fact-part fact-part-${part}`);
  slot.hidden = true;
  sheet.append(slot);
  drawn[part] = { slot, said: "" };
}

function isEmpty(content) {
  return !content || (Array.isArray(content) && !content.length);
}

function drawProgress(content) {
  const box = make("div", "fact-progress");
  const track = make("div", "fact-track");
  const fill = make("div", "fact-fill");
  const known = content.share !== null;
  track.setAttribute("role", "progressbar");
  track.setAttribute("aria-label", content.label);
  track.setAttribute("aria-valuemin", "0");
  track.setAttribute("aria-valuemax", "100");
  if (known) track.setAttribute("aria-valuenow", Math.round(content.share * 100));
  fill.style.width = `${known ? content.share * 100 : 0}%`;
  track.append(fill);
  box.append(make("p", "fact-label", content.label), track);
  return box;
}

function drawTiles(tiles) {
  const list = make("dl", "fact-tiles");
  for (const tile of tiles) {
    const box = make("div", `fact-tile ${tile.role ? `fact-${tile.role}` : ""}`);
    const value = make("dd", "fact-value", tile.value);
    if (tile.note) value.append(make("span", "fact-note", tile.note));
    box.append(make("dt", "fact-label", tile.label), value);
    list.append(box);
  }
  return list;
}

function drawWarnings(warnings) {
  const list = make("ul", "fact-warnings");
  for (const warning of warnings) list.append(make("li", "", warning));
  return list;
}

function drawTokens(tokens) {
  const list = make("ol", "fact-tokens");
  for (const token of tokens) {
    const continues = token.startsWith("##") && token.length > 2;
    const chip = make("li", continues ? "fact-token fact-token-joined" : "fact-token");
    chip.append(make("span", "", continues ? token.slice(2) : token));
    list.append(chip);
  }
  return list;
}

function drawTable(content) {
  const frame = make("div", "fact-table-frame");
  const grid = make("table", "fact-table");
  if (content.caption) grid.append(make("caption", "", content.caption));
  const head = make("tr");
  for (const name of content.headers) {
    const cell = make("th", "", name);
    cell.scope = "col";
    head.append(cell);
  }
  const top = make("thead");
  top.append(head);
  const body = make("tbody");
  for (const row of content.rows) {
    const line = make("tr");
    for (const entry of row) line.append(make("td", "", entry));
    body.append(line);
  }
  grid.append(top, body);
  frame.append(grid);
  frame.tabIndex = 0; // so that the keyboard can scroll it sideways
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", content.caption || constants.label);
  return frame;
}

function drawExcerpts(excerpts) {
  const box = make("div", "fact-excerpts");
  box.append(...excerpts.map(drawExcerpt));
  return box;
}

function drawExcerpt(content) {
  const box = make("div", "fact-excerpt");
  const lines = make("div", "fact-lines");
  for (const line of content.lines) lines.append(make("p", "fact-line", line));
  if (content.lines.length > LINES_IN_SIGHT) {
    lines.classList.add("fact-lines-many");
    lines.tabIndex = 0; // so that the keyboard can scroll it
    lines.setAttribute("role", "region");
    lines.setAttribute("aria-label", content.title);
  }
  box.append(make("p", "fact-label", content.title), lines);
  if (content.more) box.append(make("p", "fact-label", content.more));
  return box;
}

onValue((value) => {
  for (const [part, draw] of Object.entries(parts)) {
    const place = drawn[part];
    const said = JSON.stringify(value[part] ?? null);
    if (said === place.said) continue;
    place.said = said;
    place.slot.hidden = isEmpty(value[part]);
    place.slot.replaceChildren(...(place.slot.hidden ? [] : [draw(value[part])]));
  }
  sheet.hidden = Object.values(drawn).every((place) => place.slot.hidden);
});
