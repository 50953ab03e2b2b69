// @ts-check
// A session's headers on a response, and the guard that keeps caches from handing them to others.

/** Plug's own (`Plug.Conn`'s default). */
const PRIVATE = "max-age=0, private, must-revalidate";

/**
 * @param {Response} response @param {string | undefined} setCookie @param {boolean} used whether the session was looked at
 * @returns {Response}
 */
export function guard(response, setCookie, used) {
  if (setCookie === undefined && !used) return response;
  const sent = mutable(response);
  if (setCookie !== undefined) {
    sent.headers.append("set-cookie", setCookie);
    if (!sent.headers.has("cache-control")) sent.headers.set("cache-control", PRIVATE);
  }
  const vary = sent.headers.get("vary");
  const names = (vary ?? "").split(",").map((name) => name.trim().toLowerCase());
  if (!names.includes("cookie") && !names.includes("*")) sent.headers.set("vary", vary ? `${vary}, Cookie` : "Cookie");
  return sent;
}

/** The response itself, or a copy if its headers can't be changed: those of fetch, redirect and error can't. @param {Response} response */
function mutable(response) {
  try {
    response.headers.delete("x-waxseal-probe");
    return response;
  } catch {
    return new Response(response.body, response);
  }
}
