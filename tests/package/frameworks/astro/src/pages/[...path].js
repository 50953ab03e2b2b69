// The app that is walked through.
export async function GET(context) {
  const { cookies, locals, redirect, url } = context;
  const { routes, bodies } = globalThis.walked;
  const route = routes[url.pathname];
  if (!route) return new Response(null, { status: 404 });
  const text = (await route.act?.(locals.session)) ?? "";
  const { answer } = route;
  if (answer.kind === "error") throw new Error("boom");
  if (answer.kind === "denied") return new Response("denied", { status: 403 });
  if (answer.kind === "redirect") return redirect(answer.to);
  if (answer.kind === "text") return new Response(text, answer);
  if (answer.kind === "empty") return new Response(null, answer);
  if (answer.kind === "cookies") {
    const [first, ...more] = answer.cookies(text);
    if (more.length > 0) cookies.set("b", "2", { path: "/" });
    return new Response("{}", { headers: { "set-cookie": first } });
  }
  return new Response(bodies[answer.kind](answer));
}
