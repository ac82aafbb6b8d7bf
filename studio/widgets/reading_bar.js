// A bar while something is read. Its end is told until the page waits for nothing any more: what a widget
// says while it is being made, nobody hears.

const PAUSE = 1_000; // milliseconds
const MOST_TOLD = 5;

const sheet = make("section", "sheet reading-bar");
const said = make("p", "fact-label");
const track = make("div", "fact-track");
const fill = make("div", "fact-fill");
const cancel = make("button", "plain-button");
sheet.setAttribute("aria-label", constants.label);
sheet.hidden = true;
said.setAttribute("role", "status");
cancel.type = "button";
track.setAttribute("role", "progressbar");
track.setAttribute("aria-label", constants.label);
track.setAttribute("aria-valuemin", "0");
track.setAttribute("aria-valuemax", "100");
track.append(fill);
sheet.append(said, track, cancel);
widgetRoot.append(sheet);

let number = "";
let ended = ""; // the number whose end is being told

cancel.addEventListener("click", () => {
  cancel.disabled = true;
  trigger("stop", { number });
});

onValue((value) => {
  if (value.number !== number) cancel.disabled = false;
  number = value.number;
  sheet.hidden = !number || value.is_over;
  onlyIfChanged(said, value.said);
  onlyIfChanged(cancel, value.cancel);
  sheet.classList.toggle("reading-bar-unknown", value.share === null);
  fill.style.width = value.share === null ? "" : `${value.share * 100}%`;
  if (value.share === null) track.removeAttribute("aria-valuenow");
  else track.setAttribute("aria-valuenow", Math.round(value.share * 100));
  if (!number || !value.is_over || ended === number) return;
  ended = number;
  setTimeout(tellEnd, 0, number, MOST_TOLD);
});

function tellEnd(of, times) {
  if (number !== of || !times) return;
  trigger("end", { number });
  setTimeout(tellEnd, PAUSE, of, times - 1);
}
