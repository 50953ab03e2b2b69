// As its documentation uses it.
import { SignJWT, jwtVerify } from "jose";
import { SECRET, cookieOf, setCookie } from "./common.js";

const key = new TextEncoder().encode(SECRET);

export default [{
  name: "jose JWT",
  kind: "signed",
  async setup() {
    const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
    const write = async (data) => setCookie(await new SignJWT(data).setProtectedHeader({ alg: "HS256" }).sign(imported));
    const read = async (header) => (await jwtVerify(cookieOf(header), imported)).payload;
    return {
      write,
      read: async (header, name) => (await read(header))[name],
      async request(header) {
        const data = await read(header);
        data.visits += 1;
        return write(data);
      },
    };
  },
}];
