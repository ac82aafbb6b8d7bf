// The pair to scale. The nodes are made once; sliders move their sizes, so changes glide.

const TALLEST = 11; // rem: the height that the deeper stack may take
const THICKEST = 1.5; // rem: the height of a layer where there are few

const sheet = make("section", "sheet pair");
const title = make("p", "sheet-title");
const towers = make("div", "pair-towers");
const table = make("div", "pair-table");
const tableName = make("strong");
const tableSize = make("span");
const shares = make("div", "pair-shares");
const sharesTitle = make("p", "pair-heading");
const sharesBar = make("div", "pair-shares-bar");
const sharesNames = make("p", "pair-shares-names");
const ratio = make("div", "pair-ratio");
const ratioTitle = make("p", "pair-heading");
const ruler = make("div", "pair-ruler");
const band = make("span", "pair-band");
const bandName = make("span", "pair-band-name");
const mark = make("span", "pair-mark");
const ratioSentence = make("p", "pair-sentence");
const reading = make("p", "sheet-reading");

function makeTower(role) {
  const tower = make("div", `pair-tower pair-${role}`);
  const stack = make("div", "pair-stack");
  const name = make("p", "pair-name");
  const purpose = make("p", "pair-purpose");
  const shape = make("p", "pair-shape");
  const count = make("p", "pair-count");
  const words = make("div", "pair-words");
  stack.setAttribute("aria-hidden", "true");
  words.append(name, purpose, shape, count);
  tower.append(words, stack);
  return { tower, stack, name, purpose, shape, count };
}

const drawn = { generator: makeTower("generator"), discriminator: makeTower("discriminator") };
const pieces = Object.fromEntries(
  ["generator", "shared", "discriminator"].map((role) => [role, make("span", `pair-piece pair-${role}`)]),
);
towers.append(drawn.generator.tower, drawn.discriminator.tower);
table.append(tableName, tableSize);
sharesBar.append(...Object.values(pieces));
sharesBar.setAttribute("aria-hidden", "true");
shares.append(sharesTitle, sharesBar, sharesNames);
ruler.append(band, bandName, mark);
ruler.setAttribute("aria-hidden", "true");
ratio.append(ratioTitle, ruler, ratioSentence);
const figures = make("div", "pair-figures");
figures.append(ratio, shares);
sheet.append(title, towers, table, figures, reading);
widgetRoot.append(sheet);

function drawTower(role, network, widest, deepest) {
  const { stack, name, purpose, shape, count } = drawn[role];
  const thickness = Math.min(THICKEST, TALLEST / deepest);
  while (stack.children.length > network.depth) stack.lastChild.remove();
  while (stack.children.length < network.depth) stack.append(make("span", "pair-layer"));
  stack.style.width = `${(network.width / widest) * 100}%`;
  stack.style.setProperty("--thickness", `${thickness}rem`);
  onlyIfChanged(name, network.name);
  onlyIfChanged(purpose, network.role);
  onlyIfChanged(shape, network.shape);
  onlyIfChanged(count, network.count);
}

function drawShares(value) {
  const named = { generator: value.generator, shared: value.shared, discriminator: value.discriminator };
  const total = Object.values(named).reduce((sum, part) => sum + part.parameters, 0) || 1;
  const said = Object.entries(named).map(([role, part]) => {
    const share = part.parameters / total;
    pieces[role].style.flexGrow = share;
    const entry = make("span", "pair-share-name");
    entry.append(make("span", `pair-dot pair-${role}`), `${part.name} ${percent(share)}`);
    return entry;
  });
  sharesNames.replaceChildren(...said);
  onlyIfChanged(sharesTitle, value.total);
}

function drawRatio(value) {
  const [low, high] = value.band;
  band.style.left = `${low * 100}%`;
  band.style.width = `${(high - low) * 100}%`;
  bandName.style.left = `${low * 100}%`;
  mark.style.left = `${Math.min(value.ratio, 1) * 100}%`;
  ratio.dataset.place = value.place;
  onlyIfChanged(ratioTitle, value.words.ratio);
  onlyIfChanged(bandName, value.words.band);
  onlyIfChanged(ratioSentence, value.ratio_sentence);
}

onValue((value) => {
  const { generator, discriminator, words } = value;
  const widest = Math.max(generator.width, discriminator.width);
  const deepest = Math.max(generator.depth, discriminator.depth);
  drawTower("generator", generator, widest, deepest);
  drawTower("discriminator", discriminator, widest, deepest);
  onlyIfChanged(title, words.title);
  onlyIfChanged(tableName, value.shared.name);
  onlyIfChanged(tableSize, value.shared.size);
  onlyIfChanged(reading, words.reading);
  drawShares(value);
  drawRatio(value);
});
