// @ts-check
// A real adapter whose next operation of a kind goes wrong in one of ten ways.

/** @typedef {"get" | "put" | "retire" | "touch"} Operation `retire` is the second put of a renewal, `touch` that of a read */

export const FAULTS = ["throws", "rejects", "times out", "never settles", "wrong type", "truncated", "bit-flipped", "stale", "lost", "rate-limited"];

/** @param {import("waxseal").KvAdapter} kv */
export function faulty(kv) {
  /** @type {{ operation: string, fault: string, left: number } | undefined} */
  let armed;
  let fired = false;
  /** What was held back until nobody waits for it any more. @type {(() => unknown)[]} */
  let late = [];
  /** What each key held before its last write. @type {Map<string, any>} */
  const earlier = new Map();

  /** @param {string} operation @param {() => any} act @param {(fault: string) => any} bend what comes of the faults that alter data */
  async function perform(operation, act, bend) {
    if (armed?.operation !== operation || (armed.left -= 1) > 0) return act();
    const { fault } = armed;
    armed = undefined;
    fired = true;
    if (fault === "rejects") throw new Error("the connection was lost");
    if (fault === "rate-limited") throw Object.assign(new Error("Too Many Requests"), { status: 429 });
    if (fault === "never settles") return new Promise(() => {});
    if (fault === "times out") return new Promise((resolve) => late.push(() => resolve(act())));
    return bend(fault);
  }
  /** @param {string} operation @param {() => any} act @param {(fault: string) => any} bend */
  const ask = (operation, act, bend) => {
    if (armed?.operation === operation && armed.fault === "throws" && armed.left === 1) {
      armed = undefined;
      fired = true;
      throw new TypeError("not a function");
    }
    return perform(operation, act, bend);
  };

  return {
    capabilities: kv.capabilities,

    /** @param {string} key */
    get: (key) => ask("get", () => kv.get(key), async (fault) => {
      const found = await kv.get(key);
      if (fault === "wrong type") return { value: "text", version: found?.version };
      if (fault === "lost") return null;
      if (fault === "stale") return earlier.get(key) ?? null;
      return found && { ...found, value: damaged(found.value, fault) };
    }),

    /** @param {string} key @param {Uint8Array} value @param {any} options */
    put: (key, value, options) => ask("put", async () => {
      earlier.set(key, await kv.get(key));
      return kv.put(key, value, options);
    }, (fault) => {
      if (fault === "wrong type") return "OK";
      if (fault === "lost") return true;
      // What a replica says that has not heard of the latest write.
      if (fault === "stale") return false;
      return kv.put(key, damaged(value, fault), options);
    }),

    /** @param {string} key */
    delete: (key) => kv.delete(key),

    /** @param {Operation} operation @param {string} fault */
    arm(operation, fault) {
      armed = { operation: operation === "get" ? operation : "put", fault, left: operation === "retire" ? 2 : 1 };
      fired = false;
    },

    /** Whether it went wrong; from here on nothing does, and what was late has arrived. */
    async disarm() {
      armed = undefined;
      for (const arrive of late.splice(0)) arrive();
      await new Promise((resolve) => setImmediate(resolve));
      return fired;
    },
  };
}

/** @param {Uint8Array} value @param {string} fault */
function damaged(value, fault) {
  if (fault === "truncated") return value.slice(0, value.length >> 1);
  const bytes = value.slice();
  bytes[bytes.length - 20] ^= 4;
  return bytes;
}
