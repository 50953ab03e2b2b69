import { NextResponse } from "next/server";
import { sessions } from "./sessions.js";

export const config = { matcher: "/seen" };

export function proxy(request) {
  const session = sessions.fetch(request);
  session.put("seen", true);
  return sessions.send(session, NextResponse.json({ seen: true }));
}
