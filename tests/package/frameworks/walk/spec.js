// @ts-check
// The app that is walked through, as data: a driver builds it in its framework, in that framework's own manner. `act` does to the session
// what the route is about and gives the answer's text.

import { flash } from "waxseal/phoenix";

/** @typedef {import("waxseal").Session} Session */
/** @typedef {import("waxseal").Sessions} Sessions */

/**
 * How a route answers; the text is `act`'s.
 * @typedef {{ kind: "text", status?: number, headers?: Record<string, string> }
 *   | { kind: "empty", status: 204 | 304 }
 *   | { kind: "redirect", to: string }
 *   | { kind: "error" }
 *   | { kind: "denied" }
 *   | { kind: "cookies", cookies: (text: string) => string[] }
 *   | { kind: "stream", pieces: (string | Error)[] }
 *   | { kind: "large", bytes: number }
 *   | { kind: "events", events: string[], late: () => string }
 *   | { kind: "file", path: string }} Answer
 *   `error` throws what nobody expected; `denied` throws what the framework takes for an answer, of status 403; `cookies` are set by the app;
 *   `stream` waits between its pieces, and breaks off at an error; `large` is piped; `events` flushes the head first, and sends what `late` gives last.
 *
 * @typedef {{ act?: (session: Session) => string | void | Promise<string | void>, answer: Answer }} Route
 *
 * @typedef {object} AppSpec
 * @property {Sessions} sessions
 * @property {Record<string, Route>} routes by path, for GET and HEAD. Those below `/inner` are in an app of their own, which has the
 * session's layer too; what is around it calls `around` first.
 * @property {(path: string) => boolean} skips for which paths there is no session
 * @property {(session: Session) => void} around
 * @property {(session: Session, path: string) => string} errorPage the app's own page for errors: its text; the status is the error's, or 500
 * @property {(session: Session | undefined, say: (message: string) => void) => void} socket what a WebSocket is answered with, at /socket and /skipped/socket, if the framework has them
 *
 * @typedef {{ url: string, stop: () => Promise<void> | void, has?: { socket?: boolean, proxies?: boolean }, isHttp2?: boolean }} App
 *   `has`: whether there are WebSockets, and whether the framework was told to trust a proxy before it
 *
 * @typedef {{ name: string, start: (spec: AppSpec, store: import("./stores.js").Store, service: import("./steps.js").Service, file: string) => Promise<App>, differs?: Record<string, { outcome: string, why: string }> }} Driver
 *   `differs`: steps whose outcome is another one here, and why
 */

/** The cookie's name. */
export const KEY = "_walk";

const text = /** @type {const} */ ({ kind: "text" });

/** @param {Sessions} sessions @param {string} file one that is there to be sent @returns {AppSpec} */
export function appSpec(sessions, file) {
  const count = (/** @type {Session} */ session) => `${session.put("visits", session.get("visits", 0) + 1).get("visits")}`;
  // Who says so to the console has no more to say.
  const broken = Object.assign(new Error("a stream broke off"), { stack: "a stream broke off, as it is to" });
  /** @type {Session | undefined} */
  let streaming;
  return {
    sessions,
    routes: {
      "/plain": { answer: text },
      "/skipped": { act: (session) => ((session ?? undefined) === undefined ? "none" : "a session"), answer: text },
      "/all": { act: (session) => JSON.stringify(session), answer: text },
      "/count": { act: count, answer: text },
      "/login": { act: (session) => void session.clear().renew().put("user", "ada"), answer: text },
      "/remembered": { act: (session) => void session.configure({ maxAge: 3600 }).put("user", "ada"), answer: { kind: "denied" } },
      "/renew": { act: (session) => void session.renew(), answer: text },
      "/owned": {
        act(session) {
          session.clear().renew().put("user", "ada");
          session.owner = "user:ada";
        },
        answer: text,
      },
      "/everywhere": { act: async (session) => `${await sessions.revoke("user:ada", { except: session })}`, answer: { kind: "denied" } },
      "/logout": { act: (session) => void session.drop(), answer: text },
      "/goodbye": { act: (session) => void session.clear().renew().put("notice", "goodbye"), answer: { kind: "redirect", to: "/notice" } },
      "/ignored": { act: (session) => void session.put("lost", 1).ignore(), answer: text },
      "/saved": { act: (session) => void flash(session).put("info", "saved"), answer: { kind: "redirect", to: "/shown" } },
      "/shown": { act: (session) => flash(session).get("info") ?? "-", answer: text },
      "/at-once": { act: (session) => flash(session).put("info", "now").get("info"), answer: text },
      "/missing": { act: count, answer: { kind: "text", status: 404 } },
      "/sorry": { act: count, answer: { kind: "text", status: 500 } },
      "/left": { act: (session) => void session.put("left", 1), answer: text },
      "/right": { act: (session) => void session.put("right", 1), answer: text },
      "/flash": { act: (session) => void session.put("notice", "welcome"), answer: { kind: "redirect", to: "/notice" } },
      "/notice": {
        act(session) {
          const notice = session.get("notice", "-");
          if (session.has("notice")) session.delete("notice");
          return notice;
        },
        answer: text,
      },
      "/boom": { act: (session) => void session.put("lost", 1), answer: { kind: "error" } },
      "/noted": { act: (session) => void session.put("lost", 1), answer: { kind: "error" } },
      "/denied": { act: (session) => void session.drop(), answer: { kind: "denied" } },
      "/stream": { act: count, answer: { kind: "stream", pieces: ["a", "b", "c"] } },
      "/broken": { act: count, answer: { kind: "stream", pieces: ["a", broken] } },
      "/large": { act: count, answer: { kind: "large", bytes: 4_000_000 } },
      "/events": {
        act: (session) => (streaming = session, count(session)),
        answer: {
          kind: "events",
          events: ["one", "two"],
          late() {
            try {
              return `put ${streaming?.put("late", 1)}`;
            } catch (error) {
              return /** @type {Error} */ (error).name;
            }
          },
        },
      },
      "/none": { act: count, answer: { kind: "empty", status: 204 } },
      "/same": { act: count, answer: { kind: "empty", status: 304 } },
      "/file": { act: count, answer: { kind: "file", path: file } },
      "/cookies": { act: count, answer: { kind: "cookies", cookies: () => ["a=1; Path=/", "b=2; Path=/"] } },
      // An app behind, or another layer, sets this very cookie.
      "/behind": {
        async act(session) {
          session.put("here", 1);
          const theirs = await sessions.fetch("");
          theirs.put("user", "eve");
          return await sessions.commit(theirs) ?? "";
        },
        answer: { kind: "cookies", cookies: (header) => [header] },
      },
      "/public": { act: count, answer: { kind: "text", headers: { "cache-control": "public, max-age=60" } } },
      "/heavy": {
        act(session) {
          session.put("heavy", "x".repeat(5000));
          return "y".repeat(2000);
        },
        answer: text,
      },
      "/inner/add": { act: (session) => void session.put("user", "ada"), answer: text },
      "/inner/remembered": { act: (session) => void session.configure({ maxAge: 3600 }).put("user", "ada"), answer: text },
      "/inner/drop": { act: (session) => void session.drop(), answer: text },
    },
    skips: (path) => path.startsWith("/skipped"),
    around: (session) => void session.put("seen", 1),
    errorPage(session, path) {
      if (path === "/noted") session.put("noted", 1);
      return "sorry";
    },
    socket(session, say) {
      say(session ? `visit ${count(session)}` : "none");
    },
  };
}
