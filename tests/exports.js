// @ts-check
// The crate without its feature `npm`: nothing of the border is left in a module of somebody's own, as on Workers in Rust.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "waxseal-exports-"));

/** What a module exports under names that are not wasm-bindgen's own; and its memory. @param {string[]} features */
function exportsWith(features) {
  const run = (/** @type {string} */ program, /** @type {string[]} */ ...words) => execFileSync(program, words, { cwd: root, stdio: "inherit" });
  run("cargo", "build", "--lib", "--locked", "--target", "wasm32-unknown-unknown", ...features);
  const built = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "wasm32-unknown-unknown/debug/waxseal.wasm");
  run("wasm-bindgen", "--target", "web", "--out-dir", work, "--out-name", "it", built);
  const module = new WebAssembly.Module(readFileSync(join(work, "it_bg.wasm")));
  return WebAssembly.Module.exports(module).map(({ name }) => name).filter((name) => !name.startsWith("__"));
}

try {
  const border = exportsWith([]).length > 25;
  const left = exportsWith(["--no-default-features"]).filter((name) => name !== "memory");
  if (!border) console.error("FAILED: with the feature npm the border's functions are not there");
  if (left.length > 0) console.error(`FAILED: without the feature npm there is still ${left.join(", ")}`);
  const failed = Number(!border) + Number(left.length > 0);
  console.log(`${2 - failed} passed, ${failed} failed`);
  process.exitCode = failed;
} finally {
  rmSync(work, { recursive: true, force: true });
}
