/** Puts, and calls an endpoint that logs out. */
export async function load({ locals: { session }, fetch }) {
  session.put("outer", true);
  const response = await fetch("/answers/own");
  return { status: response.status };
}
