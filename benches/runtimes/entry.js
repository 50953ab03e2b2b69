// The code of a bundle's entry: one runtime's contestants, given to what a file beside makes of them.

import { filesFor } from "../contestants/list.js";

const folder = new URL("..", import.meta.url).pathname;

/** @param {string} runtime @param {string} made a file here, with a function `serve` as its default @returns {{ contents: string, resolveDir: string }} */
export const entry = (runtime, made) => ({
  contents: [
    ...filesFor[runtime].map((file, at) => `import * as c${at} from "./contestants/${file}.js";`),
    `import serve from "./runtimes/${made}";`,
    `export default serve([${filesFor[runtime].map((_, at) => `c${at}`).join()}]);`,
  ].join("\n"),
  resolveDir: folder,
});
