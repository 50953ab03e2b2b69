// @ts-check
// Cookies of one name: a browser sends those of several paths and domains, and as in Plug the first counts. Where it is no session and a later
// one would have been, the log says `shadowed_cookie`. For stores that look cookies up; the core does it for those that verify them.

import { pairsOf } from "../border/cookie_pairs.js";

/** More are no accident of paths and domains. */
const MOST = 3;

/** What the Cookie header would be, had the later ones come first. @param {string} header @param {string} key the cookie's name @returns {string[]} */
export function twinsOf(header, key) {
  return cookiesOf(header, key).slice(1, 1 + MOST);
}

/** As the core takes them apart (`src/cookies/mod.rs`): a name is its bytes, and a value has no tab or line's end. @param {string} header @param {string} key */
function cookiesOf(header, key) {
  return pairsOf(header).filter((pair) => pair.startsWith(`${key}=`) && !/[\t-\r]/.test(pair));
}

/** Whether a header has more than one. It hardly ever does, and a look for the second place of its name tells. @param {string} header @param {string} key */
export function isTwice(header, key) {
  if (!header.includes(";")) return false;
  const start = `${key}=`;
  const at = header.indexOf(start);
  return at >= 0 && header.indexOf(start, at + start.length) > 0 && cookiesOf(header, key).length > 1;
}

/**
 * Whether one of them is a session. That it can't be told is no reason to fail. All at once: a service that does not answer is waited for once.
 * @param {string[]} twins @param {(header: string) => Promise<boolean>} opens
 */
export async function isAny(twins, opens) {
  const opened = await Promise.all(twins.map((twin) => opens(twin).catch(() => false)));
  return opened.includes(true);
}
