// Who starts cold, and with which cookies: made beforehand by each one itself, in Node.

import { filesFor } from "../contestants/list.js";
import { SIZES, sessionsOf } from "../payloads.js";
import { sentBack } from "../contestants/header.js";

/** waxseal's contestants load more than sessions need. */
const ALONE = {
  "signed/waxseal": "cold/signed", "encrypted/waxseal": "cold/encrypted",
  "signed/before": "cold/signed-before", "encrypted/before": "cold/encrypted-before",
};

/** @param {string} runtime @returns {Promise<{ name: string, kind: string, file: string, headers: string[], wanted: number }[]>} */
export async function startersFor(runtime) {
  const starters = [];
  for (const file of ["cold/key-given.js", "cold/bare.js", ...filesFor[runtime].map((one) => `${ALONE[one] ?? `contestants/${one}`}.js`)]) {
    const { name, kind, setup } = await import(`../${file}`);
    const made = await setup();
    const sessions = sessionsOf(SIZES[0]);
    const headers = [];
    for (const data of sessions) headers.push(sentBack(await made.write(data)));
    starters.push({ name, kind, file, headers, wanted: sessions[0].user_id });
  }
  return starters;
}
