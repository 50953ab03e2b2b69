import { count, sessions } from "./count.js";

export default {
  fetch: sessions.handle(async (request, session, env) => {
    session.put("visits", session.get("visits", 0) + 1);
    return new Response(`${env.GREETING} ${session.get("visits")} ${await count()}`);
  }),
};
