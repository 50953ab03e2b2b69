export default { ssr: { target: "webworker", noExternal: true } };
