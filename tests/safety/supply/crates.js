// @ts-check
// The crates that are compiled into the npm package's module, as cargo knows them.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** @typedef {{ name: string, version: string, license: string, checksum: string, source: string }} Crate */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const TREE = ["tree", "--locked", "--offline", "--features", "allocator", "--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}|{l}"];

/** What a lock file says of each; Cargo.lock of the workspace if none is named. @param {string | URL} [file] @returns {Crate[]} */
export function locked(file = new URL("../../../Cargo.lock", import.meta.url)) {
  const packages = readFileSync(file, "utf8").split("[[package]]").slice(1);
  return packages.map((text) => {
    const of = (/** @type {string} */ name) => new RegExp(`^${name} = "(.*)"$`, "m").exec(text)?.[1] ?? "";
    return { name: of("name"), version: of("version"), checksum: of("checksum"), source: of("source"), license: "" };
  });
}

/** Without our own. @returns {Crate[]} */
export function crates() {
  const all = locked();
  const lines = execFileSync("cargo", TREE, { cwd: root, encoding: "utf8" }).split("\n").map((line) => line.replace(/ \(\*\)$/, "")).filter(Boolean);
  return [...new Set(lines)].sort().flatMap((line) => {
    const [, name, version, license] = /^(\S+) v(\S+).*\|(.*)$/.exec(line) ?? [];
    if (name === "waxseal") return [];
    const found = all.find((crate) => crate.name === name && crate.version === version);
    if (!found) throw new Error(`Cargo.lock lacks ${line}`);
    return [{ ...found, license: license.replaceAll("/", " OR ") }];
  });
}

/** Everything that Cargo.lock has, the tests' too. */
export const sources = () => [...new Set(locked().map(({ source }) => source).filter(Boolean))];

/** CycloneDX 1.6, the same for the same lock: https://cyclonedx.org/docs/1.6/json/ */
export function sbom() {
  const { version, license } = JSON.parse(readFileSync(new URL("../../../pkg/package.json", import.meta.url), "utf8"));
  const components = crates().map(({ name, version, license, checksum }) => ({
    "bom-ref": `pkg:cargo/${name}@${version}`, type: "library", name, version, purl: `pkg:cargo/${name}@${version}`,
    hashes: [{ alg: "SHA-256", content: checksum }], licenses: [{ expression: license }],
  }));
  const own = `pkg:npm/waxseal@${version}`;
  return {
    bomFormat: "CycloneDX", specVersion: "1.6", version: 1,
    metadata: { component: { "bom-ref": own, type: "library", name: "waxseal", version, purl: own, licenses: [{ expression: license }] } },
    components,
    dependencies: [{ ref: own, dependsOn: components.map(({ purl }) => purl) }],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(`${JSON.stringify(sbom(), null, 2)}\n`);
