export default {
  mode: "production",
  entry: "./server.js",
  target: "node20",
  output: { path: import.meta.dirname + "/out", filename: "server.cjs" },
};
