// @ts-check
// Bytes that are being written, in a buffer that grows.

const encoder = new TextEncoder();

/** Texts up to here are written a character at a time: beyond it the platform's encoder is faster. */
const SHORT = 32;

export class Writer {
  #bytes = new Uint8Array(1024);
  /** How much is written. */
  length = 0;

  /** What was written: good until more is. */
  get written() {
    return this.#bytes.subarray(0, this.length);
  }

  /** Room for `more` bytes. @param {number} more */
  #room(more) {
    const wanted = this.length + more;
    if (wanted <= this.#bytes.length) return this.#bytes;
    const bytes = new Uint8Array(Math.max(wanted, this.#bytes.length * 2));
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    return bytes;
  }

  /** @param {number} byte */
  byte(byte) {
    this.#room(1)[this.length] = byte;
    this.length += 1;
  }

  /** @param {number} one @param {number} other two bytes */
  pair(one, other) {
    const bytes = this.#room(2);
    bytes[this.length] = one;
    bytes[this.length + 1] = other;
    this.length += 2;
  }

  /** A tag and a number of four bytes, the greatest first. @param {number} tag @param {number} number */
  tagged(tag, number) {
    const bytes = this.#room(5);
    bytes[this.length] = tag;
    this.length += 5;
    this.#at(this.length - 4, number);
  }

  /** @param {number} at @param {number} number */
  #at(at, number) {
    const bytes = this.#bytes;
    bytes[at] = number >>> 24;
    bytes[at + 1] = number >>> 16;
    bytes[at + 2] = number >>> 8;
    bytes[at + 3] = number;
  }

  /** @param {ArrayLike<number>} more */
  bytes(more) {
    this.#room(more.length).set(more, this.length);
    this.length += more.length;
  }

  /** Text in UTF-8. Gives its length in bytes. @param {string} text @returns {number} */
  text(text) {
    const { length } = text;
    const bytes = this.#room(length * 3);
    const start = this.length;
    let at = 0;
    if (length <= SHORT) {
      for (; at < length; at += 1) {
        const code = text.charCodeAt(at);
        if (code >= 0x80) break;
        bytes[start + at] = code;
      }
    }
    const written = at === length ? length : encoder.encodeInto(text, bytes.subarray(start)).written;
    this.length += written;
    return written;
  }

  /** A tag, the text's length in four bytes, the text. @param {number} tag @param {string} text */
  counted(tag, text) {
    this.tagged(tag, 0);
    const at = this.length - 4;
    this.#at(at, this.text(text));
  }

  /** Leaves room for a number of four bytes that is known later. @returns {number} where it is */
  gap() {
    this.#room(4);
    this.length += 4;
    return this.length - 4;
  }

  /** Fills a gap, the least byte first. @param {number} at @param {number} number */
  fill(at, number) {
    const bytes = this.#bytes;
    bytes[at] = number;
    bytes[at + 1] = number >>> 8;
    bytes[at + 2] = number >>> 16;
    bytes[at + 3] = number >>> 24;
  }
}
