// waxseal/next, with functions of the shape that next/headers has.

import { createSessions } from "waxseal";
import { nextSessions } from "waxseal/next";
import { assert, type Equals } from "./check.js";

declare const cookies: () => Promise<{
  get(...args: [name: string] | [{ name: string }]): { name: string; value: string } | undefined;
  set(...args: [key: string, value: string, cookie?: { httpOnly?: boolean; sameSite?: true | false | "lax" | "strict" | "none" }] | [{ name: string; value: string }]): object;
}>;
declare const headers: () => Promise<{ get(name: string): string | null; has(name: string): boolean }>;
const sessions = createSessions<{ visits: number }>({ store: "cookie", key: "k", signingSalt: "s" });

const { session, action, handle, proxy } = nextSessions(sessions, { cookies, headers, conn: () => ({ secretKeyBase: "" }) });
const visits = (await session()).get("visits");
assert<Equals<typeof visits, number | undefined>>();
const add = action(async (own, by: number, form: { get(name: string): unknown }) => {
  own.put("visits", own.get("visits", 0) + by);
  return `${form.get("name")}`;
});
assert<Equals<typeof add, (by: number, form: { get(name: string): unknown }) => Promise<string>>>();
// @ts-expect-error: no such key
action((own) => own.get("vists"));
// @ts-expect-error: an argument is missing
add(1);
interface Asked { nextUrl: { pathname: string } }
handle(async (request: any, own, { params }: { params: Promise<{ id: string }> }) => own.get("visits") && (await params).id && request.response);
proxy((request: Asked & any, own) => {
  if (request.nextUrl.pathname === "/") own.drop();
});
// @ts-expect-error: cookies and headers
nextSessions(sessions, {});
