// Nothing left outside of the bundle.
export default { ssr: { noExternal: true } };
