import { redirect } from "next/navigation";
import { count, sessions } from "../../sessions.js";

export const dynamic = "force-dynamic";
export const GET = (request) => count(request);
// What redirect throws is an answer: the log-in goes with it.
export const POST = sessions.handle((_request, session) => {
  session.put("user", "ada").renew();
  redirect("/page");
});
