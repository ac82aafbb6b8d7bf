// The line and the sign by which a run is known in a comparison, by its place among the chosen ones.
// They are those of studio/charts/compared.py.

const RUN_DASHES = ["", "8 5", "2 4", "8 4 2 4", "14 5", "14 4 2 4"];
const RUN_SIGNS = [
  "M26 5a5 5 0 1 1 0 10a5 5 0 1 1 0 -10Z",
  "M21.5 5.5h9v9h-9Z",
  "M26 3.5l6.5 6.5l-6.5 6.5l-6.5 -6.5Z",
  "M26 4l6 10.5h-12Z",
  "M24 4h4v4h4v4h-4v4h-4v-4h-4v-4h4Z",
  "M22 3.5l4 4l4 -4l2.5 2.5l-4 4l4 4l-2.5 2.5l-4 -4l-4 4l-2.5 -2.5l4 -4l-4 -4Z",
];

function drawRunLine(place) {
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, entry] of Object.entries(attributes)) node.setAttribute(name, entry);
    return node;
  };
  const picture = make("svg", { class: "run-line", viewBox: "0 0 52 20", "aria-hidden": "true" });
  picture.append(
    make("line", { x1: 1, y1: 10, x2: 51, y2: 10, "stroke-dasharray": RUN_DASHES[place] }),
    make("path", { d: RUN_SIGNS[place] }),
  );
  return picture;
}
