// Each contestant as one file, minified: as it is deployed.

import { build } from "esbuild";

const folder = new URL("..", import.meta.url).pathname;

/** @param {string} file @param {import("esbuild").BuildOptions} options @returns {Promise<string>} */
export async function bundle(file, options) {
  const { outputFiles } = await build({
    entryPoints: [folder + file], bundle: true, minify: true, format: "esm", target: "es2024", write: false, logLevel: "error",
    outdir: folder, loader: { ".wasm": "copy" }, assetNames: "[name]", ...options,
  });
  return outputFiles.find(({ path }) => path.endsWith(".js")).text;
}
