// Boxes are kept by name, so that focus survives an update every second.

const sheet = make("section", "sheet run-choice");
const title = make("p", "sheet-title", constants.label);
const rows = make("div", "run-choice-rows");
const note = make("p", "sheet-reading");
note.setAttribute("role", "status");
rows.setAttribute("role", "group");
rows.setAttribute("aria-label", constants.label);
sheet.append(title, rows, note);
widgetRoot.append(sheet);
const known = new Map();
let chosen = [];
let words = {};
let begun = false; // once the reader or the address has chosen, nothing is chosen for them

function newRow(name) {
  const row = make("label", "run-choice-row");
  const box = make("input");
  const about = make("span", "run-choice-about");
  const sign = make("span", "run-choice-sign");
  box.type = "checkbox";
  row.dataset.name = name;
  box.addEventListener("change", () => {
    chosen = box.checked ? [...chosen, name] : chosen.filter((one) => one !== name);
    show();
    trigger("select", { runs: chosen });
  });
  row.append(box, sign, make("span", "run-choice-name", name), about);
  return { row, box, about, sign, place: -1 };
}

function show() {
  const full = chosen.length >= constants.most;
  for (const [name, parts] of known) {
    const place = chosen.indexOf(name);
    parts.box.checked = place >= 0;
    parts.box.disabled = full && place < 0;
    if (parts.place === place) continue;
    parts.place = place;
    parts.sign.replaceChildren(...(place >= 0 ? [drawRunLine(place)] : []));
  }
  const said = !known.size ? words.empty : full ? words.full : chosen.length < 2 ? words.few : "";
  onlyIfChanged(note, said);
  note.hidden = !said;
  if (known.size) writeAddress({ [constants.address_key]: chosen.join(",") });
}

// A page on which nobody looks at this list compares nothing, so that it costs nothing.
function begin() {
  begun ||= chosen.length > 0;
  if (begun || known.size < constants.at_first || !sheet.offsetParent) return;
  chosen = [...rows.children].slice(0, constants.at_first).map((row) => row.dataset.name);
  show();
  trigger("select", { runs: chosen });
}

new IntersectionObserver(begin).observe(sheet);

onValue((value) => {
  words = value.words;
  const names = new Set(value.runs.map((run) => run.name));
  for (const [name, parts] of known) {
    if (names.has(name)) continue;
    parts.row.remove();
    known.delete(name);
  }
  value.runs.forEach((run, place) => {
    if (!known.has(run.name)) known.set(run.name, newRow(run.name));
    const parts = known.get(run.name);
    onlyIfChanged(parts.about, run.about);
    if (rows.children[place] !== parts.row) rows.insertBefore(parts.row, rows.children[place] ?? null);
  });
  chosen = value.chosen;
  show();
  begin();
});
