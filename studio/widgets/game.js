// The reader marks words; the server answers with what was true. The tally lives in this page alone.

const sheet = make("section", "sheet game");
const empty = make("p", "sheet-empty");
const head = make("p", "game-head");
const ask = make("p", "game-ask");
const flow = make("div", "game-words");
const foot = make("div", "game-foot");
const check = make("button", "plain-button game-button game-check");
const next = make("button", "plain-button game-button");
const marked = make("span", "game-marked");
const outcome = make("p", "game-outcome");
const tables = make("div", "game-tables");
const reading = make("p", "sheet-reading");
for (const button of [check, next]) button.type = "button";
flow.setAttribute("role", "group");
flow.dir = "auto";
outcome.setAttribute("aria-live", "polite");
foot.append(check, next, marked);
sheet.append(empty, head, ask, flow, foot, outcome, tables, reading);
widgetRoot.append(sheet);

const GAME_SIGNS = { caught: "✓", missed: "✕", alarm: "!", honest: "" };
const tally = new Map(); // run → round → the players' calls
let value = null;
let buttons = [];
let marks = new Set();

function outcomeOf(unit) {
  if (unit.was !== null) return unit.marked ? "caught" : "missed";
  return unit.marked ? "alarm" : "honest";
}

function toggle(index) {
  if (value.result) return;
  if (!marks.delete(index)) marks.add(index);
  buttons[index].setAttribute("aria-pressed", String(marks.has(index)));
  onlyIfChanged(marked, say(value.words.marked, { count: marks.size }));
}

function makeWord(unit, index) {
  const button = make("button", unit.glued ? "game-word game-glued" : "game-word");
  button.type = "button";
  button.tabIndex = index ? -1 : 0; // one tab stop; the arrow keys move along the words
  button.append(make("bdi", "game-text", unit.text));
  button.addEventListener("click", () => toggle(index));
  button.addEventListener("focus", () => {
    for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
  });
  const judged = value.result?.units[index];
  if (!judged) {
    button.setAttribute("aria-pressed", "false");
    return button;
  }
  const found = outcomeOf(judged);
  button.dataset.outcome = found;
  button.setAttribute("aria-pressed", String(judged.marked));
  button.setAttribute("aria-disabled", "true");
  const sign = make("span", "game-sign", GAME_SIGNS[found]);
  sign.setAttribute("aria-hidden", "true");
  button.append(sign, make("span", "unseen", `, ${value.words[`say_${found}`]}`));
  if (judged.was !== null) button.append(make("bdi", "game-was", say(value.words.was, { word: judged.was })));
  return button;
}

function playerName(player) {
  return player.step === null ? value.words.you : say(value.words.model, { step: player.step.toLocaleString("en") });
}

function makeTable(caption, players) {
  const table = make("table", "game-table");
  const top = make("tr");
  for (const key of ["player", "caught", "missed", "alarms", "points"]) {
    const cell = make("th", "", value.words[key]);
    cell.scope = "col";
    top.append(cell);
  }
  const body = players.map((player) => {
    const row = make("tr", player.step === null ? "game-you" : "game-model");
    const name = make("th", "", playerName(player));
    name.scope = "row";
    row.append(name, ...["caught", "missed", "alarms", "points"].map((key) => make("td", "", player[key])));
    return row;
  });
  const inner = make("tbody");
  inner.append(top, ...body);
  table.append(make("caption", "", caption), inner);
  return table;
}

// Of a run that goes on training the steps may differ between rounds: the newest names stand.
function added(rounds) {
  return value.result.players.map((player, place) => {
    const sum = (key) => rounds.reduce((total, round) => total + (round[place]?.[key] ?? 0), 0);
    const calls = { caught: sum("caught"), missed: sum("missed"), alarms: sum("alarms") };
    return { ...player, ...calls, points: sum("points") };
  });
}

function verdict(players) {
  const you = players[0].points;
  const model = players.at(-1).points;
  const key = you > model ? "won" : you < model ? "lost" : "drawn";
  return say(value.words[key], { you, model });
}

function drawResult() {
  const { result, words } = value;
  if (!result) {
    outcome.textContent = "";
    tables.replaceChildren();
    return;
  }
  const played = tally.get(value.run) ?? tally.set(value.run, new Map()).get(value.run);
  const isLast = !played.has(value.round) && played.size + 1 === value.rounds;
  played.set(value.round, result.players);
  const rounds = [...played.values()];
  const all = added(rounds);
  const told = [verdict(result.players)];
  if (isLast && value.rounds > 1) told.push(say(words.over, { count: rounds.length, verdict: verdict(all) }));
  outcome.textContent = told.join(" ");
  const shown = [makeTable(words.this, result.players)];
  if (rounds.length > 1) shown.push(makeTable(say(words.tally, { count: rounds.length }), all));
  tables.replaceChildren(...shown);
}

function draw() {
  const { words, units, result } = value;
  for (const part of [head, ask, flow, foot, outcome, tables, reading]) part.hidden = !units.length;
  empty.hidden = units.length > 0;
  empty.textContent = words.empty;
  if (!units.length) return;
  head.textContent = say(words.round, { round: value.round, rounds: value.rounds });
  ask.textContent = words.ask;
  flow.setAttribute("aria-label", words.words);
  check.textContent = words.check;
  next.textContent = `${words.next} ›`;
  reading.textContent = words.reading;
  marks = new Set();
  buttons = units.map(makeWord);
  flow.replaceChildren(...buttons);
  ask.hidden = check.hidden = marked.hidden = Boolean(result);
  next.classList.toggle("game-check", Boolean(result));
  marked.textContent = say(words.marked, { count: 0 });
  drawResult();
}

flow.addEventListener("keydown", (event) => {
  const rightward = getComputedStyle(flow).direction === "rtl" ? -1 : 1;
  const by = { ArrowRight: rightward, ArrowLeft: -rightward }[event.key];
  const at = buttons.indexOf(document.activeElement);
  if (!by || at < 0) return;
  event.preventDefault();
  buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)].focus();
});
check.addEventListener("click", () => trigger("submit", { round: value.round, marks: [...marks] }));
next.addEventListener("click", () => trigger("select", { round: value.round + 1 }));

onValue((newest) => {
  const answered = newest.result && sheet.contains(document.activeElement);
  const turned = value !== null && value.round !== newest.round && sheet.contains(document.activeElement);
  // A value that comes again, as at every look of the page, must not wipe out the marks.
  if (JSON.stringify(value) === JSON.stringify(newest)) return;
  value = newest;
  draw();
  if (value.units.length && value.round > 0 && (turned || answered)) {
    writeAddress({ run: value.run, round: value.round });
    (answered ? next : buttons[0]).focus();
  }
});
