// @ts-check
// Inside a page: the suites on its IndexedDB. The package comes as it is, file by file, by an import map.

import { createSessions } from "waxseal";
import { adapterSuite, run } from "waxseal/conformance";
import { indexedDBKV } from "waxseal/kv/indexeddb";
import { makeApp } from "../app.js";
import { ahead } from "../clock.js";

const kv = indexedDBKV(indexedDB, { name: "adapter" });
const app = makeApp(createSessions, indexedDBKV(indexedDB, { name: "application" }));

const suite = () => ahead(async (advance) => {
  /** @type {{ name: string, error: string }[]} */
  const failures = [];
  const counts = await run([...adapterSuite(() => kv, { advance }), collects(advance), ...reopening], ({ name, error }) => {
    if (error !== undefined) failures.push({ name, error: String(/** @type {Error} */ (error).stack) });
  });
  return { counts, failures };
});

const collects = (/** @type {(seconds: number) => void} */ advance) => ({
  name: "what is over is deleted when the database is opened",
  async run() {
    const first = indexedDBKV(indexedDB, { name: "collects" });
    await first.put("over", new Uint8Array(1), { ttl: 60 });
    await first.put("there", new Uint8Array(1), { ttl: 600 });
    advance(61);
    await indexedDBKV(indexedDB, { name: "collects" }).get("there");
    const keys = (await read("collects")).map(([key]) => key);
    if (keys.join() !== "there") throw new Error(`it holds ${keys}`);
  },
});

/** @type {import("waxseal/conformance").Test[]} */
const reopening = [{
  name: "a database that had to be closed is opened again",
  async run() {
    const name = "reopening";
    const kv = indexedDBKV(indexedDB, { name });
    await kv.put("a", new Uint8Array([1]), { ttl: 600 });
    // Deleting it asks every open connection to close first.
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve(undefined);
      request.onerror = request.onblocked = () => reject(new Error("the connection stayed open"));
    });
    const put = await Promise.all([kv.put("b", new Uint8Array([2]), { ttl: 600, if: null }), kv.get("a")]);
    if (put[0] !== true || put[1] !== null) throw new Error("it was not opened again");
    if ((await kv.get("b"))?.value[0] !== 2) throw new Error("what was written is not there");
  },
}];

/** A request as a page can make one: a Request here has no Cookie header, and a Response no Set-Cookie. @param {string} url @param {string} cookie */
async function visit(url, cookie) {
  if (new URL(url).pathname === "/strangers") return { body: await (await app.fetch(new Request(url))).text() };
  const { sessions, answer } = app.whose(url);
  const session = await sessions.fetch(cookie);
  const body = JSON.stringify(await answer(url, session));
  return { body, setCookie: await sessions.commit(session) };
}

/** All of a database, behind the adapter's back. @param {string} name @returns {Promise<[string, number[]][]>} */
function read(name) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const store = request.result.transaction("sessions").objectStore("sessions");
      const [keys, values] = [store.getAllKeys(), store.getAll()];
      values.onsuccess = () => {
        request.result.close();
        resolve(keys.result.map((key, at) => [`${key} ${values.result[at].version}`.split(name === "collects" ? " " : "\0")[0], [...values.result[at].value]]));
      };
    };
  });
}

Object.assign(globalThis, { waxsealTests: { suite, visit, dump: () => read("application") } });
