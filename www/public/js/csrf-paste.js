// @ts-check
// A CSRF token as people have it: alone, in a page's source, a header, a form's body, a socket's address.

const PLACES = [
  // <meta name="csrf-token" content="…">, <input name="_csrf_token" value="…">, either way round; Phoenix's data-csrf.
  /["'](?:csrf-token|_csrf_token)["'][^<>]{0,2000}?\b(?:content|value)\s*=\s*["']([^"']*)/i,
  /\b(?:content|value)\s*=\s*["']([^"']*)["'][^<>]{0,2000}?["'](?:csrf-token|_csrf_token)["']/i,
  /\bdata-csrf\s*=\s*["']([^"']*)/i,
  /x-csrf-token["']?\s*[:,]\s*["']?([\w.%+/=-]+)/i,
  /_csrf_token["']?\s*(?:=>|[:=])\s*["']?([\w.%+/=-]+)/i,
];

/** No page's source is longer than what is looked at. */
const MOST = 300_000;

/** @param {string} pasted */
export function csrfTokenIn(pasted) {
  const text = pasted.slice(0, MOST).trim();
  const found = PLACES.map((place) => place.exec(text)?.[1]).find((token) => token !== undefined);
  return decoded((found ?? text).replace(/\s+/g, "").replace(/^(["'`])(.*)\1$/, "$2"));
}

/** A form's body has percent signs. @param {string} token */
function decoded(token) {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
