// @ts-check
// What every app does: it counts the visits of a browser.

import { equal } from "../conformance/check.js";
import { sentBack } from "../conformance/cookie.js";

/** Three visits with one cookie. @param {string} url */
export async function visits(url) {
  let cookie = "";
  for (const visit of [1, 2, 3]) {
    const response = await fetch(url, { headers: { cookie } });
    equal(`${response.status} ${await response.text()}`, `200 visit ${visit}`, url);
    cookie = sentBack(response.headers.getSetCookie()[0]);
  }
}

/** An app that is nothing but that. @param {string} origin */
export const counts = (origin) => visits(`${origin}/`);
