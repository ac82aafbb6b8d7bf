// Which watched sentence is looked at: a list between two buttons that turn to its neighbours.

function makePicker(choose) {
  const node = make("div", "theatre-picker");
  const previous = make("button", "theatre-turn", "‹");
  const select = make("select", "theatre-select");
  const next = make("button", "theatre-turn", "›");
  let sentences = [];
  const turn = (by) => {
    const at = select.selectedIndex + by + sentences.length;
    choose(sentences[at % sentences.length].index);
  };
  for (const button of [previous, next]) button.type = "button";
  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  select.addEventListener("change", () => choose(sentences[select.selectedIndex].index));
  node.append(previous, select, next);

  function fill(offered, present, words) {
    sentences = offered;
    const own = (sentence) => (sentence.own ? `${words.yours} · ` : "");
    const names = sentences.map((one, at) => `${at + 1}/${sentences.length} · ${own(one)}${one.text}`);
    if (names.join("\n") !== [...select.options].map((option) => option.textContent).join("\n")) {
      select.replaceChildren(...names.map((name) => make("option", "", name)));
    }
    select.selectedIndex = sentences.findIndex((sentence) => sentence.index === present);
    select.setAttribute("aria-label", words.pick);
    previous.setAttribute("aria-label", words.previous);
    next.setAttribute("aria-label", words.next);
  }

  return { node, fill };
}
