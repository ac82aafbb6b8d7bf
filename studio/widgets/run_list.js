// Rows are kept by name, so that focus and hover survive an update every second.

const list = make("div", "sheet run-list");
const title = make("p", "sheet-title", constants.label);
const rows = make("div", "run-rows");
const empty = make("p", "sheet-empty");
rows.setAttribute("role", "group");
rows.setAttribute("aria-label", constants.label);
list.append(title, rows, empty);
widgetRoot.append(list);
const known = new Map();

function newRow(name) {
  const row = make("button", "run-row");
  row.type = "button";
  const parts = {
    row,
    dot: make("span", "run-dot"),
    name: make("span", "run-name", name),
    figure: make("span", "run-figure"),
    detail: make("span", "run-detail"),
    bar: make("span", "run-bar"),
  };
  parts.dot.setAttribute("aria-hidden", "true");
  parts.bar.append(make("span", "run-bar-done"));
  row.append(parts.dot, parts.name, parts.figure, parts.detail, parts.bar);
  row.addEventListener("click", () => {
    mark(name);
    trigger("select", { run: name });
  });
  return parts;
}

function fill(parts, run) {
  parts.dot.dataset.tone = run.tone;
  onlyIfChanged(parts.detail, [run.state, run.detail].filter(Boolean).join(" · "));
  onlyIfChanged(parts.figure, run.figure);
  parts.bar.hidden = run.progress === null;
  parts.bar.firstChild.style.width = `${(run.progress ?? 0) * 100}%`;
}

function mark(selected) {
  for (const [name, parts] of known) parts.row.setAttribute("aria-pressed", String(name === selected));
  const address = new URL(location.href);
  if ((address.searchParams.get(constants.address_key) ?? "") === selected) return;
  if (selected) address.searchParams.set(constants.address_key, selected);
  else address.searchParams.delete(constants.address_key);
  history.replaceState(history.state, "", address);
}

onValue((value) => {
  const names = new Set(value.runs.map((run) => run.name));
  for (const [name, parts] of known) {
    if (names.has(name)) continue;
    parts.row.remove();
    known.delete(name);
  }
  value.runs.forEach((run, place) => {
    if (!known.has(run.name)) known.set(run.name, newRow(run.name));
    const parts = known.get(run.name);
    fill(parts, run);
    if (rows.children[place] !== parts.row) rows.insertBefore(parts.row, rows.children[place] ?? null);
  });
  empty.hidden = value.runs.length > 0;
  onlyIfChanged(empty, value.empty);
  mark(value.selected);
});
