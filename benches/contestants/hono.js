// As its documentation uses it.
import { parseSigned, serializeSigned } from "hono/utils/cookie";
import { SECRET } from "./common.js";

export default [{
  name: "Hono signed cookies",
  kind: "signed",
  setup() {
    const read = async (header) => {
      const { s } = await parseSigned(header, SECRET, "s");
      return s ? JSON.parse(s) : {};
    };
    const write = (data) => serializeSigned("s", JSON.stringify(data), SECRET, { path: "/", httpOnly: true });
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
