// @ts-check
// A cluster of three nodes, by both clients: every operation has one key, so that no node ever has to refuse one.

import { Cluster } from "ioredis";
import { createCluster } from "redis";
import { createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { redisKV } from "waxseal/kv/redis";
import { makeApp } from "../app.js";
import { local } from "../local.js";
import { redisData } from "../redis-data.js";
import { startCluster } from "../redis-server.js";
import { wholeSuite } from "../whole.js";

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const { ports, stop } = await startCluster();
  const data = redisData(ports);
  const nodeRedis = await createCluster({ rootNodes: ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })) }).connect();
  const ioredis = new Cluster(ports.map((port) => ({ host: "127.0.0.1", port })));
  try {
    for (const [name, client] of Object.entries({ "node-redis": nodeRedis, ioredis })) {
      const kv = redisKV(client);
      await section(`redis cluster, ${name}: adapter`, adapterSuite(() => kv, data));
      await section(`redis cluster, ${name}: application`, wholeSuite({ ...local(makeApp(createSessions, kv)), dump: data.dump }));
    }
    const spread = (await Promise.all(ports.map((port) => nodeHolds(port)))).filter((keys) => keys > 0);
    await section("redis cluster: spread", [{
      name: "all three nodes hold records",
      async run() {
        if (spread.length !== 3) throw new Error(`${spread.length} nodes hold records`);
      },
    }]);
  } finally {
    nodeRedis.destroy();
    ioredis.disconnect();
    data.close();
    await stop();
  }
}

/** @param {number} port */
async function nodeHolds(port) {
  const data = redisData([port]);
  try {
    return (await data.dump()).length;
  } finally {
    data.close();
  }
}
