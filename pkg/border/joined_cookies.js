// @ts-check
// Several Cookie headers where a runtime joins them into one: workerd by a comma, where all others take a semicolon.

/**
 * As others would have joined them. Where a comma and a space come before another cookie's name, one header ends: no cookie's value holds
 * them (RFC 6265, section 4.1.1).
 * @param {string} header
 */
export function apart(header) {
  if (!header.includes(", ") || !("WebSocketPair" in globalThis)) return header;
  return header.split(/, (?=[!#$%&'*+\-.^_`|~\w]+=)/).reverse().join(";");
}
