// What the widget has of the chosen sentence, and the asking for what it lacks.

const FINE = 1000;
const ASK_AGAIN = 5000; // milliseconds after which a question counts as lost

// rows: [{step, shares, put: {token: {text, joined, replaced, original}}}]
let past = null;
let asked = null;

function fresh(head, sentence) {
  return { run: head.run, launch: head.launch, sentence, until: -1, tokens: [], rows: [] };
}

function holds(known, head, sentence) {
  return known && known.run === head.run && known.launch === head.launch && known.sentence === sentence;
}

// Asks for the rows that are missing, one question at a time, and hands the answer to `bring`, nothing where
// there was none.
function askForMissing(head, sentence, bring) {
  if (!holds(past, head, sentence)) past = fresh(head, sentence);
  if (past.until >= head.newest) return;
  const wanted = { run: head.run, launch: head.launch, sentence, since: past.until };
  const again = asked && JSON.stringify(asked.wanted) === JSON.stringify(wanted);
  if (again && Date.now() - asked.at < ASK_AGAIN) return;
  asked = { wanted, at: Date.now() };
  askStudio("history", wanted).then(
    (part) => (part ? bring(part) : setTimeout(bring, ASK_AGAIN)),
    () => setTimeout(bring, ASK_AGAIN),
  );
}

// Adds an answer's rows where they go on from what is there; any other answer was for another question.
function take(part) {
  if (!holds(past, part, part.sentence) || part.since !== past.until) return;
  asked = null;
  if (part.tokens.length) past.tokens = part.tokens;
  const hidden = past.tokens.flatMap((token, index) => (token.hidden ? [index] : []));
  for (const [step, shares, put] of part.rows) {
    const filled = put.map(([seen, original], at) => [hidden[at], puttings(hidden[at], seen, original)]);
    past.rows.push({ step, shares: shares.map((share) => share / FINE), put: Object.fromEntries(filled) });
  }
  past.until = part.until;
}

function puttings(index, seen, original) {
  const [text, joined] = seen ?? past.tokens[index].seen;
  return { text, joined, replaced: seen !== null, original: original / FINE };
}

// A token at a row in the form that the strips paint.
function tokenAt(row, index) {
  const token = past.tokens[index];
  const put = row.put[index] ?? { text: token.seen[0], joined: token.seen[1], replaced: false };
  return { ...token, own: { ...put, token: put.text, share: row.shares[index] } };
}
