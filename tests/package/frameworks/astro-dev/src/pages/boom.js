export function GET({ locals }) {
  locals.session.put("lost", 1);
  throw new Error("boom");
}
