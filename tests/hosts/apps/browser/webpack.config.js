export default {
  mode: "production",
  entry: "./plain.js",
  target: "webworker",
  output: { path: import.meta.dirname + "/out", filename: "plain.js" },
};
