/** Calls an endpoint that counts. */
export async function load({ fetch }) {
  return { text: await (await fetch("/")).text() };
}
