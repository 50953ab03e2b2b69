// @ts-check
// What a token that opened is for, in Phoenix's words.
import { kindOf, tupleElements } from "./term-kinds.js";

/**
 * @param {{ opened: { salt: string, name?: string, isEncrypted: boolean }, session: any }} report
 * @returns {{ title: string, text: string }}
 */
export function tokenKind({ opened: { salt, name, isEncrypted }, session: data }) {
  if (name !== undefined && name.endsWith("_remember_me") && bytesIn(data) === 32) {
    return {
      title: "A remember-me cookie of phx.gen.auth",
      text: "Its 32 bytes are the user_token that the session had. After the browser was closed the app puts them into a new session, and finds the user by them in users_tokens.",
    };
  }
  if (name !== undefined) {
    const how = isEncrypted ? "encrypt" : "sign";
    return { title: `A cookie of put_resp_cookie(${how}: true)`, text: `Its salt is its name and _cookie: under another name it does not open. fetch_cookies(conn, ${how === "sign" ? "signed" : "encrypted"}: ["${name}"]) reads it.` };
  }
  if (salt.startsWith("flash:")) return { title: "LiveView's flash, __phoenix_flash__", text: "Messages on their way from a LiveView to the next page; good for 60 seconds there." };
  if (isOfLiveView(data)) return { title: "A token of LiveView's page", text: "data-phx-session or data-phx-static: what the socket mounts with. Its salt is live_view's signing_salt." };
  return { title: "A Phoenix.Token", text: "What an app gives to a client and wants back unchanged: for a socket, an API, a link in a mail. A token of one salt passes under no other." };
}

/** Random bytes may happen to be a text. @param {any} data */
export const bytesIn = (data) => (kindOf(data) === "bytes" ? data.length : kindOf(data) === "string" ? new TextEncoder().encode(data).length : 0);

/** {5, %{id: …}}: a version before the map. @param {any} data */
function isOfLiveView(data) {
  if (kindOf(data) !== "tuple") return false;
  const [version, map, ...more] = tupleElements(data);
  return more.length === 0 && kindOf(version) === "integer" && map instanceof Map && [...map.keys()].some((key) => kindOf(key) === "atom" && key.name === "id");
}
