import node from "@astrojs/node";
import { logHandlers } from "astro/config";

export default {
  output: "server",
  adapter: node({ mode: "middleware" }),
  // Errors are what is tried here.
  logger: logHandlers.console({ level: "silent" }),
  security: { checkOrigin: false },
  image: { service: { entrypoint: "astro/assets/services/noop" } },
  // One copy of it, here and in who looks at the app.
  vite: { ssr: { external: ["waxseal", "waxseal/astro"] } },
};
