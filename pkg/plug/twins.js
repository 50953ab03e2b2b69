// @ts-check
// Cookies of one name: a browser sends those of several paths and domains, and as in Plug the first counts. Where it is no session and a later
// one would have been, the log says `shadowed_cookie`. For stores that look cookies up; the core does it for those that verify them.

/** More are no accident of paths and domains. */
const MOST = 3;

/** What the Cookie header would be, had the later ones come first. @param {string} header @param {string} key the cookie's name @returns {string[]} */
export function twinsOf(header, key) {
  return header.split(";").map((pair) => pair.trim()).filter((pair) => pair.split("=", 1)[0].trim() === key).slice(1, 1 + MOST);
}

/** Whether one of them is a session. That it can't be told is no reason to fail. @param {string[]} twins @param {(header: string) => Promise<boolean>} opens */
export async function isAny(twins, opens) {
  for (const twin of twins) {
    if (await opens(twin).catch(() => false)) return true;
  }
  return false;
}
