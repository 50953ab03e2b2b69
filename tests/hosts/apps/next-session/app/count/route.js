import { notFound, redirect } from "next/navigation";
import { handle } from "../../session.js";

export const GET = handle((_request, session) => {
  session.put("visits", session.get("visits", 0) + 1);
  return Response.json(session.toObject());
});
export const POST = handle((request, session) => {
  session.put("posted", true);
  if (new URL(request.url).searchParams.has("missing")) notFound();
  redirect("/page");
});
