// Bundles the pages' style sheet and scripts, the query editor and the page of the REST operations, into static/built.
// Run by build.py; every address that the pages load stays on the machine that serves them.
import { build } from "esbuild";
import { mkdir, rm } from "node:fs/promises";

const target = "static/built";
const common = {
  bundle: true,
  minify: true,
  logLevel: "warning",
  target: ["es2022"],
  outdir: target,
  loader: { ".svg": "dataurl", ".png": "dataurl" },
};

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
await build({ ...common, format: "esm", entryPoints: ["static/site.css", "static/site.js"] });
await build({ ...common, format: "iife", entryPoints: ["editor/editor.js", "api/api.js"], entryNames: "[name]", legalComments: "linked" });
