// @ts-check
// What is written, so that no cookie can write to a terminal more than text: controls and what turns the direction are spelt out.
import process from "node:process";

const ODD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** @param {string} text @returns {string} */
const plain = (text) => text.replace(ODD, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** @param {string} text @returns {number} the code to end with */
export function print(text, code = 0) {
  process.stdout.write(`${plain(text)}\n`);
  return code;
}

/** @param {string} text @param {number} code the code to end with */
export function complain(text, code) {
  process.stderr.write(`${plain(text)}\n`);
  return code;
}
