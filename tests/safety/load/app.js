// @ts-check
// The app under load, the same on every runtime: who is there, how often they wrote, a log-in, a log-out.

/** @param {import("waxseal").Sessions<any>} sessions @returns {(request: Request, ...rest: any[]) => Promise<Response>} */
export const app = (sessions) => sessions.handle((request, session) => {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/login") session.clear().put("user", searchParams.get("user")).put("count", 0).renew();
  if (pathname === "/put") session.put("count", session.get("count", 0) + 1);
  if (pathname === "/renew") session.renew();
  if (pathname === "/logout") session.drop();
  return Response.json({ user: session.get("user") ?? null, count: session.get("count") ?? null });
});

export const COOKIE = /** @type {const} */ ({ store: "cookie", key: "_load", secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "salt", encryptionSalt: "another salt", log: false });
