export default {
  mode: "production",
  entry: "./server.js",
  target: "node20",
  experiments: { outputModule: true },
  output: { path: import.meta.dirname + "/out", filename: "server.mjs", module: true },
};
