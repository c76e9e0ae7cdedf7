// Bundles our styles and scripts into assets/built/. Names stay fixed: the server adds the hashes.
import { build, context } from "esbuild";
import { rm } from "node:fs/promises";

const here = new URL(".", import.meta.url).pathname;
const options = {
  absWorkingDir: here,
  entryPoints: ["css/app.css", "js/app.js", "js/charts.js"],
  outdir: "built",
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  legalComments: "linked",
  logLevel: "warning",
};

await rm(`${here}built`, { recursive: true, force: true });
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
}
