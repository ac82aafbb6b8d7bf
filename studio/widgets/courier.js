// Draws nothing: hands the values that came in one answer to the widgets they are for, as plain objects.
// What came last stays here by id, for widgets that are made later, when their tab is first opened.

widgetRoot.hidden = true;
window.electraPosts ??= new Map();

onValue(({ posts }) => {
  for (const [id, value] of Object.entries(JSON.parse(posts))) {
    window.electraPosts.set(id, value);
    window.dispatchEvent(new CustomEvent("electra:post", { detail: { id, value } }));
  }
});
