import { error, redirect } from "@sveltejs/kit";

const ANSWERS = {
  error: () => error(500, "expected"),
  missing: () => error(404, "none"),
  redirect: () => redirect(303, "/page"),
  own: () => new Response("", { status: 500 }),
  far: () => fetch("data:text/plain,far"),
};

/** Logs out, and answers in one way or another. */
export function GET({ params, locals: { session } }) {
  session.drop();
  return ANSWERS[params.what]();
}
