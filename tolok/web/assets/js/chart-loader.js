// The charts on a page are pictures made by the server. [data-chart] may become a live one: the
// library is fetched when its button is pressed, or at once for data-chart="auto".
let library = null;

async function draw(figure) {
  library ??= import("./charts.js");
  await (await library).draw(figure);
}

function start(root) {
  for (const figure of root.querySelectorAll('[data-chart="auto"]')) draw(figure);
  for (const button of root.querySelectorAll("[data-chart-draw]")) button.hidden = false;
}

start(document);
addEventListener("htmx:afterSwap", ({ detail }) => start(detail.target));
addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-chart-draw]");
  if (!button) return;
  button.hidden = true;
  draw(button.closest("[data-chart]"));
});
