// @ts-check
// What the module would weigh less without what is rarely used: its functions made empty, and all that nothing else needs gone.

import binaryen from "binaryen";
import { weigh } from "./weigh.js";

/** What a part is made of, by the names of functions; what these call goes with them. @type {[string, RegExp][]} */
const PARTS = [
  ["A128GCM: cookies of plug_crypto 1, read", /\bwaxseal::crypto::a128gcm::/],
  ["compressed terms, read", /\bwaxseal::term::inflate::|\bminiz_oxide::/],
  ['the serializer "json"', /\bwaxseal::json::(de|en)code::/],
  ["the key-value store and its records", /\bwaxseal::store::kv::/],
  ["all of these", /\bwaxseal::(crypto::a128gcm|term::inflate|json::(de|en)code|store::kv)::|\bminiz_oxide::/],
];

/** @param {Uint8Array} named a module that has its functions' names @returns {[string, number, number][]} what each part takes, raw and as gzip */
export function withoutParts(named) {
  const [raw, gzip] = weigh(optimised(named));
  return PARTS.map(([title, part]) => {
    const [less, zipped] = weigh(optimised(named, part));
    return [title, raw - less, gzip - zipped];
  });
}

/** @param {Uint8Array} named @param {RegExp} [part] @returns {Uint8Array} */
function optimised(named, part) {
  const module = binaryen.readBinary(named);
  module.setFeatures(binaryen.Features.All);
  let emptied = 0;
  for (let at = 0; at < module.getNumFunctions(); at += 1) {
    const one = module.getFunctionByIndex(at);
    if (!part?.test(binaryen.getFunctionInfo(one).name)) continue;
    binaryen.Function.setBody(one, module.unreachable());
    emptied += 1;
  }
  // Inlined into others, perhaps, or under another name.
  if (part && emptied === 0) throw new Error(`the module has no function named ${part}`);
  // As `optimise` in .ci/wasm.
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setOneCallerInlineMaxSize(100);
  module.optimize();
  module.runPasses(["strip-debug", "strip-producers", "strip-target-features"]);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}
