// Shared first lines of every widget: making nodes, filling sentences, writing shares.
// Text from outside enters a page through textContent and setAttribute only.

const widgetRoot = element.querySelector(".widget");

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
}

// "{count} caught" with {count: 3}; one pass, so a brace inside a filled-in token stays a brace.
function say(sentence, values) {
  return String(sentence ?? "").replace(/\{(\w+)\}/g, (slot, name) =>
    values && name in values ? String(values[name]) : slot,
  );
}

function percent(share) {
  const hundredths = share * 100;
  if (hundredths > 0 && hundredths < 1) return "<1%";
  if (hundredths > 99 && hundredths < 100) return ">99%";
  return `${Math.round(hundredths)}%`;
}

function onlyIfChanged(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// Calls draw with every value that has something in it, the first one included: Gradio's own, made plain,
// and those that the courier brings.
function onValue(draw) {
  const update = (value) => {
    if (value && Object.keys(value).length) draw(value);
  };
  const own = () => props.value && JSON.parse(JSON.stringify(props.value));
  watch("value", () => update(own()));
  window.addEventListener("electra:post", ({ detail }) => {
    if (element.isConnected && detail.id === constants.id) update(detail.value);
  });
  update(window.electraPosts?.get(constants.id) ?? own());
}
