"use server";
import { redirect } from "@solidjs/router";
import { setCookie, setResponseHeader } from "@solidjs/start/http";
import { flash } from "waxseal/phoenix";
import { session } from "./session.js";

export async function visit() {
  const visits = session().get("visits", 0) + 1;
  session().put("visits", visits);
  return visits;
}

/** What the page reads, told by its address. */
export async function look(how) {
  session().put("looked", how ?? "at nothing");
  if (how === "redirect") throw redirect("/");
  if (how === "fail") throw new Error("the function failed");
  return flash(session()).get("info") ?? "-";
}

const ways = {
  login(own) {
    own.put("user", "ada").renew();
    throw redirect("/");
  },
  remember(own) {
    own.configure({ maxAge: 3600 }).put("user", "lin");
    throw redirect("/");
  },
  denied(own) {
    own.put("denied", true);
    throw new Response("no", { status: 403 });
  },
  fail(own) {
    own.put("failed", true);
    throw new Error("the function failed");
  },
  returns(own) {
    own.put("returned", true);
    return "returned";
  },
  shared(own) {
    own.put("shared", true);
    setResponseHeader("cache-control", "public, max-age=60");
  },
  cookies(own) {
    own.put("cookies", true);
    setCookie("a", "1");
    setCookie("b", "2");
    throw redirect("/");
  },
  saved(own) {
    flash(own).put("info", "saved");
    throw redirect("/look");
  },
  logout(own) {
    own.drop();
  },
};

export async function act(form) {
  return ways[form.get("how")](session());
}
