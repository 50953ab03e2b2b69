// Each contestant is proved before it is timed: what it wrote it reads, and what was tampered with it does not.

export const SIZES = [66, 327, 1846];
export const JOBS = ["write", "read", "request"];

/** A session whose JSON has that many bytes. @param {number} size */
export function sessionOf(size) {
  const data = { user: "", visits: 10_000 };
  data.user = "u".repeat(size - JSON.stringify(data).length);
  return data;
}

/** The Cookie header that a browser sends after a Set-Cookie. @param {string} header */
const sentBack = (header) => `theme=dark; ${header.split(";")[0]}`;

/** The job to repeat, of a contestant that keeps its word. */
export async function prepare(contestant, size, job) {
  const made = await contestant.setup();
  const data = sessionOf(size);
  const header = sentBack(await made.write(data));
  const get = async (from) => {
    try { return await made.read(from, "user"); } catch { return undefined; }
  };
  if ((await get(header)) !== data.user) throw new Error(`${contestant.name} does not read what it wrote`);
  const next = sentBack(await made.request(header));
  if ((await made.read(next, "visits")) !== data.visits + 1) throw new Error(`${contestant.name} loses a write`);
  const at = header.length - 6;
  const forged = header.slice(0, at) + (header[at] === "A" ? "B" : "A") + header.slice(at + 1);
  if ((await get(forged)) !== undefined) throw new Error(`${contestant.name} takes a forgery`);
  if (job === "write") return () => made.write(data);
  if (job === "read") return () => made.read(header, "visits");
  return () => made.request(header);
}

/** Runs a job so often, awaited where it has to be. */
export async function repeat(run, times) {
  let last = run();
  if (last instanceof Promise) {
    await last;
    for (let time = 1; time < times; time += 1) last = await run();
  } else {
    for (let time = 1; time < times; time += 1) last = run();
  }
  return last;
}

export function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[sorted.length >> 1];
}
