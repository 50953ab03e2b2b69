// Cookie and Set-Cookie around a value, for those who have nothing of their own for it.

/** The value of the cookie `s`. @param {string} header */
export function valueOf(header) {
  const at = header.startsWith("s=") ? 0 : header.indexOf("; s=") + 2;
  if (at === 1) return "";
  const end = header.indexOf(";", at);
  return header.slice(at + 2, end < 0 ? undefined : end);
}

/** @param {string} value */
export const setCookie = (value) => `s=${value}; path=/; HttpOnly`;

/** The Cookie header that a browser sends after a Set-Cookie. @param {string} header */
export const sentBack = (header) => `theme=dark; ${header.split(";", 1)[0]}`;
