// Who has scrolled up to read stays there; else the newest line stays in sight.

const lines = make("pre", "log-lines");
lines.tabIndex = 0;
lines.setAttribute("role", "region");
lines.setAttribute("aria-label", constants.label);
widgetRoot.append(lines);

onValue(({ text }) => {
  const atEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 2;
  onlyIfChanged(lines, text);
  if (atEnd) lines.scrollTop = lines.scrollHeight;
});
