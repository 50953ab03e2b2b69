#!/usr/bin/env bash
# Next 16.4.6, NextResponse: a Set-Cookie header that is appended to a response is gone once `response.cookies.set` is called, which writes all Set-Cookie headers anew
# from what it saw when the response was made. A session library that appends its cookie logs nobody in, if a theme is set after it. Set before it, both are there.
# Seen: "set, then appended: theme, sid; appended, then set: theme".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts next@16.4.6 react@19.3.1 react-dom@19.3.1 >/dev/null
cat >append.mjs <<'JS'
import { NextResponse } from "next/server.js";

const append = (response) => response.headers.append("set-cookie", "sid=1; Path=/; HttpOnly");
const set = (response) => response.cookies.set("theme", "dark");
const sent = (...steps) => {
  const response = NextResponse.json({});
  for (const step of steps) step(response);
  return response.headers.getSetCookie().map((line) => line.split("=")[0]).join(", ");
};
console.log(`set, then appended: ${sent(set, append)}; appended, then set: ${sent(append, set)}`);
JS
said=$(node append.mjs)
echo "$said"
[ "$said" = "set, then appended: theme, sid; appended, then set: theme" ]
