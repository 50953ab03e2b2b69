import { fileURLToPath } from "node:url";

const errorHandler = fileURLToPath(new URL("error.js", import.meta.url));

export default { compatibilityDate: "2026-01-01", telemetry: false, nitro: { errorHandler, experimental: { websocket: true } } };
