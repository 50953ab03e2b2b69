/** Puts, and throws what nobody expects. */
export function load({ locals: { session }, url }) {
  session.put("visits", 100);
  if (url.searchParams.has("throw")) throw new Error("boom");
  return {};
}
