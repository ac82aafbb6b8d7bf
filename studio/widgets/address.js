// What is being looked at stands in the page's address (tab, run, step, sentence, token), so that a
// reload or a link handed on shows the same. All widgets share it; writing it tells the others.

function readAddress(name) {
  return new URL(location.href).searchParams.get(name);
}

// writeAddress({step: 200, token: null}): null takes a name out.
function writeAddress(changes) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") address.searchParams.delete(name);
    else address.searchParams.set(name, String(value));
  }
  if (address.href === location.href) return;
  history.replaceState(history.state, "", address);
  window.dispatchEvent(new CustomEvent("electra:address", {detail: {source: element.id, changes}}));
}

// Calls react(changes) when another widget has written one of the names.
function onAddress(react) {
  window.addEventListener("electra:address", (event) => {
    if (element.isConnected && event.detail.source !== element.id) react(event.detail.changes);
  });
}
