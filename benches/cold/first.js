// From an import to the first cookie verified, and the calls after it.

/**
 * @param {() => Promise<any>} load @param {string[]} headers @param {number} wanted what the first of them holds as `user_id`
 * @returns {Promise<number[]>} milliseconds: all of it; then of one call, the first, of the 2nd to 10th and of the 11th to 100th
 */
export async function first(load, headers, wanted) {
  const began = performance.now();
  const { setup } = await load();
  if (!setup) return [performance.now() - began];
  const made = await setup();
  const ready = performance.now();
  const read = (at) => made.read(headers[at % headers.length], "user_id");
  const value = await read(0);
  const verified = performance.now();
  if (value !== wanted) throw new Error(`not read: ${value}`);
  const waits = read(0) instanceof Promise;
  const each = async (from, to) => {
    const start = performance.now();
    for (let at = from; at < to; at += 1) {
      if (waits) await read(at);
      else read(at);
    }
    return (performance.now() - start) / (to - from);
  };
  return [verified - began, verified - ready, await each(1, 10), await each(10, 100)];
}
