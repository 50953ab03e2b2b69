import { notFound, redirect } from "@tanstack/react-router";
import { createServerFn } from "@tanstack/react-start";
import { setCookie, setResponseHeader, setResponseStatus } from "@tanstack/react-start/server";
import { flash } from "waxseal/phoenix";

export const visit = createServerFn().handler(({ context: { session } }) => {
  const visits = session.get("visits", 0) + 1;
  session.put("visits", visits);
  return visits;
});

/** What the page's loader calls, told by its address. */
export const look = createServerFn().validator((how) => how).handler(({ data: how, context: { session } }) => {
  session.put("looked", how ?? "at nothing");
  if (how === "redirect") throw redirect({ to: "/" });
  if (how === "missing") throw notFound();
  if (how === "fail") throw new Error("the function failed");
  return { info: flash(session).get("info") ?? "-" };
});

const ways = {
  login(session) {
    session.put("user", "ada").renew();
    throw redirect({ to: "/" });
  },
  remember(session) {
    session.configure({ maxAge: 3600 }).put("user", "lin");
    throw redirect({ to: "/" });
  },
  missing(session) {
    session.put("missed", true);
    throw notFound();
  },
  denied(session) {
    session.put("denied", true);
    throw new Response("no", { status: 403 });
  },
  fail(session) {
    session.put("failed", true);
    throw new Error("the function failed");
  },
  sorry(session) {
    session.put("sorry", true);
    setResponseStatus(500);
    return "sorry";
  },
  shared(session) {
    session.put("shared", true);
    setResponseHeader("cache-control", "public, max-age=60");
  },
  cookies(session) {
    session.put("cookies", true);
    setCookie("a", "1");
    setCookie("b", "2");
    throw redirect({ to: "/" });
  },
  saved(session) {
    flash(session).put("info", "saved");
    throw redirect({ to: "/look" });
  },
  stream(session) {
    session.put("streamed", true);
    return new Response(new Blob(["a", "b"]).stream());
  },
  forged(session, context) {
    return `${context.mine}, ${session.get("user")}`;
  },
  logout(session) {
    session.drop();
  },
};

export const act = createServerFn({ method: "POST" }).validator((form) => form.get("how")).handler(({ data: how, context }) => ways[how](context.session, context));
