// @ts-check
// Bodies in parts.

import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";

/** @param {(string | Error)[]} pieces */
export async function* paused(pieces) {
  for (const piece of pieces) {
    if (piece instanceof Error) throw piece;
    yield piece;
    await pause(5);
  }
}

/** So many bytes of digits. @param {number} bytes */
export function large(bytes) {
  const piece = Buffer.from("0123456789".repeat(1000));
  return Readable.from((function* () {
    for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  })(), { objectMode: false });
}

/** Server-sent events, the last of them what `late` gives. @param {{ events: string[], late: () => string }} answer */
export async function* events({ events, late }) {
  for (const data of events) {
    await pause(5);
    yield `data: ${data}\n\n`;
  }
  yield `data: ${late()}\n\n`;
}

/** A body as the web has it. @param {AsyncIterable<string | Uint8Array>} pieces */
export function streamOf(pieces) {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
  });
}

/** @type {Record<string, (answer: any) => AsyncIterable<string | Uint8Array>>} */
const bodies = {
  stream: ({ pieces }) => paused(pieces),
  large: ({ bytes }) => large(bytes),
  events,
  file: ({ path }) => createReadStream(path),
};

/**
 * The Response that a route answers, where that is no error and no redirect.
 * @param {any} answer @param {string} text @param {() => void} helper sets a cookie by the framework's own means, beside one on the Response
 */
export function responseOf(answer, text, helper) {
  if (answer.kind === "text") return new Response(text, answer);
  if (answer.kind === "empty") return new Response(null, answer);
  if (answer.kind !== "cookies") return new Response(streamOf(bodies[answer.kind](answer)));
  const [first, ...more] = answer.cookies(text);
  if (more.length > 0) helper();
  return new Response("{}", { headers: { "set-cookie": first } });
}
