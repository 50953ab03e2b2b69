import { solidStart } from "@solidjs/start/config";

export default {
  plugins: [solidStart({ middleware: "./src/middlewares.js", serverFunctions: { onError: "./src/server-fn-error.js" } })],
  // One copy of it, in the walk too, whose files are elsewhere.
  resolve: { dedupe: ["waxseal"], noExternal: true },
};
