// What is timed, and of whom: each contestant is proved first. What it wrote it reads, and what was forged it refuses.

import { sentBack, valueOf } from "./contestants/header.js";
import { VARIANTS, sessionsOf } from "./payloads.js";

/**
 * The layer a job belongs to: a token around a text with the key at hand, a whole session out of a Cookie header, or a token around data, with
 * the times that it holds.
 */
export const LAYERS = { token: ["sign", "verify", "roundtrip"], session: ["session", "read all", "read", "request"], data: ["token of data"] };
export const JOBS = Object.values(LAYERS).flat();
export const layerOf = (job) => Object.keys(LAYERS).find((layer) => LAYERS[layer].includes(job));
const PREPARE = { token, session, data };

/** The job to repeat, of a contestant that keeps its word. @returns {Promise<(turn: number) => unknown>} */
export async function prepare(contestant, size, job) {
  const made = await contestant.setup();
  const sessions = sessionsOf(size);
  return PREPARE[layerOf(job)](contestant.name, made, sessions, job);
}

async function token(name, { sign, verify }, sessions, job) {
  const texts = sessions.map((one) => JSON.stringify(one));
  const tokens = [];
  for (const text of texts) {
    const made = await sign(text);
    if ((await verify(made)) !== text) throw new Error(`${name} does not verify what it signed`);
    for (const forged of forgeries(made)) await refuses(name, () => verify(forged));
    tokens.push(made);
  }
  const waits = sign(texts[0]) instanceof Promise;
  if (job === "sign") return (turn) => sign(texts[turn % VARIANTS]);
  if (job === "verify") return (turn) => verify(tokens[turn % VARIANTS]);
  return waits
    ? async (turn) => JSON.parse(await verify(await sign(JSON.stringify(sessions[turn % VARIANTS]))))
    : (turn) => JSON.parse(verify(sign(JSON.stringify(sessions[turn % VARIANTS]))));
}

async function session(name, { write, all, read, request }, sessions, job) {
  const headers = [];
  for (const data of sessions) {
    const header = sentBack(await write(data));
    if (sorted(await all(header)) !== sorted(data)) throw new Error(`${name} does not read what it wrote`);
    if ((await read(header, "user_id")) !== data.user_id) throw new Error(`${name} does not read a key`);
    const next = sentBack(await request(header));
    if (sorted(await all(next)) !== sorted({ ...data, visits: data.visits + 1 })) throw new Error(`${name} loses a write`);
    const value = valueOf(header);
    for (const forged of forgeries(value)) await refuses(name, () => read(header.replace(value, forged), "user_id"));
    headers.push(header);
  }
  if (job === "read all") return (turn) => all(headers[turn % VARIANTS]);
  if (job === "read") return (turn) => read(headers[turn % VARIANTS], "user_id");
  if (job === "request") return (turn) => request(headers[turn % VARIANTS]);
  return write(sessions[0]) instanceof Promise || all(headers[0]) instanceof Promise
    ? async (turn) => all(sentBack(await write(sessions[turn % VARIANTS])))
    : (turn) => all(sentBack(write(sessions[turn % VARIANTS])));
}

/** Data → a token that is over in a day → the data, if it is not over. */
async function data(name, { signData, openData }, sessions) {
  for (const one of sessions) {
    const made = await signData(one);
    const opened = await openData(made);
    // Beside the times of a JWT.
    if (sorted(Object.fromEntries(Object.keys(one).map((key) => [key, opened[key]]))) !== sorted(one)) throw new Error(`${name} does not read what it signed`);
    for (const forged of forgeries(made)) await refuses(name, () => openData(forged));
  }
  return signData(sessions[0]) instanceof Promise
    ? async (turn) => openData(await signData(sessions[turn % VARIANTS]))
    : (turn) => openData(signData(sessions[turn % VARIANTS]));
}

/** One character other than it was: in the middle, and close to the end (the last one's bits may not all count). */
function* forgeries(text) {
  for (const at of [text.length >> 1, text.length - 6]) {
    yield text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
  }
}

async function refuses(name, run) {
  let taken;
  try { taken = await run(); } catch { return; }
  if (taken !== null && taken !== undefined) throw new Error(`${name} takes a forgery`);
}

/** As text, whatever order the keys came in: Erlang's maps have their own. */
const sorted = (data) => JSON.stringify(data, (_, value) =>
  value && typeof value === "object" && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value);
