import { nodeResolve } from "@rollup/plugin-node-resolve";

export default {
  input: "server.js",
  plugins: [nodeResolve({ exportConditions: process.env.CONDITIONS?.split(",") ?? [] })],
  output: { file: "out/server.mjs", format: "es" },
};
