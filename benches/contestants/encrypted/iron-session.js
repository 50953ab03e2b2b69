// Its sealing alone, without the objects around it: at its best.
import { sealData, unsealData } from "iron-session";
import { setCookie, valueOf } from "../header.js";
import { asyncSessions } from "../json-sessions.js";
import { SECRET } from "../keys.js";

export const name = "iron-session";
export const kind = "encrypted";
export const layers = ["session"];

export const setup = () => asyncSessions(
  (header) => unsealData(valueOf(header), { password: SECRET }),
  async (data) => setCookie(await sealData(data, { password: SECRET })),
);
