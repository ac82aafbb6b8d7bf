// Draws nothing: asks for what is new and hands each widget the value it is to show, as a plain object.
// What came last stays here by id, for widgets that are made later, when their tab is first opened. Where
// nobody answers it says so, because all that stands on the page looks as alive as before.

widgetRoot.hidden = true;
window.electraPosts ??= new Map();

let cursor = null; // what this page shows: digests of what was brought, and what was chosen then
let isAsking = false;
let isLost = false; // the last question had no answer
let unanswered = 0; // questions in a row
let isTold = false; // that nobody answers
let studio; // which start of the studio this page is of

studioId().then(
  (id) => (studio = id),
  () => {},
);

onValue((value) => {
  if (value.posts) deliver(value);
  else cursor ??= value; // this widget was made anew
});
setInterval(ask, constants.seconds * 1000);
document.addEventListener("visibilitychange", () => {
  isLost ||= document.hidden; // it may be another studio when somebody looks again
  ask();
});

// Answers may overtake each other. The cursor counts what did arrive, in the order of arrival, so whatever an
// answer that came late has undone is new again at the next question.
function deliver({ posts, brought, values }) {
  cursor = {
    digests: { ...cursor?.digests, ...brought },
    values: Object.assign([...(cursor?.values ?? [])], values),
  };
  props.value = cursor; // goes with every event whose handler redraws
  for (const [id, value] of Object.entries(JSON.parse(posts))) {
    window.electraPosts.set(id, value);
    post(id, value);
  }
}

function post(id, value) {
  window.dispatchEvent(new CustomEvent("electra:post", { detail: { id, value } }));
}

// Once is no reason to alarm anybody.
function count(answered) {
  unanswered = answered ? 0 : unanswered + 1;
  if (answered ? isTold : unanswered === 2) {
    isTold = !answered;
    post(constants.notices, { place: "courier", sentence: answered ? "" : constants.unanswered, tone: "bad" });
  }
}

async function ask() {
  if (document.hidden || isAsking || !cursor) return;
  isAsking = true;
  const asked = cursor;
  try {
    const news = await askStudio("news", asked);
    // A studio that was started anew numbers its events and components anew.
    if (isLost && studio && (await studioId()) !== studio) return location.reload();
    isLost = false;
    count(true);
    if (!news || asked !== cursor) return; // what another handler brought meanwhile is newer
    if (news.knock) trigger("select", {});
    else if (news.posts) deliver(news);
  } catch {
    isLost = true; // the studio is gone or busy: asked again by the next tick
    count(false);
  } finally {
    isAsking = false;
  }
}

async function studioId() {
  const answer = await fetch(new URL("gradio_api/app_id", document.baseURI));
  return (await answer.json()).app_id;
}
