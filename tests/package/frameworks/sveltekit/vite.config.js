import { sveltekit } from "@sveltejs/kit/vite";

// Bundled, or with what is to be loaded as it is served.
const external = process.env.EXTERNAL?.split(" ").filter(Boolean) ?? [];

export default { plugins: [sveltekit({ experimental: { remoteFunctions: true } })], ssr: { external } };
