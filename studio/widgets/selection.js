// The sentence, token and step that the reader looks at: one selection for every widget with strips.

const SELECTION_PAUSE = 150; // milliseconds; browsers allow few writes of the address a second
let untold = {};
let telling = 0;

// A number from the address, or null.
function selectedInAddress(name) {
  const text = readAddress(name);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

// Tells the address and the other widgets, once the reader's fingers rest.
function tellSelection(changes) {
  Object.assign(untold, changes);
  clearTimeout(telling);
  telling = setTimeout(() => {
    const told = untold;
    untold = {};
    if (element.isConnected) writeAddress(told);
  }, SELECTION_PAUSE);
}

// Calls follow with those of `names` that another widget has changed.
function onSelection(names, follow) {
  onAddress((changes) => {
    const ours = names.filter((name) => name in changes);
    if (ours.length) follow(Object.fromEntries(ours.map((name) => [name, changes[name]])));
  });
}
