import node from "@astrojs/node";

export default { output: "server", adapter: node({ mode: "standalone" }), devToolbar: { enabled: false }, image: { service: { entrypoint: "astro/assets/services/noop" } } };
