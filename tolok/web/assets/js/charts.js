// Draws a Vega-Lite spec from the page itself, with an interpreter instead of eval, in the page's
// own colours. It never loads anything from anywhere.
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// The same names as the styles in tolok/render/vega.py.
function theme() {
  const [text, muted, grid, s1] = ["--text", "--muted", "--grid", "--s1"].map(token);
  const series = ["--s1", "--s2", "--s3", "--s4"].map(token);
  const axis = { labelColor: muted, titleColor: muted, gridColor: grid, domainColor: grid, tickColor: grid, ticks: false, labelPadding: 8 };
  return {
    background: null,
    font: token("--font"),
    axis,
    axisY: { domain: false },
    view: { stroke: null },
    title: { color: text, fontSize: 14, fontWeight: 600 },
    legend: { labelColor: muted, titleColor: muted },
    range: { category: series },
    style: {
      measured: { color: s1, strokeWidth: 2 },
      ideal: { color: muted, strokeWidth: 1.5, strokeDash: [4, 4] },
      before: { color: muted, strokeWidth: 1.5, strokeDash: [3, 3] },
      forecast: { color: s1, strokeWidth: 2, strokeDash: [1, 5], strokeCap: "round" },
      band: { color: s1, fillOpacity: 0.15 },
      target: { color: text, strokeWidth: 1.5 },
      break: { color: token("--warn"), strokeDash: [2, 3] },
      today: { color: token("--line-strong") },
      gap: { color: token("--line"), fillOpacity: 0.6 },
      column: { color: s1 },
      point: { color: s1 },
      label: { color: text },
    },
  };
}

const live = new Map();

export async function draw(figure) {
  const data = figure.querySelector('script[type="application/json"]');
  if (!data) return;
  live.get(figure)?.finalize();
  const spec = { ...JSON.parse(data.textContent), width: "container" };
  let place = figure.querySelector(".chart-live");
  if (!place) {
    place = document.createElement("div");
    place.className = "chart-live";
    figure.querySelectorAll(":scope > svg").forEach((svg) => svg.setAttribute("hidden", ""));
    data.before(place);
  }
  delete spec.config;
  const view = await embed(place, spec, {
    ast: true,
    expr: expressionInterpreter,
    renderer: "svg",
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    config: theme(),
    loader: { load: () => Promise.reject(new Error("charts load nothing")) },
  });
  live.set(figure, view);
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const figure of live.keys()) draw(figure);
});
