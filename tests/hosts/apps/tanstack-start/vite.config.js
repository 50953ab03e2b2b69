import { tanstackStart } from "@tanstack/react-start/plugin/vite";
import react from "@vitejs/plugin-react";

export default {
  plugins: [tanstackStart(), react()],
  // One copy of it, in the walk too, whose files are elsewhere.
  resolve: { dedupe: ["waxseal"], noExternal: true },
  environments: { ssr: { build: { rollupOptions: { input: { server: "./src/server.js", walk: "./src/walk-server.js" } } } } },
};
