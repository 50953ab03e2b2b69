// @ts-check
// Bytes, three ways.

import { brotliCompressSync, gzipSync } from "node:zlib";

/** @param {Uint8Array} bytes @returns {[raw: number, gzip: number, brotli: number]} */
export const weigh = (bytes) => [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];

/** @param {(string | number)[]} cells */
const line = (cells) => `| ${cells.map((cell) => cell.toLocaleString("en")).join(" | ")} |`;

/** @param {string[]} head @param {(string | number)[][]} rows */
export const table = (head, rows) => [line(head), `|---|${"--:|".repeat(head.length - 1)}`, ...rows.map(line)].join("\n");
