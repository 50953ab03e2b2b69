// @ts-check
// Several Cookie headers where a runtime joins them into one.

/** Whether this is workerd, which joins them by a comma, where all others take a semicolon. */
export function joinsByComma() {
  return "WebSocketPair" in globalThis;
}

/** Where a comma and a space come before another cookie's name, one header ends: no cookie's value holds them (RFC 6265, section 4.1.1). @param {string} header */
export function apart(header) {
  return header.split(/, (?=[!#$%&'*+\-.^_`|~\w]+=)/).reverse().join(";");
}
