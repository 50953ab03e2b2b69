// As its documentation uses it, without the framework around it.
import { parseSigned, serializeSigned } from "hono/utils/cookie";
import { asyncSessions } from "../json-sessions.js";
import { SECRET } from "../keys.js";

export const name = "Hono signed cookies";
export const kind = "signed";
export const layers = ["session"];

export const setup = () => asyncSessions(
  async (header) => {
    const { s } = await parseSigned(header, SECRET, "s");
    return s ? JSON.parse(s) : {};
  },
  (data) => serializeSigned("s", JSON.stringify(data), SECRET, { path: "/", httpOnly: true }),
);
