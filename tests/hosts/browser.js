// @ts-check
// A browser without scripts, of an app whose session's cookie is `_app_key`: one cookie, or none.

import { sentBack } from "../conformance/cookie.js";

export class Browser {
  cookie = "";

  /** @param {string} origin */
  constructor(origin) {
    this.origin = origin;
  }

  /** @param {string} path @param {RequestInit & { headers?: Record<string, string> }} [init] */
  async ask(path, init = {}) {
    const response = await fetch(new URL(path, this.origin), { redirect: "manual", ...init, headers: { cookie: `other=1; ${this.cookie}`, origin: this.origin, referer: `${this.origin}/`, ...init.headers } });
    const cookies = response.headers.getSetCookie();
    const own = cookies.filter((header) => header.startsWith("_app_key="));
    // Of several a browser keeps the last.
    const last = own.at(-1) ?? "";
    if (last) this.cookie = /max-age=0|1970/i.test(last) ? "" : sentBack(last);
    return { status: response.status, headers: response.headers, own, last, names: cookies.map((header) => header.split("=")[0]).sort().join(), text: await response.text() };
  }
}
