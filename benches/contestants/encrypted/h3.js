// Its sessions as a handler uses them. By default it derives a key from the password with 8,192 rounds at each request; here with
// one, as iron-session does, which is what it can do at its best.
import { getSession, mockEvent, updateSession } from "h3";
import { SECRET } from "../keys.js";

export const name = "h3, 1 round";
export const kind = "encrypted";
export const layers = ["session"];

const once = (algorithm) => ({ algorithm, saltBits: 256, iterations: 1, minPasswordlength: 32 });

export function setup() {
  const config = { password: SECRET, name: "s", sessionHeader: false, seal: { encryption: once("aes-256-cbc"), integrity: once("sha256") } };
  const event = (cookie) => mockEvent("/", { headers: { cookie } });
  const update = async (made, data) => {
    await updateSession(made, config, data);
    return made.res.headers.get("set-cookie");
  };
  return {
    write: (data) => update(event(""), data),
    all: async (header) => ({ ...(await getSession(event(header), config)).data }),
    read: async (header, key) => (await getSession(event(header), config)).data[key],
    async request(header) {
      const made = event(header);
      const { data } = await getSession(made, config);
      return update(made, { visits: data.visits + 1 });
    },
  };
}
