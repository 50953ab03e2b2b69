// The app that is walked through.
export async function GET(context) {
  const { cookies, locals, redirect, url } = context;
  const { routes, responseOf } = globalThis.walked;
  const route = routes[url.pathname];
  if (!route) return new Response(null, { status: 404 });
  const text = (await route.act?.(locals.session)) ?? "";
  const { answer } = route;
  if (answer.kind === "error") throw new Error("boom");
  if (answer.kind === "denied") return new Response("denied", { status: 403 });
  if (answer.kind === "redirect") return redirect(answer.to);
  return responseOf(answer, text, () => cookies.set("b", "2", { path: "/" }));
}
