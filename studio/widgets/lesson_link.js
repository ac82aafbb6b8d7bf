// A link to the page as it is. On a page that was opened as a lesson the address keeps up with the
// settings, so that a reload shows what was left.

const { said, names, controls } = constants;
const box = make("div", "lesson-link");
const button = make("button", "lesson-copy", said.copy);
const note = make("span", "lesson-note");
const field = make("input", "lesson-field");
button.type = "button";
note.setAttribute("role", "status");
field.type = "text";
field.readOnly = true;
field.hidden = true;
field.setAttribute("aria-label", said.link);
const hiding = hidingChooser();
box.append(button, note, field, hiding);
widgetRoot.append(box);

const isLesson = names.some((name) => readAddress(name) !== null);
let settings = {};
let wiping = 0;

// Which controls the link hides. Whoever was sent such a link is not shown what was hidden.
function hidingChooser() {
  const chooser = make("details", "lesson-hiding");
  const list = make("div", "lesson-controls");
  chooser.append(make("summary", "", said.hide), make("p", "lesson-help", said.hide_help), list);
  for (const [name, label] of controls) {
    const choice = make("label", "lesson-choice");
    const tick = make("input", "");
    tick.type = "checkbox";
    tick.value = name;
    choice.append(tick, label);
    list.append(choice);
  }
  chooser.hidden = readAddress("hide") !== null;
  return chooser;
}

function link() {
  const address = new URL(location.href);
  address.searchParams.delete("lang"); // the reader of a link has a language already
  for (const [name, text] of Object.entries(settings)) {
    if (text) address.searchParams.set(name, text);
    else address.searchParams.delete(name);
  }
  const hidden = [...hiding.querySelectorAll("input:checked")].map((tick) => tick.value);
  if (hidden.length) address.searchParams.set("hide", hidden.join(","));
  return address.href;
}

function showForCopying(text) {
  field.hidden = false;
  field.value = text;
  field.focus();
  field.select();
}

button.addEventListener("click", async () => {
  const text = link();
  clearTimeout(wiping);
  try {
    await navigator.clipboard.writeText(text);
    field.hidden = true;
    note.textContent = said.copied;
    wiping = setTimeout(() => (note.textContent = ""), 6000);
  } catch {
    note.textContent = said.by_hand;
    showForCopying(text);
  }
});

onValue((value) => {
  settings = value;
  if (isLesson) writeAddress(settings);
});
