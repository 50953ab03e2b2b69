export default { serverDir: "./", compatibilityDate: "2026-01-01" };
