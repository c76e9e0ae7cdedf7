// Bundles our styles and scripts into assets/built/. app.css and app.js keep their names (the server
// adds a hash to the address); what app.js loads later carries its hash in its name.
import { build, context } from "esbuild";
import { rm } from "node:fs/promises";

const here = new URL(".", import.meta.url).pathname;
const options = {
  absWorkingDir: here,
  entryPoints: ["css/app.css", "js/app.js", "icon.svg"],
  loader: { ".svg": "copy" },
  outdir: "built",
  entryNames: "[name]",
  chunkNames: "[name]-[hash]",
  splitting: true,
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
