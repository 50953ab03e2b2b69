// A contestant's job in workerd, so often: whoever asks takes the time, as a Worker's clock stands still while it works.
import all from "./contestants/all.js";
import { prepare, repeat } from "./measure.js";

const prepared = new Map();

export default {
  async fetch(request) {
    const query = new URL(request.url).searchParams;
    const [name, kind, size, job, times] = ["name", "kind", "size", "job", "times"].map((key) => query.get(key));
    if (job === "empty") {
      await repeat(() => 0, Number(times));
      return new Response("done");
    }
    const key = [name, kind, size, job].join();
    try {
      if (!prepared.has(key)) prepared.set(key, await prepare(all.find((one) => one.name === name && one.kind === kind), Number(size), job));
      await repeat(prepared.get(key), Number(times));
      return new Response("done");
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
