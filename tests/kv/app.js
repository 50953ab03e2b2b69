// @ts-check
// The same Worker for every service: only the adapter that it is given differs.

/** @param {import("waxseal").KvAdapter} kv */
function counting(kv) {
  let writes = 0;
  /** @type {import("waxseal").KvAdapter & { writes(): number }} */
  const counted = {
    capabilities: kv.capabilities,
    get: (key) => kv.get(key),
    put: (key, value, options) => ((writes += 1), kv.put(key, value, options)),
    delete: (key) => ((writes += 1), kv.delete(key)),
    writes: () => writes,
  };
  return counted;
}

/**
 * @param {typeof import("waxseal").createSessions} createSessions @param {import("waxseal").KvAdapter} adapter
 * @param {Partial<import("waxseal").KvStoreOptions>} [more]
 */
export function makeApp(createSessions, adapter, more = {}) {
  const kv = counting(adapter);
  // A machine that runs all of a test run's services at once may be slow: no test waits for this.
  const sessions = createSessions({ store: "kv", kv, key: "sid", log: false, timeout: 200_000, ...more });

  /** @param {string} url @param {import("waxseal").Session} session @returns {unknown} */
  function route(url, session) {
    const { pathname, searchParams } = new URL(url);
    if (pathname === "/put") for (const [key, value] of searchParams) session.put(key, value);
    if (pathname === "/login") session.put("user", searchParams.get("user")).renew();
    if (pathname === "/logout") session.drop();
    return session.toObject();
  }

  /** What is asked about an owner. @param {URL} url @param {import("waxseal").Session} session */
  async function ofOwner({ pathname, searchParams }, session) {
    const owner = searchParams.get("owner") ?? "";
    if (pathname === "/owner/revoke") return { revoked: await sessions.revoke(owner, searchParams.has("others") ? { except: session } : {}) };
    if (pathname === "/owner/list") return (await sessions.list(owner, { current: session })).map(({ note, current }) => `${note}${current ? "*" : ""}`).sort();
    session.clear().put("user", owner).renew();
    session.owner = owner;
    session.note = searchParams.get("note");
    return {};
  }

  /** So many visitors with sids that nobody ever gave out. @param {number} count */
  async function strangers(count) {
    for (let left = count; left > 0; left -= 100) {
      await Promise.all(Array.from({ length: Math.min(left, 100) }, async () => {
        const session = await sessions.fetch(`sid=${randomSid()}`);
        session.get("user");
        const setCookie = await sessions.commit(session);
        if (session.keys().length > 0 || setCookie !== undefined) throw new Error("a stranger was given a session");
      }));
    }
  }

  /** Another application's, with other names for its records in the same service. */
  const others = createSessions({ store: "kv", kv, key: "sid", log: false, timeout: 200_000, ...more, prefix: "others-" });

  /** @param {string} url @param {import("waxseal").Session} session @returns {Promise<unknown>} */
  async function answerOfOthers(url, session) {
    const { pathname, searchParams } = new URL(url);
    const owner = searchParams.get("owner") ?? "";
    if (pathname === "/other/revoke") return { revoked: await others.revoke(owner), listed: (await others.list(owner)).length };
    if (pathname === "/other/login") session.clear().put("user", owner).renew().owner = owner;
    return route(url.replace("/other/", "/"), session);
  }

  /** @param {string} url @param {import("waxseal").Session} session @returns {Promise<unknown>} */
  const answer = async (url, session) => (new URL(url).pathname.startsWith("/owner/") ? ofOwner(new URL(url), session) : route(url, session));
  const ours = { sessions, answer };
  const theirs = { sessions: others, answer: answerOfOthers };
  const [handler, other] = [ours, theirs].map(({ sessions, answer }) =>
    sessions.handle(async (/** @type {Request} */ request, /** @type {import("waxseal").Session} */ session) => Response.json(await answer(request.url, session))));
  /** Whose a path is. @param {string} url */
  const whose = (url) => (new URL(url).pathname.startsWith("/other/") ? theirs : ours);
  return {
    kv,
    sessions,
    whose,
    /** @param {Request} request @returns {Promise<Response>} */
    async fetch(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === "/strangers") {
        const before = kv.writes();
        await strangers(Number(searchParams.get("count")));
        return Response.json({ written: kv.writes() - before });
      }
      return whose(request.url) === theirs ? other(request) : handler(request);
    },
  };
}

function randomSid() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=$/, "");
}
