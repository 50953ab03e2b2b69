// @ts-check
// A server for Node as one file, moved away: it has the WebAssembly in it, whatever its format.

import { dirname } from "node:path";
import { equal, ok } from "../conformance/check.js";
import { counts } from "./visits.js";

/** @typedef {import("./app.js").App} App */

/** @param {string} file that it writes @param {[string, ...string[]]} command */
const bundle = (file, ...command) => ({
  app: "bundle",
  async try(/** @type {App} */ app) {
    await app.run(...command);
    equal((await app.list(dirname(file))).join(), file.slice(file.lastIndexOf("/") + 1), "what was written");
    const folder = await app.move(file);
    await app.serve(["node", file], "/", counts, folder);
  },
});

/** Once moved, it ends with this. @param {App} app @param {string} file @param {RegExp} message */
async function refuses(app, file, message) {
  const folder = await app.move(file);
  const said = await app.runIn(folder, "node", file).then(() => "nothing: it runs", (error) => String(error.message));
  ok(message.test(said), said);
}

/** @type {[string, ...string[]]} */
const rollup = ["rollup", "-c", "rollup.config.js"];
/** @type {[string, ...string[]]} */
const esbuild = ["esbuild", "server.js", "--bundle", "--platform=node", "--log-level=error"];

/** @type {import("./hosts.js").Hosts} */
export const bundles = {
  "esbuild, ES modules for Node": bundle("out/server.mjs", ...esbuild, "--format=esm", "--outfile=out/server.mjs"),
  "esbuild, CommonJS": bundle("out/server.cjs", ...esbuild, "--format=cjs", "--outfile=out/server.cjs"),
  "rolldown, ES modules for Node": bundle("out/server.mjs", "rolldown", "server.js", "--platform", "node", "--format", "esm", "--file", "out/server.mjs"),
  "rolldown, CommonJS": bundle("out/server.cjs", "rolldown", "server.js", "--platform", "node", "--format", "cjs", "--file", "out/server.cjs"),
  // rollup itself knows no platform.
  "rollup for Node, told so": bundle("out/server.mjs", "env", "CONDITIONS=node", ...rollup),
  "rollup for Node, not told: a clear error": {
    app: "bundle",
    async try(app) {
      await app.run(...rollup);
      await refuses(app, "out/server.mjs", /waxseal: .*waxseal_bg\.wasm can't be fetched; where this is Node, have the bundler take/);
    },
  },
  "webpack, ES modules for Node": bundle("out/server.mjs", "webpack", "--config", "webpack.config.js"),
  "webpack, CommonJS": bundle("out/server.cjs", "webpack", "--config", "webpack.cjs.js"),
  "esbuild, CommonJS, other conditions and \"module\"": bundle("out/server.cjs", ...esbuild, "--format=cjs", "--conditions=mine,module", "--outfile=out/server.cjs"),
  // Conditions of one's own take "module" away: then the file is looked for, beside the bundle and where waxseal is installed.
  "esbuild, ES modules for Node, other conditions": {
    app: "bundle",
    async try(app) {
      await app.run(...esbuild, "--format=esm", "--conditions=mine", "--outfile=out/server.mjs");
      await app.serve(["node", "out/server.mjs"], "/", counts);
      await refuses(app, "out/server.mjs", /waxseal: .*waxseal_bg\.wasm is not there: copy waxseal\/waxseal\.wasm to it, have the bundler take/);
    },
  },
  "esbuild, CommonJS, other conditions: a clear error": {
    app: "bundle",
    async try(app) {
      await app.run(...esbuild, "--format=cjs", "--conditions=mine", "--outfile=out/server.cjs");
      await refuses(app, "out/server.cjs", /waxseal: is an ES module and was bundled to CommonJS.*have the bundler take/);
    },
  },
};
