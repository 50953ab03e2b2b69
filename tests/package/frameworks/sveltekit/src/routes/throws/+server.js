export function GET({ locals: { session } }) {
  session.put("visits", 100);
  throw new Error("boom");
}
