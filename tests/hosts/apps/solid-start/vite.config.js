import { solidStart } from "@solidjs/start/config";

export default {
  plugins: [solidStart({ middleware: "./src/middlewares.js", serverFunctions: { onError: "./src/server-fn-error.js" } })],
  resolve: { noExternal: true },
};
