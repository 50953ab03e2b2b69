"use server";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { flash } from "waxseal/phoenix";
import { action, session as current } from "../session.js";
import { sessions } from "../sessions.js";

export const rename = action(async (session, form) => {
  session.put("name", String(form.get("name")));
});
export const login = action(async (session) => {
  session.put("user", "ada").renew();
  redirect("/page?after=login");
});
export const remember = action(async (session) => {
  session.configure({ maxAge: 3600 }).put("user", "lin");
  redirect("/page?after=remember");
});
export const saved = action(async (session) => {
  flash(session).put("info", "Saved, é");
  redirect("/page?proxy=flash");
});
export const looked = action(async (session) => {
  session.put("looked", flash(session).get("info"));
});
export const missing = action(async (session) => {
  session.put("missed", true);
  notFound();
});
export const failing = action(async (session) => {
  session.put("failed", true);
  throw new Error("the action failed");
});
export const logout = action(async (session) => {
  session.drop();
});
// Both write, and what the one wrote the other sees: one request, one session.
export const nested = action(async (session, form) => {
  session.put("outer", 1);
  await rename(form);
  session.put("seen", `${session.get("name")} ${(await current()).get("outer")}`);
});
// Hands on what an app behind answers, by the framework's own cookies: its log-in, its log-out.
export const behind = action(async (session) => {
  session.put("here", 1);
  const theirs = await sessions.fetch("");
  const { name, value, attributes } = await sessions.cookie(theirs.put("user", "eve"));
  (await cookies()).set(name, value, attributes);
});
export const behindOut = action(async (session) => {
  session.put("here", 2);
  (await cookies()).delete("_app_key");
});
