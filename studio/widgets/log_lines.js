// Who has scrolled up to read stays there; else the newest line stays in sight.

const lines = make("pre", "log-lines");
let run;
let follows = true;
lines.tabIndex = 0;
lines.setAttribute("role", "region");
lines.setAttribute("aria-label", constants.label);
widgetRoot.append(lines);

function toTheEnd() {
  if (follows) lines.scrollTop = lines.scrollHeight;
}

lines.addEventListener("scroll", () => {
  follows = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 2;
});
new ResizeObserver(toTheEnd).observe(lines); // it has no size while its fold is closed

onValue((value) => {
  follows ||= value.run !== run;
  run = value.run;
  onlyIfChanged(lines, value.text);
  toTheEnd();
});
