export default { build: { outDir: "out", modulePreload: false, lib: { entry: "inline.js", formats: ["es"], fileName: () => "inline.js" } } };
