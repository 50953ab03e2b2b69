// A key put into a session that opened, and the cookie that Phoenix would get back.
import { createSessions } from "waxseal";
import { decode, encode } from "waxseal/term";
import { options } from "../waxseal/inspect/inspect-cookie.js";
import { openToken } from "../waxseal/inspect/open-token.js";
import { mapEntries } from "../waxseal/inspect/term-kinds.js";

export function changeKey({ cookie, keysets }, key, value) {
  const [primary, ...rotated] = keysets;
  const sessions = createSessions({
    store: "cookie", key: cookie.name, log: false, sameSite: "Lax",
    ...options(primary), rotatingOptions: rotated.map(options),
  });
  const session = sessions.fetch(`${cookie.name}=${cookie.value}`);
  if (value === undefined) session.delete(key);
  else session.put(key, value);
  const setCookie = sessions.commit(session);
  return { setCookie, value: setCookie.slice(cookie.name.length + 1).split(";")[0] };
}

// Opened again, and held against what was there before: which keys differ. One, it had better be.
export function differences(before, cookieValue, primary) {
  const was = terms(before);
  const is = terms(decode(openToken(cookieValue, primary)));
  const names = new Set([...was.keys(), ...is.keys()]);
  return { changed: [...names].filter((name) => was.get(name) !== is.get(name)), kept: [...names].filter((name) => was.get(name) === is.get(name)) };
}

const terms = (session) => new Map(mapEntries(session).map(([key, value]) => [String(key?.name ?? key), encode(value).join()]));
