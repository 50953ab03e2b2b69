// The pages that go into the tarball beside the code, as npm shows them: `node pack.js` before it is packed, `node pack.js --undo` after.
//
// A link to a page that is in the tarball stays. Any other is absolute, if package.json has an address; while that is a placeholder
// (a name under .invalid, which nobody can own: RFC 2606) it is text, and a picture is left out.

import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, normalize, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const pkg = join(root, "pkg");
const docs = (await readdir(join(root, "docs"))).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`);
const PAGES = ["README.md", "SECURITY.md", "CHANGELOG.md", ...docs];
const LICENSES = ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"];

const { repository } = JSON.parse(await readFile(join(pkg, "package.json"), "utf8"));
const address = /\.invalid\//.test(repository.url) ? undefined : repository.url.replace(/^git\+/, "").replace(/\.git$/, "");

/** Where a file of the repository is in the tarball. */
const packed = (/** @type {string} */ path) => (PAGES.includes(path) || LICENSES.includes(path) ? path : path === "pkg/kv/README.md" ? "kv/README.md" : undefined);

/** @param {string} page @param {string} text */
function asPacked(page, text) {
  return text.replace(/^!\[([^\]]*)\]\(([^)]+)\)\n\n?/gm, (_, alt, target) => (address ? `![${alt}](${address}/raw/main/${inRepository(page, target)})\n\n` : ""))
    .replace(/(?<!!)\[([^\]]*)\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g, (_, label, target, anchor = "") => {
      const path = inRepository(page, target);
      const inTarball = packed(path);
      if (inTarball) return `[${label === path ? inTarball : label}](${relative(dirname(page), inTarball)}${anchor})`;
      if (address) return `[${label}](${address}/blob/main/${path}${anchor})`;
      return label === path ? `\`${path}\` of the repository` : `${label} (\`${path}\` of the repository)`;
    });
}

/** @param {string} page @param {string} target */
function inRepository(page, target) {
  return normalize(join(dirname(page), target));
}

if (process.argv.includes("--undo")) {
  for (const path of ["docs", ...PAGES, ...LICENSES]) await rm(join(pkg, path), { recursive: true, force: true });
} else {
  await mkdir(join(pkg, "docs"), { recursive: true });
  for (const license of LICENSES) await cp(join(root, license), join(pkg, license));
  for (const page of PAGES) await writeFile(join(pkg, page), asPacked(page, await readFile(join(root, page), "utf8")));
}
