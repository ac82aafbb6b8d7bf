// A sentence under judgement. The threshold is the reader's and outlives new sentences.

const sheet = make("section", "sheet verdict");
const empty = make("p", "sheet-empty");
const strip = make("ol", "verdict-strip");
const foot = make("div", "verdict-foot");
const dial = make("label", "verdict-dial");
const dialName = make("span");
const slider = make("input", "quiet-range");
const dialShare = make("span", "verdict-dial-share"); // an output would be read out at every move
const counts = make("p", "verdict-counts");
const scale = make("p", "sheet-reading verdict-scale");
const reading = make("p", "sheet-reading");
Object.assign(slider, { type: "range", min: 1, max: 99, step: 1, value: 50 });
strip.dir = "auto";
dial.append(dialName, slider, dialShare);
foot.append(dial, counts);
sheet.append(empty, strip, foot, scale, reading);
widgetRoot.append(sheet);

let marks = [];
let value = null;

function drawToken(token) {
  const item = make("li", token.glued ? "verdict-token verdict-glued" : "verdict-token");
  const text = make("span", "verdict-text token-fill", token.text);
  const share = make("span", "verdict-share", percent(token.share));
  const mark = make("span", "unseen");
  text.dir = "auto";
  text.style.setProperty("--share", `${token.share * 100}%`);
  item.append(text, share, mark);
  marks.push({ item, mark, share: token.share });
  return item;
}

// Pieces that touch wrap as one word.
function drawTokens(tokens) {
  marks = [];
  const groups = [];
  for (const token of tokens) {
    if (!token.glued || !groups.length) groups.push([]);
    groups.at(-1).push(drawToken(token));
  }
  strip.replaceChildren(...groups.flatMap((group, at) => (at ? [make("wbr"), ...group] : group)));
}

function recount() {
  const threshold = Number(slider.value) / 100;
  let count = 0;
  for (const { item, mark, share } of marks) {
    const marked = share >= threshold;
    count += marked;
    item.classList.toggle("verdict-marked", marked);
    onlyIfChanged(mark, marked ? `, ${value.words.marked}` : "");
  }
  const sentence = count ? value.words.counts : value.words.counts_none;
  onlyIfChanged(counts, say(sentence, { count, total: marks.length }));
  dialShare.textContent = percent(threshold);
  slider.style.setProperty("--share", percent(threshold));
  slider.setAttribute("aria-valuetext", `${percent(threshold)}: ${counts.textContent}`);
}

slider.addEventListener("input", recount);

onValue((newest) => {
  value = newest;
  const { words, tokens } = value;
  for (const part of [strip, foot, scale, reading]) part.hidden = !tokens.length;
  empty.hidden = Boolean(tokens.length);
  empty.textContent = words.empty;
  dialName.textContent = words.threshold;
  strip.setAttribute("aria-label", words.strip);
  reading.textContent = words.reading;
  scale.replaceChildren(`${words.scale} 0% `, make("span", "token-scale"), " 100%");
  drawTokens(tokens);
  recount();
});
