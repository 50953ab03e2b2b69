import { redirect } from "@tanstack/react-router";
import { setCookie } from "@tanstack/react-start/server";
import { responseOf } from "../package/frameworks/walk/drivers/bodies.js";
import { spec } from "./walk.js";

/** What one of the walk's routes answers. */
export async function answer(path, session) {
  const route = spec.routes[path];
  if (!route) return new Response(null, { status: 404 });
  const text = (await route.act?.(session)) ?? "";
  const own = route.answer;
  if (own.kind === "error") throw new Error("boom");
  if (own.kind === "denied") throw new Response("denied", { status: 403 });
  if (own.kind === "redirect") throw redirect({ href: own.to, statusCode: 302 });
  return responseOf(own, text, () => setCookie("b", "2", { path: "/" }));
}
