// A text whose marked words carry a note below them. What is not marked stands as it was written.

const sheet = make("section", "sheet marked");
const title = make("p", "sheet-title");
const body = make("p", "marked-text");
const reading = make("p", "sheet-reading");
const empty = make("p", "sheet-empty");
sheet.setAttribute("aria-label", constants.label);
const further = make("div", "marked-further");
body.dir = "auto";
sheet.append(title, body, further, reading, empty);
widgetRoot.append(sheet);

function drawPiece(piece) {
  if (!piece.kind) return document.createTextNode(piece.text);
  const mark = make("span", `marked-piece marked-${piece.kind}`);
  const written = make(piece.kind === "gone" ? "s" : "span", "marked-word", piece.text);
  written.style.setProperty("--share", `${piece.share * 100}%`);
  mark.dataset.hue = piece.hue;
  mark.append(written);
  if (piece.note) mark.append(make("small", "marked-note", piece.note));
  return mark;
}

function drawPart(part) {
  const box = make("div", "marked-part");
  const text = make("p", "marked-text");
  text.dir = "auto";
  text.append(...part.pieces.map(drawPiece));
  box.append(make("p", "marked-name", part.name), text);
  return box;
}

onValue((value) => {
  const filled = value.pieces.length > 0;
  for (const part of [body, reading]) part.hidden = !filled;
  sheet.hidden = !filled && !value.empty;
  empty.hidden = filled;
  empty.textContent = value.empty;
  title.hidden = !value.title;
  title.textContent = value.title;
  reading.textContent = value.reading;
  body.replaceChildren(...value.pieces.map(drawPiece));
  further.replaceChildren(...(value.further ?? []).map(drawPart));
});
