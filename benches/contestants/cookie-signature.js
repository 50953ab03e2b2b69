// As its documentation uses it.
import cookieSignature from "cookie-signature";
import { SECRET, json } from "./common.js";

export default [json("cookie-signature", "signed", () => ({
  seal: (text) => encodeURIComponent(cookieSignature.sign(text, SECRET)),
  open: (value) => cookieSignature.unsign(decodeURIComponent(value), SECRET) || null,
}))];
