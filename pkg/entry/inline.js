// @ts-check
// What is bundled for Node (bundlers alone ask for "module") or for web workers, and waxseal/inline: the bytes are in the JavaScript,
// so that a bundle can be moved anywhere and have any format, and nothing is waited for.
import text from "../dist/wasm.js";

export default new WebAssembly.Module(bytes());

function bytes() {
  // Node's own: 0.1 ms, not 3.
  if (typeof Buffer === "function") return Buffer.from(text, "base64");
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at);
  return bytes;
}
