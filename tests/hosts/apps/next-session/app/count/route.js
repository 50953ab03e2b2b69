import { notFound, redirect } from "next/navigation";
import { action, handle, session as current } from "../../session.js";

const note = action((session, text) => session.put("note", text) && undefined);

export const GET = handle(async (request, session) => {
  session.put("visits", session.get("visits", 0) + 1);
  if (new URL(request.url).searchParams.has("nested")) await note(`visit ${(await current()).get("visits")}`);
  return Response.json(session.toObject());
});
export const POST = handle((request, session) => {
  session.put("posted", true);
  if (new URL(request.url).searchParams.has("idle")) session.configure({ idleTimeout: 6 });
  if (new URL(request.url).searchParams.has("missing")) notFound();
  redirect("/page");
});
