// As its documentation uses it.
import { sealData, unsealData } from "iron-session";
import { SECRET, jsonAsync } from "./common.js";

export default [jsonAsync("iron-session", "encrypted", () => ({
  seal: (text) => sealData({ text }, { password: SECRET }),
  open: async (value) => (await unsealData(value, { password: SECRET })).text ?? null,
}))];
