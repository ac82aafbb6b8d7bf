// Shares as bars, likeliest first; the first of a group is drawn solid, the rest lighter.

const sheet = make("section", "sheet bars");
const empty = make("p", "sheet-empty");
const groups = make("div", "bars-groups");
const reading = make("p", "sheet-reading");
sheet.setAttribute("aria-label", constants.label);
sheet.append(empty, groups, reading);
widgetRoot.append(sheet);

function drawRow(row) {
  const item = make("li", "bars-row");
  const name = make("span", "bars-name", row.name);
  const track = make("span", "bars-track");
  const fill = make("span", "bars-fill");
  name.dir = "auto";
  name.title = row.name;
  fill.style.width = `${row.share * 100}%`;
  track.append(fill);
  item.append(name, track, make("span", "bars-share", percent(row.share)));
  return item;
}

function drawGroup(group) {
  const part = make("div", "bars-group");
  const list = make("ol", "bars-list");
  list.setAttribute("aria-label", group.title);
  list.append(...group.rows.map(drawRow));
  part.append(make("p", "sheet-title", group.title), list);
  return part;
}

onValue((value) => {
  sheet.dataset.role = value.role;
  empty.hidden = Boolean(value.groups.length);
  sheet.hidden = !value.groups.length && !value.empty;
  for (const part of [groups, reading]) part.hidden = !value.groups.length;
  empty.textContent = value.empty;
  reading.textContent = value.reading;
  groups.replaceChildren(...value.groups.map(drawGroup));
});
