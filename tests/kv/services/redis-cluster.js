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
      await section(`redis cluster, ${name}: adapter`, adapterSuite(() => kv, { advance: data.advance }));
      await section(`redis cluster, ${name}: application`, wholeSuite({ ...local(makeApp(createSessions, kv)), dump: data.dump }));
    }
    for (const [name, connect] of Object.entries(others(ports))) {
      const { client, close } = await connect();
      await section(`redis cluster, ${name}`, adapterSuite(() => redisKV(client), { advance: data.advance })).finally(close);
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

/** By name, so that none is needed to compile this. @param {string} name @returns {Promise<any>} */
const load = (name) => import(name);

/** The other clients, and options by which reads would go to replicas. @param {number[]} ports @returns {Record<string, () => Promise<{ client: any, close: () => unknown }>>} */
function others(ports) {
  const rootNodes = ports.map((port) => ({ url: `redis://127.0.0.1:${port}` }));
  const addresses = ports.map((port) => ({ host: "127.0.0.1", port }));
  const nodeRedis = (/** @type {string} */ name, /** @type {object} */ options) => async () => {
    const client = await (await load(name)).createCluster({ rootNodes, ...options }).on("error", () => {});
    await client.connect();
    return { client, close: () => (client.destroy ? client.destroy() : client.disconnect()) };
  };
  const ofIoredis = (/** @type {string} */ name, /** @type {object} */ options) => async () => {
    const client = new (await load(name)).Cluster(addresses, options);
    return { client, close: () => client.disconnect() };
  };
  return {
    "node-redis 6, replicas, a prefix": nodeRedis("redis", { useReplicas: true, keyPrefix: "shop:" }),
    "node-redis 5, replicas": nodeRedis("redis5", { useReplicas: true }),
    "node-redis 4, replicas": nodeRedis("redis4", { useReplicas: true }),
    "ioredis 5, replicas, auto-pipelining, a prefix": ofIoredis("ioredis", { scaleReads: "all", enableAutoPipelining: true, keyPrefix: "shop:" }),
    "ioredis 6": ofIoredis("ioredis6", {}),
    iovalkey: ofIoredis("iovalkey", { scaleReads: "slave" }),
    "Valkey GLIDE": async () => {
      const client = await (await load("@valkey/valkey-glide")).GlideClusterClient.createClient({ addresses, readFrom: "preferReplica" });
      return { client, close: () => client.close() };
    },
  };
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
