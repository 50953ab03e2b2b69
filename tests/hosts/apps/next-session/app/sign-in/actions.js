"use server";
import { redirect } from "next/navigation";
import { action } from "../../session.js";

export const signIn = action(async (session, form) => {
  session.put("user", String(form.get("name"))).renew();
  redirect("/page");
});
