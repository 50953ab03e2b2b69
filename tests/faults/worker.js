// @ts-check
import { print } from "../conformance/print.js";
import { all } from "./all.js";

export default {
  async test() {
    const { counts, failures } = await all();
    if (!print(counts, failures)) throw new Error(`${failures.length} tests failed`);
  },
};
