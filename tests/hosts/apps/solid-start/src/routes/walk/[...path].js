// The app that is walked through, below /walk, as a page of the app's own is at /.
import { redirect } from "@solidjs/router";
import { setCookie } from "@solidjs/start/http";
import { HTTPError } from "h3";
import { responseOf } from "../../../package/frameworks/walk/drivers/bodies.js";
import { pathOf, spec } from "../../walk.js";

export async function GET({ request, nativeEvent }) {
  const route = spec?.routes[pathOf(request)];
  if (!route) return new Response(null, { status: 404 });
  const text = (await route.act?.(nativeEvent.context.session)) ?? "";
  const own = route.answer;
  if (own.kind === "error") throw new Error("boom");
  if (own.kind === "denied") throw new HTTPError({ status: 403 });
  if (own.kind === "redirect") return redirect(own.to);
  return responseOf(own, text, () => setCookie("b", "2", { path: "/" }));
}
