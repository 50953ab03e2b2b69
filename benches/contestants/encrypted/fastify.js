// The plugin's own functions on Fastify's instance, without a request around them: at its best.
import secureSession from "@fastify/secure-session";
import fastify from "fastify";
import { KEY } from "../keys.js";

export const name = "@fastify/secure-session";
export const kind = "encrypted";
export const layers = ["session"];

export async function setup() {
  const app = fastify();
  app.register(secureSession, { cookieName: "s", key: Buffer.from(KEY) });
  await app.ready();
  const open = (header) => app.decodeSecureSession(app.parseCookie(header).s);
  const close = (session) => app.serializeCookie("s", app.encodeSecureSession(session), { path: "/", httpOnly: true });
  return {
    write: (data) => close(app.createSecureSession({ ...data })),
    all: (header) => open(header).data(),
    read: (header, key) => open(header)?.get(key),
    request(header) {
      const session = open(header);
      session.set("visits", session.get("visits") + 1);
      return close(session);
    },
  };
}
