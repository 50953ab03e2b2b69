// @ts-check
// An owner's pages: their keys in the service, and what is on them, sealed and opened by the core (`src/store/kv/owner.rs`).

import { OTHER, call, core, readBytes, readText, writeBytes } from "../border/core.js";

const encoder = new TextEncoder();

/** @param {import("./site.js").Site} site @param {string} owner @param {number} page @returns {string} */
export function keyOfPage(site, owner, page) {
  return readText(call(core.owner_key, site.handle, writeBytes(encoder.encode(owner)), page));
}

/** @param {import("./site.js").Site} site @param {string} owner @param {number} page @param {Uint8Array} plain */
export function sealPage(site, owner, page, plain) {
  const { handle } = site;
  const name = encoder.encode(owner);
  writeBytes(name, plain);
  return readBytes(call(core.seal_page, handle, name.length, plain.length, page));
}

/** @param {import("./site.js").Site} site @param {string} owner @param {number} page @param {Uint8Array} sealed @returns {Uint8Array | undefined} undefined if it can't be opened */
export function openPage(site, owner, page, sealed) {
  const { handle } = site;
  const name = encoder.encode(owner);
  writeBytes(name, sealed);
  const length = call(core.open_page, handle, name.length, sealed.length, page);
  return length < OTHER ? readBytes(length) : undefined;
}
