// The WebSockets that are walked through: their handshake's head is what the hook says.
import { spec } from "../walk.js";

export const socket = {
  async upgrade(request) {
    // Nitro's own version of crossws takes no context from what is returned.
    const { said } = Object.assign(request.context, { said: [] });
    if (spec.skips(new URL(request.url).pathname)) return void said.push("none");
    const session = await spec.sessions.fetch(request, { scheme: "http" });
    spec.socket(session, (message) => said.push(message));
    const { setCookie } = await spec.sessions.headers(session);
    return { headers: setCookie ? { "set-cookie": setCookie } : {} };
  },
  open: (peer) => peer.context.said.forEach((message) => peer.send(message)),
};
