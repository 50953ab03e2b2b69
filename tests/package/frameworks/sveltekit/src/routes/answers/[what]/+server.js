import { error, redirect } from "@sveltejs/kit";

const ANSWERS = {
  error: () => error(500, "expected"),
  missing: () => error(404, "none"),
  redirect: () => redirect(303, "/page"),
  own: () => new Response("", { status: 500 }),
  far: () => fetch("data:text/plain,far"),
};

/** Logs out, or in for an hour, and answers in one way or another. */
export function GET({ params, locals: { session }, url }) {
  if (url.searchParams.has("remembered")) session.configure({ maxAge: 3600 }).put("user", "ada");
  else session.drop();
  return ANSWERS[params.what]();
}
