// Bundles the pages' style sheet and scripts, and the query editor, into static/built.
// Run by build.py; every address that the pages load stays on the machine that serves them.
import { build } from "esbuild";
import { mkdir, readdir, rm } from "node:fs/promises";

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
const own = (await readdir("static")).filter((name) => /\.(css|js)$/.test(name));
await build({ ...common, format: "esm", entryPoints: own.map((name) => `static/${name}`) });
await build({ ...common, format: "iife", entryPoints: ["editor/editor.js"], legalComments: "linked" });
