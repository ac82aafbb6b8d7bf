// The guided tour: the same cards in every stage, so that the eye sees what a stage changes.

const sheet = make("section", "sheet tour");
const title = make("h3", "sheet-title");
const stageList = make("ol", "tour-stages");
const list = make("ol", "strip-list tour-strip");
const caption = make("p", "tour-caption");
const foot = make("div", "tour-foot");
const back = make("button", "plain-button");
const play = make("button", "plain-button tour-play");
const forward = make("button", "plain-button");
const place = make("span", "tour-place");
const keys = make("span", "sheet-reading tour-keys");
for (const button of [back, play, forward]) button.type = "button";
caption.setAttribute("aria-live", "polite");
list.dir = "auto";
foot.append(back, play, forward, place, keys);
sheet.append(title, stageList, caption, list, foot);
widgetRoot.append(sheet);

let value = null;
let cards = [];
let stageButtons = [];
let at = 0;
let timer = null;

function stageNamed(name) {
  return value.stages.findIndex((stage) => stage.name === name);
}

function makeStageButton(stage, index) {
  const item = make("li", "tour-stage");
  const button = make("button", "tour-stage-button");
  button.type = "button";
  button.dataset.owner = stage.owner;
  button.append(make("span", "tour-number", index + 1), make("span", "", stage.title));
  button.addEventListener("click", () => turnTo(index));
  item.append(button);
  stageList.append(item);
  return button;
}

function draw() {
  const stage = value.stages[at];
  cards.forEach((parts, index) => paintCard(parts, value.tokens[index], stage, value.words));
  stageButtons.forEach((button, index) => {
    if (index === at) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
    button.classList.toggle("tour-past", index < at);
  });
  sheet.dataset.owner = stage.owner;
  onlyIfChanged(caption, stage.caption);
  onlyIfChanged(place, say(value.words.place, { number: at + 1, total: value.stages.length }));
  back.disabled = at === 0;
  forward.disabled = at === value.stages.length - 1;
  drawPlay();
}

function drawPlay() {
  const { words } = value;
  const ended = at === value.stages.length - 1;
  onlyIfChanged(play, timer ? `❚❚ ${words.pause}` : ended ? `↻ ${words.again}` : `▶ ${words.play}`);
  play.setAttribute("aria-pressed", String(Boolean(timer)));
}

function halt() {
  clearTimeout(timer);
  timer = null;
}

function show(index) {
  at = Math.min(Math.max(index, 0), value.stages.length - 1);
  writeAddress({ stage: value.stages[at].name });
}

// The reader turns a stage: that also stops the tour from running on.
function turnTo(index) {
  halt();
  show(index);
  draw();
}

function playOn() {
  halt();
  if (at < value.stages.length - 1) {
    timer = setTimeout(() => {
      show(at + 1);
      playOn();
    }, value.stages[at].seconds * 1000);
  }
  draw();
}

back.addEventListener("click", () => turnTo(at - 1));
forward.addEventListener("click", () => turnTo(at + 1));
play.addEventListener("click", () => {
  if (timer) return turnTo(at);
  if (at === value.stages.length - 1) show(0);
  playOn();
});
sheet.addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  turnTo(at + by);
  // A button that is used up would lose the focus, and with it the keys.
  if (sheet.querySelector(":focus:disabled")) play.focus();
});
onAddress((changes) => {
  const wanted = value?.stages.length && changes.stage ? stageNamed(changes.stage) : -1;
  if (wanted >= 0 && wanted !== at) {
    halt();
    at = wanted;
    draw();
  }
});

onValue((newest) => {
  const first = value === null;
  halt();
  value = newest;
  const { words, tokens, stages } = value;
  sheet.hidden = !tokens.length;
  if (!tokens.length) return;
  title.textContent = value.own ? words.title_own : words.title;
  sheet.setAttribute("aria-label", title.textContent);
  stageList.setAttribute("aria-label", words.stages);
  list.setAttribute("aria-label", words.strip);
  back.textContent = `‹ ${words.back}`;
  forward.textContent = `${words.forward} ›`;
  keys.textContent = words.keys;
  stageList.replaceChildren();
  stageButtons = stages.map(makeStageButton);
  cards = buildStrip(list, tokens, words);
  at = Math.max(first ? stageNamed(readAddress("stage")) : 0, 0);
  draw();
  if (value.own && !window.matchMedia("(prefers-reduced-motion: reduce)").matches) playOn();
});
