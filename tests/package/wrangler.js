// @ts-check
// Cloudflare's own tool, with a Worker of app/ and with README's.

import { readFile, writeFile } from "node:fs/promises";
import { equal, ok } from "../conformance/check.js";
import { sentBack } from "../conformance/cookie.js";
import { bin } from "./project.js";
import { freePort, waitFor } from "./server.js";
import { COUNTED } from "./tools.js";

/** @typedef {import("./project.js").Project} Project */
/** @type {Record<string, (project: Project) => Promise<void>>} */
export const wrangler = {
  async "wrangler deploy --dry-run"(project) {
    await project.run(bin("wrangler"), "deploy", "--dry-run", "--outdir", "out/wrangler");
    const files = (await project.list("out/wrangler")).filter((file) => /\.(js|wasm)$/.test(file));
    equal(files.filter((file) => file.endsWith(".wasm")).length, 1, `wasm among ${files}`);
  },

  async "wrangler dev"(project) {
    await twoVisits(project, "wrangler.jsonc", (visit) => `visit ${visit} ${COUNTED}`);
  },

  async "README's Worker in a fresh project, wrangler dev"(project) {
    const readme = await readFile(project.path("node_modules/waxseal/README.md"), "utf8");
    const [, code] = /^```js\n(import \{ env \} from "cloudflare:workers";\n.*?)^```$/ms.exec(readme) ?? [];
    ok(code, "README has no Worker");
    await writeFile(project.path("readme.js"), code);
    const vars = { SECRET_KEY_BASE: "0123456789abcdef".repeat(4) };
    await writeFile(project.path("readme.json"), JSON.stringify({ name: "readme", main: "readme.js", compatibility_date: "2026-01-01", vars }));
    await twoVisits(project, "readme.json", (visit) => `visit ${visit}`);
  },
};
/** @param {Project} project @param {string} config @param {(visit: number) => string} expected */
async function twoVisits(project, config, expected) {
  const port = await freePort();
  const stop = project.start(bin("wrangler"), "dev", "--config", config, "--port", `${port}`, "--inspector-port", "0", "--show-interactive-dev-session", "false");
  try {
    const origin = `http://127.0.0.1:${port}/`;
    await waitFor(origin);
    let cookie = "";
    for (const visit of [1, 2]) {
      const response = await fetch(origin, { headers: { cookie } });
      equal(await response.text(), expected(visit), "the answer");
      equal(response.headers.getSetCookie().length, 1, "cookies");
      cookie = sentBack(response.headers.getSetCookie()[0]);
    }
  } finally {
    await stop();
  }
}
