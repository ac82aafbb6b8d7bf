// Puts a sentence under the field it is about, or at the foot of the page, until it is mended.

const shelf = make("section", "notices");
shelf.setAttribute("aria-label", constants.label);
shelf.setAttribute("aria-live", "assertive");
document.body.append(shelf);
const said = new Map(); // place → the nodes that show its sentence

// What was said of a part of a place goes with what was said of the place.
function forget(place) {
  for (const [part, nodes] of said) {
    if (part !== place && !part.startsWith(`${place}/`)) continue;
    for (const node of nodes) node.remove();
    said.delete(part);
  }
}

function besideField(value) {
  const field = value.field && document.getElementById(value.field);
  if (!field || field.offsetParent === null) return null;
  const good = value.tone === "good";
  const note = make("p", good ? "field-note field-note-good" : "field-note", value.sentence);
  note.setAttribute("role", good ? "status" : "alert");
  field.append(note);
  field.addEventListener("input", () => note.remove(), { once: true });
  note.scrollIntoView({ block: "nearest" });
  return note;
}

function atTheFoot(value) {
  const card = make("div", `notice notice-${value.tone === "good" ? "good" : "bad"}`);
  const close = make("button", "notice-close", "×");
  close.type = "button";
  close.setAttribute("aria-label", constants.close);
  close.addEventListener("click", () => card.remove());
  card.append(make("p", "", value.sentence), close);
  shelf.append(card);
  if (value.tone === "good") setTimeout(() => card.remove(), 8000);
  return card;
}

onValue((value) => {
  forget(value.place);
  if (value.sentence) said.set(value.place, [besideField(value) ?? atTheFoot(value)]);
});
