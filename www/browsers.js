// A log-out that holds: one user in two browsers, one of which ends the other's session while that one is still writing.
//
// There are no passwords: the page makes up a user for each visit, and what they write guards nothing.
import { jsonBody, number, sameSite, text } from "./input.js";
import { loginsOf } from "./logins-of.js";
import { newSid, recordKey, sidOf } from "./record-key.js";
import { Refused } from "./refusal.js";
import { browsers } from "./sessions.js";

const actions = {
  async login(session, body, { key, send }) {
    const user = text(body, "user", { max: 100 });
    const before = session.get("user");
    session.clear().renew().put("user", user);
    const response = await send({ user });
    // Before the browser is told its sid: a session that is not listed could not be ended from elsewhere.
    if (before !== undefined) await (await loginsOf(before)).remove(key);
    await (await loginsOf(user)).add(await recordKey(newSid(response)));
    return response;
  },

  // The session is read when the request begins and written when it ends. If it was dropped in between, send throws
  // SessionInterruptedError, and nothing is written.
  async write(session, body, { send }) {
    loggedIn(session);
    const note = text(body, "note", { max: 500 });
    const seconds = number(body, "seconds", { max: 5 });
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    session.put("note", note);
    return send({ note });
  },

  async logout(session, _body, { key, send }) {
    const user = loggedIn(session);
    session.drop();
    const response = await send({ ended: 1 });
    await (await loginsOf(user)).remove(key);
    return response;
  },

  async "logout-others"(session, _body, { key, send }) {
    const logins = await loginsOf(loggedIn(session));
    return send({ ended: await logins.endOthers(key) });
  },
};

// POST /api/browsers/laptop/login, and so on.
export async function browser(request) {
  const [, name, action] = /^\/api\/browsers\/([^/]+)\/([^/]+)$/.exec(new URL(request.url).pathname) ?? [];
  if (!Object.hasOwn(browsers, name ?? "") || !Object.hasOwn(actions, action)) {
    throw new Refused("path", "takes /api/browsers/laptop or …/phone, then /login, /write, /logout or /logout-others", { status: 404 });
  }
  if (request.method !== "POST") throw new Refused("method", "takes POST", { status: 405, headers: { allow: "POST" } });
  sameSite(request);
  const body = await jsonBody(request);

  const sessions = browsers[name];
  const session = await sessions.fetch(request);
  const sid = sidOf(request, `_demo_${name}`);
  return actions[action](session, body, {
    key: sid && (await recordKey(sid)),
    send: (answer) => sessions.send(session, Response.json(answer)),
  });
}

function loggedIn(session) {
  const user = session.get("user");
  if (user === undefined) throw new Refused("session", "this browser is not logged in", { status: 401 });
  return user;
}
