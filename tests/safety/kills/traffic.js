// @ts-check
// Writers whose service is killed under them: what was acknowledged is there afterwards, what was dropped stays dropped, and all else is an
// error that says to try again.

/** @typedef {{ name: string, cookie: string, count: number, maybe: boolean, isDropped: boolean, isUnsure: boolean }} Visitor */
/** Who they are when they start, those who have logged out among them. @typedef {{ visitors: Visitor[], gone: Visitor[] }} Those */

const VISITORS = 48;
const AT_ONCE = 16;

/** What was seen, before anything was. */
export const NOTHING = Object.freeze({ acknowledged: 0, dropped: 0, errors: 0, lost: 0, back: 0, other: 0, first: "" });

/** @typedef {typeof NOTHING} Seen */

/** @param {Seen} sum @param {Seen} seen */
export function add(sum, seen) {
  for (const [key, value] of Object.entries(seen)) {
    if (typeof value === "number") /** @type {any} */ (sum)[key] += value;
    else sum.first ||= value;
  }
}

let born = 0;

function newcomer() {
  return /** @type {Visitor} */ ({ name: `user-${process.pid}-${(born += 1)}`, cookie: "", count: 0, maybe: false, isDropped: false, isUnsure: false });
}

/** @returns {Those} */
export function newcomers(many = VISITORS) {
  return { visitors: Array.from({ length: many }, newcomer), gone: [] };
}

/**
 * @param {any} sessions @param {Those} [those]
 * @param {(at: number, visitor: Visitor) => void} [tell] is told of whoever is changed, before a write as if it had failed: the writer may be killed itself
 */
export function writers(sessions, { visitors, gone } = newcomers(), tell = () => {}) {
  const seen = { ...NOTHING };
  const note = (/** @type {"lost" | "back" | "other"} */ what, /** @type {unknown} */ detail) => {
    seen[what] += 1;
    seen.first ||= `${what}: ${String(detail).slice(0, 400)}`;
  };

  /** An error has to be one that says to try again. @param {any} error */
  const failed = (error) => {
    seen.errors += 1;
    if (error?.code !== "ERR_STORE" || error.retriable !== true) note("other", error?.stack ?? error);
  };

  /** What a session holds is what was acknowledged, or what was on its way. @param {Visitor} visitor @param {any} session */
  function check(visitor, session) {
    const count = session.get("count");
    if (visitor.isDropped) {
      if (count !== undefined && !visitor.isUnsure) note("back", `${visitor.name} has ${count}`);
      return false;
    }
    if (count === visitor.count) return true;
    // What failed may arrive late, from the client's own queue.
    if (count === undefined && visitor.isUnsure) return false;
    if (visitor.maybe && count === visitor.count + 1) {
      visitor.count = count;
      return true;
    }
    note("lost", `${visitor.name} has ${count}, not ${visitor.count}`);
    return false;
  }

  /** Nobody knows whether it was done: a log-out may have been, and a newcomer's cookie was given to nobody. @param {Visitor} visitor @param {boolean} isOut */
  const unknown = (visitor, isOut) => (visitor.cookie === "" ? visitor : { ...visitor, maybe: true, isUnsure: visitor.isUnsure || isOut });

  /** @param {number} at */
  async function step(at) {
    const visitor = visitors[at];
    let isSending = false;
    const isOut = visitor.cookie !== "" && Math.random() < 0.05;
    try {
      const session = await sessions.fetch(visitor.cookie);
      if (visitor.cookie !== "" && !check(visitor, session)) return void Object.assign(visitor, newcomer());
      if (isOut) session.drop();
      else session.put("count", visitor.count + 1);
      isSending = true;
      tell(at, unknown(visitor, isOut));
      const header = await sessions.commit(session);
      if (isOut) {
        seen.dropped += 1;
        const out = { ...visitor, isDropped: true, isUnsure: false };
        gone.push(out);
        tell(at, out);
        return void Object.assign(visitor, newcomer());
      }
      seen.acknowledged += 1;
      visitor.count += 1;
      visitor.maybe = false;
      if (header !== undefined) visitor.cookie = header.split(";")[0];
    } catch (error) {
      failed(error);
      if (isSending) Object.assign(visitor, unknown(visitor, isOut));
      await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      tell(at, visitor);
    }
  }

  return {
    seen,
    /** Writes until it is told to stop. @param {() => boolean} isOver */
    async run(isOver) {
      await Promise.all(Array.from({ length: AT_ONCE }, async (_, at) => {
        while (!isOver()) for (let own = at; own < visitors.length && !isOver(); own += AT_ONCE) await step(own);
      }));
    },
    /** At rest: everybody's session, and those that were dropped. */
    async look() {
      for (const visitor of [...visitors, ...gone]) {
        if (visitor.cookie === "") continue;
        for (let tried = 0; ; tried += 1) {
          try {
            check(visitor, await sessions.fetch(visitor.cookie));
            break;
          } catch (error) {
            if (tried === 50) throw error;
            await new Promise((resolve) => setTimeout(resolve, 100));
          }
        }
      }
    },
  };
}
