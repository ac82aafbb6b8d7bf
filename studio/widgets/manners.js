// Looks after those parts of the page that Gradio made.

const names = new Map(Object.entries(constants.names));
const TURNS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

widgetRoot.hidden = true;

// Tabs: the arrow keys go to the neighbours and round, Home and End to the first and the last.
function neighbour(tabs, tab, key) {
  if (key === "Home") return tabs[0];
  if (key === "End") return tabs.at(-1);
  if (!(key in TURNS)) return null;
  return tabs[(tabs.indexOf(tab) + TURNS[key] + tabs.length) % tabs.length];
}

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.('[role="tab"]');
  if (!tab || event.altKey || event.ctrlKey || event.metaKey) return;
  const tabs = [...tab.closest('[role="tablist"]').querySelectorAll('[role="tab"]')];
  const next = neighbour(tabs, tab, event.key);
  if (!next) return;
  event.preventDefault();
  next.click();
  next.focus();
});

function rename(node) {
  const ours = names.get(node.getAttribute("aria-label"));
  if (ours && ours !== node.getAttribute("aria-label")) node.setAttribute("aria-label", ours);
}

function renameWithin(root) {
  if (root.nodeType !== Node.ELEMENT_NODE) return;
  rename(root);
  for (const node of root.querySelectorAll("[aria-label]")) rename(node);
}

new MutationObserver((changes) => {
  for (const { type, target, addedNodes } of changes) {
    if (type === "attributes") rename(target);
    else addedNodes.forEach(renameWithin);
  }
}).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"] });
renameWithin(document.body);
