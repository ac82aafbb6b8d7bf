// Finds the glossary's terms in the sentences that stand on the page and makes them buttons. What other
// widgets compare, a sentence's text, stays as it was.

const SENTENCES = ".sheet-reading, .fact-label, .pair-heading, .tabitem .prose p";
const NOT_WITHIN = "button, a, summary, label, [aria-live], .unseen, .notices";
const ASCII = /^[\x20-\x7e]+$/;

const terms = new Map(constants.terms.map((term) => [term.key, term]));
const byForm = new Map(
  constants.terms.flatMap((term) => term.forms.map((form) => [form.toLowerCase(), term.key])),
);
const anyForm = new RegExp([...byForm.keys()].sort((a, b) => b.length - a.length).map(pattern).join("|"), "gi");

const card = make("div", "glossary-card");
const name = make("p", "glossary-name");
const plain = make("p", "glossary-plain");
const more = make("details", "glossary-more");
const exact = make("p", "");

widgetRoot.hidden = true;
card.id = `${constants.id}-card`;
card.popover = "auto";
card.setAttribute("role", "group");
card.setAttribute("aria-label", constants.card);
more.append(make("summary", "", constants.more), exact);
card.append(name, plain, more);
document.body.append(card);

// Latin words end where their letters end; Chinese has no such ends.
function pattern(form) {
  return ASCII.test(form) ? `(?<![a-z0-9])${form}(?![a-z0-9])` : form;
}

function makeTerm(term, written) {
  const button = make("button", `term ${term.owner && `term-${term.owner}`}`.trim(), written);
  button.type = "button";
  button.dataset.term = term.key;
  button.title = term.plain;
  button.popoverTargetElement = card;
  return button;
}

// The first time that a term stands in a sentence is enough.
function markText(text, known) {
  const parts = [];
  let from = 0;
  for (const found of text.data.matchAll(anyForm)) {
    const key = byForm.get(found[0].toLowerCase());
    if (known.has(key)) continue;
    known.add(key);
    parts.push(text.data.slice(from, found.index), makeTerm(terms.get(key), found[0]));
    from = found.index + found[0].length;
  }
  if (parts.length) text.replaceWith(...parts.filter(Boolean), text.data.slice(from));
}

function mark(sentence) {
  if (sentence.closest(NOT_WITHIN)) return;
  const known = new Set([...sentence.querySelectorAll(".term")].map((button) => button.dataset.term));
  const texts = [];
  const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(NOT_WITHIN)) texts.push(walker.currentNode);
  }
  for (const text of texts) markText(text, known);
}

function markWithin(node) {
  if (node.nodeType !== Node.ELEMENT_NODE || node instanceof SVGElement) return;
  if (node.matches(SENTENCES)) mark(node);
  node.querySelectorAll(SENTENCES).forEach(mark);
}

new MutationObserver((changes) => {
  for (const { target, addedNodes } of changes) {
    if (target instanceof SVGElement || !target.isConnected) continue;
    const sentence = target.closest(SENTENCES);
    if (sentence) mark(sentence);
    else addedNodes.forEach(markWithin);
  }
}).observe(document.body, { subtree: true, childList: true });
markWithin(document.body);

function fill(term) {
  const [first] = term.forms;
  name.textContent = first[0].toUpperCase() + first.slice(1);
  name.className = `glossary-name ${term.owner && `term-${term.owner}`}`.trim();
  plain.textContent = term.plain;
  exact.textContent = term.exact;
  more.open = false;
}

// Below the word, or above it where there is no room.
function place(button) {
  const word = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = card;
  const edge = 8;
  const left = Math.min(Math.max(word.left, edge), Math.max(window.innerWidth - width - edge, edge));
  const below = word.bottom + edge;
  const top = below + height < window.innerHeight ? below : Math.max(word.top - height - edge, edge);
  Object.assign(card.style, { left: `${left}px`, top: `${top}px` });
}

let asked = null;
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.(".term");
    if (!button) return;
    const another = card.matches(":popover-open") && asked !== button;
    asked = button;
    fill(terms.get(button.dataset.term));
    if (!another) return;
    event.preventDefault(); // the card is open already, and a press would shut it
    place(button);
  },
  true,
);
card.addEventListener("toggle", (event) => {
  if (event.newState === "open" && asked) place(asked);
});
more.addEventListener("toggle", () => {
  if (card.matches(":popover-open") && asked) place(asked);
});
