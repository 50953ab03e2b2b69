import { cloudflare } from "@cloudflare/vite-plugin";
import { tanstackStart } from "@tanstack/react-start/plugin/vite";
import react from "@vitejs/plugin-react";

const forWorkers = { plugins: [cloudflare({ viteEnvironment: { name: "ssr" } })] };

const forNode = {
  plugins: [],
  environments: { ssr: { build: { rollupOptions: { input: { server: "./src/server.js", walk: "./src/walk-server.js" } } } } },
};

const { plugins, environments } = process.env.WORKERS ? forWorkers : forNode;

export default {
  plugins: [...plugins, tanstackStart(), react()],
  environments,
  resolve: { noExternal: true },
};
