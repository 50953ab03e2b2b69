export default process.env.STANDALONE ? { output: "standalone" } : {};
