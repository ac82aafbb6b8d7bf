// A setting's slider and box. The value sent is always the number itself, never a position.

const { rungs, names } = constants;
const [least, most, step] = constants.range;

const root = make("div", "dial");
const top = make("div", "dial-top");
const name = make("span", "dial-name", constants.label);
const box = make("input", "dial-box");
const unit = make("span", "dial-unit", constants.unit);
const track = make("input", "dial-track");
const help = make("p", "dial-help", constants.help);

help.id = `${element.id || element.closest("[id]")?.id}-help`;
box.type = "text";
box.inputMode = "decimal";
box.autocomplete = "off";
box.setAttribute("aria-label", say(constants.exact, { label: constants.label }));
track.type = "range";
track.setAttribute("aria-label", constants.label);
track.setAttribute("aria-describedby", help.id);
if (rungs.length) Object.assign(track, { min: 0, max: rungs.length - 1, step: 1 });
else Object.assign(track, { min: least, max: most, step });
const named = make("span", "dial-named"); // the slider says it: an output would say it again
named.setAttribute("aria-hidden", "true");
top.append(name, ...(names.length ? [named] : [box, unit]));
root.append(top, track, help);
widgetRoot.append(root);

function nearestRung(number) {
  let best = 0;
  rungs.forEach((rung, i) => {
    if (Math.abs(rung - number) < Math.abs(rungs[best] - number)) best = i;
  });
  return best;
}

function shown(number) {
  if (names.length) return names[nearestRung(Number(number))];
  return typeof number === "number" ? String(Number(number.toPrecision(10))) : String(number);
}

function draw(value) {
  const number = Number(value);
  if (document.activeElement !== box) box.value = shown(value);
  onlyIfChanged(named, shown(value));
  if (Number.isFinite(number)) track.value = rungs.length ? nearestRung(number) : number;
  track.setAttribute("aria-valuetext", `${shown(value)} ${constants.unit}`.trim());
  const share = (track.value - track.min) / (track.max - track.min || 1);
  track.style.setProperty("--share", `${share * 100}%`);
}

function send(value) {
  draw(value);
  if (props.value === value) return;
  props.value = value;
  trigger("input");
}

track.addEventListener("input", () => {
  const at = Number(track.value);
  send(rungs.length ? rungs[at] : Number(at.toPrecision(10)));
});
box.addEventListener("change", () => {
  const typed = box.value.trim().replaceAll(/(?<=\d),(?=\d{3})/g, "");
  send(typed !== "" && Number.isFinite(Number(typed)) ? Number(typed) : typed);
});
box.addEventListener("blur", () => draw(props.value));
watch("value", () => draw(props.value));
draw(props.value);
