// What a user writes: the same lines for every tool.
import { createSessions } from "waxseal";
import { KeyGenerator } from "waxseal/crypto";
import { memoryKV } from "waxseal/kv/memory";
import { encode } from "waxseal/term";

const options = { key: "_app_key", secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "a salt" };
export const sessions = createSessions({ store: "cookie", ...options });

/** Three visits; and the other subpaths are there. */
export async function count() {
  let cookie = "";
  for (let visit = 1; visit <= 3; visit += 1) {
    const session = sessions.fetch(cookie);
    session.put("visits", session.get("visits", 0) + 1);
    cookie = sessions.commit(session).split(";")[0];
  }
  const server = createSessions({ store: "kv", kv: memoryKV(), key: "sid" });
  const session = await server.fetch("");
  session.put("key", KeyGenerator.generate("secret", "salt").length);
  const held = await server.fetch((await server.commit(session)).split(";")[0]);
  return [sessions.fetch(cookie).get("visits"), held.get("key"), encode(null).length].join();
}
