// @ts-check
// In a thread or a process of its own, as each asks once what it runs for: what is said of sessions that are used wrongly, case by case.

import { parentPort } from "node:worker_threads";
import { createSessions } from "waxseal";

/** @type {string[]} */
let said = [];
console.warn = (text) => void said.push(String(text));

/** @param {string} key @param {object} [more] */
const open = (key, more) => createSessions({ store: "cookie", key, secretKeyBase: "0123456789abcdef".repeat(5), signingSalt: "a signing salt", log: false, ...more });

/** @param {any} sessions @param {Record<string, unknown>} values @returns {any} a session that was found, with these values */
function found(sessions, values) {
  const session = sessions.fetch("");
  for (const [key, value] of Object.entries(values)) session.put(key, value);
  return sessions.fetch(sessions.commit(session).split(";")[0]);
}

/** @param {(session: any, sessions: any) => void} use @param {object} [more] options */
function changing(use, more) {
  const sessions = open(`_case${at}`, more);
  const session = found(sessions, { list: [1], cart: { items: [1] }, text: "t", atom: null, 'a "name"': [1] });
  use(session, sessions);
  sessions.commit(session);
}

/** What can't be changed in place is not remembered, as only so many are. @param {object} [more] */
function afterTexts(more) {
  const sessions = open(`_case${at}`, more);
  const names = Array.from({ length: 100 }, (_, number) => `n${number}`);
  const session = found(sessions, { ...Object.fromEntries(names.map((name) => [name, "text"])), list: [1] });
  for (const name of names) session.get(name);
  session.get("list").push(2);
  sessions.commit(session);
}

const json = { encode: (/** @type {unknown} */ map) => JSON.stringify(map), decode: (/** @type {Uint8Array} */ bytes) => JSON.parse(new TextDecoder().decode(bytes)) };

/** @type {Record<string, () => void>} */
const CASES = {
  "nothing is changed": () => changing((it) => [it.get("list"), it.get("cart"), it.get("text"), it.get("atom")]),
  "a list is changed in place": () => changing((it) => it.get("list").push(2)),
  "within an object": () => changing((it) => it.get("cart").items.push("secret")),
  "a name with quotes": () => changing((it) => it.get('a "name"').push(2)),
  "what is no term any more": () => changing((it) => it.get("list").push(() => {})),
  "and put": () => changing((it) => it.put("list", push(it.get("list")))),
  "and deleted": () => changing((it) => (it.get("list").push(2), it.delete("list"))),
  "and then dropped": () => changing((it) => (it.get("list").push(2), it.drop())),
  "and then ignored": () => changing((it) => (it.get("list").push(2), it.ignore())),
  "and then renewed": () => changing((it) => (it.get("list").push(2), it.renew())),
  "what was put, and read again": () => changing((it) => it.put("new", [1]).get("new").push(2)),
  "what was put after it was read": () => changing((it) => (it.get("list"), it.put("list", [3]))),
  "set on the session": () => changing((it) => { it.user = 1; }),
  "set on the session, which is dropped": () => changing((it) => { it.drop().user = 1; }),
  "set on an empty session": () => {
    const sessions = open(`_case${at}`);
    const session = sessions.fetch("");
    /** @type {any} */ (session)['"'] = 1;
    sessions.commit(session);
  },
  "a serializer's values, read alone": () => changing((it) => it.get("list").push(2), { serializer: json }),
  "a serializer's values, with another written": () => changing((it) => (it.get("list").push(2), it.put("a", 1)), { serializer: json }),
  "a serializer's value that is no term": () => changing((it) => { it.get("list").f = () => {}; it.get("list").push(2); }, { serializer: { ...json, decode: (/** @type {Uint8Array} */ bytes) => ({ ...json.decode(bytes), list: [() => {}] }) } }),
  "the same once more": () => ["_same", "_same", "_other"].forEach((key) => {
    const sessions = open(key);
    const session = found(sessions, { list: [1] });
    session.get("list").push(2);
    sessions.commit(session);
  }),
  "after a hundred texts": () => afterTexts(),
  "after a hundred texts of a serializer's": () => afterTexts({ serializer: json }),
  "a hundred of all": () => {
    const sessions = open(`_case${at}`);
    const names = Array.from({ length: 120 }, (_, number) => `n${number}`);
    const session = found(sessions, Object.fromEntries(names.map((name) => [name, [1]])));
    for (const name of names) session.get(name).push(2);
    sessions.commit(session);
  },
};

/** @param {unknown[]} list */
const push = (list) => [...list, 2];

let at = 0;
const all = Object.entries(CASES).map(([name, run]) => {
  at += 1;
  said = [];
  run();
  return [name, said];
});
if (parentPort) parentPort.postMessage(all);
else console.log(JSON.stringify(all));
