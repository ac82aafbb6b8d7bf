// The share of fakes caught, a row a group: a dot, the line it surely lies on, and how many there were.

const sheet = make("section", "sheet caught");
const title = make("p", "sheet-title");
const empty = make("p", "sheet-empty");
const groups = make("div", "caught-groups");
const now = make("p", "caught-now");
const reading = make("p", "sheet-reading");
sheet.append(title, empty, groups, now, reading);
widgetRoot.append(sheet);
let drawn = "";

function drawRow(row) {
  const line = make("li", "caught-row");
  const seen = make("div", "caught-seen");
  const track = make("span", "caught-track");
  seen.setAttribute("aria-hidden", "true");
  seen.append(make("span", "caught-name", row.name), track);
  if (row.share !== null) {
    const interval = make("span", "caught-interval");
    const dot = make("span", "caught-dot");
    interval.style.insetInlineStart = `${row.low * 100}%`;
    interval.style.width = `${(row.high - row.low) * 100}%`;
    dot.style.insetInlineStart = `${row.share * 100}%`;
    track.append(interval, dot);
  }
  seen.append(make("span", "caught-share", row.share === null ? "" : percent(row.share)));
  seen.append(make("span", "caught-count", row.count));
  line.append(seen, make("span", "unseen", row.said));
  return line;
}

function drawGroup(group) {
  const box = make("div", "caught-group");
  const rows = make("ul", "caught-rows");
  const scale = make("div", "caught-scale");
  const marks = make("span", "caught-marks");
  scale.setAttribute("aria-hidden", "true");
  marks.append(...["0%", "50%", "100%"].map((mark) => make("span", "", mark)));
  scale.append(marks);
  rows.setAttribute("aria-label", group.title);
  rows.append(...group.rows.map(drawRow));
  box.append(make("p", "caught-heading", group.title), rows, scale);
  return box;
}

onValue((value) => {
  const counted = Boolean(value.groups);
  for (const part of [groups, now, reading]) part.hidden = !counted;
  empty.hidden = counted;
  onlyIfChanged(title, value.words.title);
  onlyIfChanged(empty, value.empty ?? "");
  onlyIfChanged(now, value.now ?? "");
  onlyIfChanged(reading, value.words.reading);
  const said = JSON.stringify(value.groups ?? []);
  if (said === drawn) return;
  drawn = said;
  groups.replaceChildren(...(value.groups ?? []).map(drawGroup));
});
