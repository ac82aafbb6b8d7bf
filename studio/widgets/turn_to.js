// Draws nothing: turns every strip of the page to the sentence it is given, once.

widgetRoot.hidden = true;

onValue(({ sentence }) => {
  props.value = {}; // this widget may be made anew, when the reader has long turned elsewhere
  writeAddress({ sentence, token: null });
});
