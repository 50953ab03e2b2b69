import { NextResponse } from "next/server";
import { flash } from "waxseal/phoenix";
import { proxy as withSession } from "./session.js";

export const config = { matcher: ["/page", "/count", "/rewritten"] };

export const proxy = withSession((request, session) => {
  const asked = request.nextUrl.searchParams.get("proxy");
  if (asked === "reads") return session.get("user") ? undefined : NextResponse.json({ sorry: true }, { status: 401 });
  if (asked === "forgets") {
    session.put("proxied", -1);
    return undefined;
  }
  if (asked === "throws") {
    session.put("proxied", -1);
    throw new Error("the proxy failed");
  }
  if (asked === "cures") {
    // A cookie of another path is another one.
    const response = NextResponse.next();
    response.headers.append("set-cookie", "_app_key=; Path=/elsewhere; Max-Age=0");
    return response;
  }
  session.put("proxied", session.get("proxied", 0) + 1);
  if (asked === "drops") session.drop();
  if (request.nextUrl.pathname === "/rewritten") return NextResponse.rewrite(new URL("/page", request.url));
  const headers = new Headers(request.headers);
  headers.set("x-own", "mine");
  if (asked === "flash") {
    // A page can't take it away: it is taken here, and handed on.
    headers.set("x-info", encodeURIComponent(flash(session).get("info") ?? ""));
    return NextResponse.next({ request: { headers } });
  }
  const response = asked === "own" ? NextResponse.next({ request: { headers } }) : NextResponse.next();
  response.cookies.set("theme", "dark");
  return response;
});
