import { createSessions, memoryKV } from "waxseal/inline";

const sessions = createSessions({ store: "kv", kv: memoryKV(), key: "sid" });
let cookie = "";
for (let visit = 1; visit <= 3; visit += 1) {
  const session = await sessions.fetch(cookie);
  session.put("visits", session.get("visits", 0) + 1);
  const header = await sessions.commit(session);
  if (header) cookie = header.split(";")[0];
}
console.log((await sessions.fetch(cookie)).get("visits"));
