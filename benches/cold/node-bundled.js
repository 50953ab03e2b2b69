// Cold starts in Node of what a bundler made: fewer files to find and to read.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { spawnSync } from "node:child_process";
import { MODULES } from "../base.js";
import { bundle } from "./bundles.js";
import { DEPLOYED } from "../runtimes/lines.js";
import { startersFor } from "./starters.js";

/** CommonJS in the bundle asks for Node's own modules. */
const BANNER = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

export async function coldBundles() {
  const folder = mkdtempSync(join(tmpdir(), "waxseal-cold-"));
  for (const name of ["js", "wasm"]) mkdirSync(join(folder, name));
  for (const [name, url] of Object.entries(MODULES)) copyFileSync(url, join(folder, "wasm", name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const put = async (name, file) => {
    const path = join(folder, "js", `${name}.js`);
    const code = await bundle(file, { platform: "node", conditions: ["node"] });
    writeFileSync(path, code.includes("Dynamic require of") ? BANNER + code : code);
    return path;
  };
  const fresh = await put("fresh", "cold/fresh.js");
  const run = (path, headers = [], wanted = 0) => {
    const { stdout, stderr } = spawnSync(process.execPath, [fresh, pathToFileURL(path).href, JSON.stringify(headers), String(wanted)], { encoding: "utf8", env: DEPLOYED });
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const empty = await put("empty", "cold/empty.js");
  const starters = [];
  // What has a native add-on stays outside of any bundle.
  for (const { name, kind, file, headers, wanted } of (await startersFor("node")).filter((one) => !one.file.endsWith("/fastify.js"))) {
    const path = await put(`c${starters.length}`, file);
    starters.push({ name, kind, start: () => run(path, headers, wanted) });
  }
  return { starters, empty: () => run(empty), stop: () => rmSync(folder, { recursive: true }) };
}
