// @ts-check
// The types, compiled by tsc: each way of module resolution by each set of the platform's types; and the package's own code by pkg/tsconfig.json.

import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { print } from "../conformance/print.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const pkg = fileURLToPath(new URL("../../pkg", import.meta.url));
const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

const RESOLUTIONS = { node16: "node16", nodenext: "nodenext", bundler: "esnext" };
/** @type {Record<string, { lib: string[], types?: string[], own?: string[], skipLibCheck?: boolean }>} */
const PLATFORMS = {
  neither: { lib: ["es2022"] },
  DOM: { lib: ["es2022", "dom", "dom.iterable"], own: ["dom.ts"] },
  "workers-types": { lib: ["es2022"], types: ["@cloudflare/workers-types"], own: ["workers.ts"] },
  Node: { lib: ["es2022"], types: ["node"], own: ["dom.ts", "node.ts"] },
  // Their own declarations are theirs to keep right.
  "clients of services": { lib: ["es2022"], types: ["node"], own: ["clients.ts"], skipLibCheck: true },
};
const EVERYWHERE = readdirSync(here).filter((file) => file.endsWith(".ts") && !["mistakes.ts", "dom.ts", "workers.ts", "clients.ts", "node.ts"].includes(file));

/** @type {Record<string, { passed: number, failed: number }>} */
const counts = {};
/** @type {string[]} */
const failures = [];
// Inside of this folder, so that the package and its types are found as a user's project finds them.
const folder = await mkdtemp(join(here, "tmp-"));
try {
  // Every subpath compiles by itself, wherever it is imported.
  const declarations = readdirSync(pkg, { recursive: true, encoding: "utf8" }).filter((file) => /^(kv\/)?[\w-]+\.d\.ts$/.test(file));
  const subpaths = declarations.map((file) => (file === "index.d.ts" ? "waxseal" : `waxseal/${file.slice(0, -5)}`));
  await writeFile(join(folder, "subpaths.ts"), subpaths.map((path) => `import {} from "${path}";\n`).join(""));
  for (const [platform, { lib, types = [], own = [], skipLibCheck = false }] of Object.entries(PLATFORMS)) {
    const count = (counts[`types: ${platform}`] = { passed: 0, failed: 0 });
    for (const [moduleResolution, module] of Object.entries(RESOLUTIONS)) {
      const config = join(folder, "tsconfig.json");
      await writeFile(config, JSON.stringify({
        compilerOptions: { strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck, target: "es2022", module, moduleResolution, lib, types },
        files: ["subpaths.ts", ...[...EVERYWHERE, ...own].map((file) => `../${file}`)],
      }));
      const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "--project", config], { encoding: "utf8" });
      if (status === 0) count.passed++;
      else (count.failed++, failures.push(`${platform}, ${moduleResolution}\n${stdout}${stderr}`));
    }
  }
  // Before TypeScript 5.7 these have no parameter: a declaration that gives one is an error there, of whoever checks libraries, too.
  const before = (counts["types: compilers of before"] = { passed: 0, failed: 0 });
  for (const file of declarations) {
    const found = /\b((?:Uint|Int|Float|Big)\w*Array|ArrayBufferView|DataView|Buffer)</.exec(await readFile(join(pkg, file), "utf8"));
    if (found === null) before.passed++;
    else (before.failed++, failures.push(`${file}: ${found[1]}<…> is none to TypeScript 5.6`));
  }
  const own = spawnSync(process.execPath, [tsc, "--project", pkg], { encoding: "utf8" });
  counts["types: the package's own code"] = { passed: own.status === 0 ? 1 : 0, failed: own.status === 0 ? 0 : 1 };
  if (own.status !== 0) failures.push(`pkg/tsconfig.json\n${own.stdout}${own.stderr}`);
  const count = (counts["types: mistakes, where they are told"] = { passed: 0, failed: 0 });
  const config = join(folder, "mistakes.json");
  await writeFile(config, JSON.stringify({
    compilerOptions: { strict: true, exactOptionalPropertyTypes: true, noEmit: true, target: "es2022", module: "nodenext", lib: ["es2022"], types: [] },
    files: ["../mistakes.ts"],
  }));
  const { stdout } = spawnSync(process.execPath, [tsc, "--project", config, "--pretty", "false"], { encoding: "utf8" });
  const told = new Map(stdout.split(/^(?=\S)/m).map((error) => [Number(/\((\d+),\d+\): error/.exec(error)?.[1]), error]));
  const lines = (await readFile(join(here, "mistakes.ts"), "utf8")).split("\n");
  for (const [at, line] of lines.entries()) {
    const words = /\/\/~ (.*)/.exec(line)?.[1];
    const error = told.get(at + 1);
    if (words === undefined && error === undefined) continue;
    if (words !== undefined && error?.includes(words)) count.passed++;
    else (count.failed++, failures.push(`mistakes.ts, line ${at + 1}: ${words ? `is to say "${words}"` : "is right"}, and the compiler says ${error ?? "nothing"}`));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = print(counts, failures) ? 0 : 1;
