export function GET({ locals: { session } }) {
  session.put("visits", session.get("visits", 0) + 1);
  return new Response(`visit ${session.get("visits")}`);
}
