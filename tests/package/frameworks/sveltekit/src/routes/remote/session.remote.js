import { command, getRequestEvent } from "$app/server";
import { error } from "@sveltejs/kit";

/** Counts, and then ends in one way or another: SvelteKit answers each with 200. */
export const count = command("unchecked", (how) => {
  const { session } = getRequestEvent().locals;
  session.put("visits", session.get("visits", 0) + 1);
  if (how === "throw") throw new Error("boom");
  if (how === "error") error(400, "expected");
  return session.get("visits");
});
