// @ts-check
// Requests at once, one storage step at a time, in every order that there is.

const TIMEOUT = 10_000;

/** A drained queue: all that can go on without the service has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/**
 * An adapter whose steps wait until they are let through: those on the keys that were there when it was closed. A step on a key
 * of which no other request can know is in order with all of theirs.
 * @param {import("waxseal").KvAdapter} kv @param {(key: string) => boolean} isShared of which others may know nevertheless
 */
function gated(kv, isShared) {
  /** @type {{ request: number, key: string, step: (fault?: string) => void }[]} */
  const waiting = [];
  const shared = new Set();
  const gate = { kv: { capabilities: kv.capabilities, get: held(kv.get), put: held(kv.put), delete: held(kv.delete) }, waiting, request: -1, open: true };
  /** @param {(...words: any[]) => any} act */
  function held(act) {
    return (/** @type {any[]} */ ...words) => {
      if (gate.open) shared.add(words[0]);
      if (gate.open || !(shared.has(words[0]) || isShared(words[0]))) return act(...words);
      const { request } = gate;
      return new Promise((resolve, reject) => {
        waiting.push({
          request,
          key: words[0],
          async step(fault = "") {
            gate.request = request;
            try {
              if (fault === "refused") throw new Error("the service did not do it");
              const answer = await act(...words);
              if (fault === "lost") throw new Error("the answer is lost");
              resolve(answer);
            } catch (error) {
              reject(error);
            }
          },
        });
      });
    };
  }
  return gate;
}

/**
 * Runs requests in every order of their steps; of requests that are alike the first one begins first. With faults also with each of so many steps
 * refused, or done and its answer lost. Gives how many orders there were.
 * @param {string[]} kinds
 * @param {() => Promise<{ kv: import("waxseal").KvAdapter, begin: (kv: import("waxseal").KvAdapter) => Promise<(() => Promise<void>)[]>, check: () => Promise<void> }>} make
 * @param {{ isShared?: (key: string) => boolean, switches?: number, faults?: number, canFail?: (key: string) => boolean }} [options] which keys others
 * may know that were not there at the start; how often at most a request is interrupted that could go on; how many steps at most fail, and on which keys
 */
export async function everyOrder(kinds, make, { isShared = () => false, switches = Infinity, faults = 0, canFail = () => true } = {}) {
  /** @type {{ chosen: number, of: number }[]} */
  let path = [];
  let orders = 0;
  do {
    const { kv, begin, check } = await make();
    const gate = gated(kv, isShared);
    const requests = await begin(gate.kv);
    path = await withoutWaiting(() => follow(gate, kinds, requests, path, { switches, faults, canFail }));
    gate.open = true;
    try {
      await check();
    } catch (error) {
      throw new Error(`${/** @type {Error} */ (error).message}, in the order ${path.map(({ chosen }) => chosen).join("")}`);
    }
    orders += 1;
    while (path.length > 0 && path[path.length - 1].chosen + 1 === path[path.length - 1].of) path.pop();
    if (path.length > 0) path[path.length - 1].chosen += 1;
  } while (path.length > 0);
  return orders;
}

/**
 * Runs requests in a random order of their steps, of which so many of ten go wrong. Gives how many steps there were, and faults.
 * @param {import("waxseal").KvAdapter} kv
 * @param {{ begin: (kv: import("waxseal").KvAdapter) => Promise<(() => Promise<void>)[]>, check: () => Promise<void> }} requests
 * @param {(below: number) => number} roll @param {number} faultsOfTen @param {(key: string) => boolean} [isShared] as in `everyOrder`
 */
export async function randomOrder(kv, { begin, check }, roll, faultsOfTen, isShared = () => false) {
  const gate = gated(kv, isShared);
  const requests = await begin(gate.kv);
  const taken = { steps: 0, faults: 0 };
  await withoutWaiting(async () => {
    gate.open = false;
    const starts = requests.map((start, request) => ({ start, request }));
    await settled();
    while (starts.length > 0 || gate.waiting.length > 0) {
      const at = roll(starts.length + gate.waiting.length);
      if (at < starts.length) {
        const [{ start, request }] = starts.splice(at, 1);
        gate.request = request;
        start();
      } else {
        const fault = roll(10) < faultsOfTen ? ["refused", "lost"][roll(2)] : "";
        taken.steps += 1;
        if (fault) taken.faults += 1;
        gate.waiting.splice(at - starts.length, 1)[0].step(fault);
      }
      await settled();
    }
  });
  gate.open = true;
  await check();
  return taken;
}

/** Follows a path, and from its end on takes the first of what is waiting. @param {ReturnType<typeof gated>} gate @param {string[]} kinds @param {(() => Promise<void>)[]} requests @param {{ chosen: number, of: number }[]} path @param {{ switches: number, faults: number, canFail: (key: string) => boolean }} most */
async function follow(gate, kinds, requests, path, { switches, faults, canFail }) {
  gate.open = false;
  for (const [request, start] of requests.entries()) {
    gate.request = request;
    start();
    await settled();
  }
  /** @type {{ chosen: number, of: number }[]} */
  const taken = [];
  const begun = new Set();
  let last = -1;
  let left = switches;
  let faultsLeft = faults;
  while (gate.waiting.length > 0) {
    gate.waiting.sort((one, other) => one.request - other.request);
    const goesOn = gate.waiting.some(({ request }) => request === last);
    const next = gate.waiting.filter(({ request }) => (goesOn && left === 0 ? request === last : begun.has(request) || !kinds.some((kind, other) => other < request && kind === kinds[request] && !begun.has(other))));
    const ways = next.flatMap((one) => (faultsLeft > 0 && canFail(one.key) ? ["", "refused", "lost"] : [""]).map((fault) => ({ one, fault })));
    const chosen = /** @type {number} */ (path[taken.length]?.chosen ?? 0);
    taken.push({ chosen, of: ways.length });
    const { one, fault } = ways[chosen];
    if (goesOn && one.request !== last) left -= 1;
    if (fault) faultsLeft -= 1;
    last = one.request;
    begun.add(last);
    gate.waiting.splice(gate.waiting.indexOf(one), 1)[0].step(fault);
    await settled();
  }
  return taken;
}

/** Back-off takes no time, and no service is too slow: what is left to differ is the order. @template T @param {() => Promise<T>} body @returns {Promise<T>} */
async function withoutWaiting(body) {
  const { setTimeout: timer } = globalThis;
  // @ts-expect-error: Node's own gives more than is used here
  globalThis.setTimeout = (/** @type {() => void} */ go, /** @type {number} */ delay) => void (delay < TIMEOUT && queueMicrotask(go));
  try {
    return await body();
  } finally {
    globalThis.setTimeout = timer;
  }
}
