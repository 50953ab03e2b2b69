// @ts-check
// A text without what stands at its end. By hand: a regular expression for that begins anew at each such character within, and who pastes a
// hundred thousand of them waits for ten seconds.

/** @param {string} text @param {string} characters each of which goes @returns {string} */
export function withoutEnd(text, characters) {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
}
