// The load's apps: each contestant counts the visits of visitors who come at once, each for itself.

import { startRedis } from "../../tests/kv/redis-server.js";
import { visitors } from "./client.js";
import { SERVERS } from "./servers.js";
import { NONE, pathOf } from "./sessions.js";

/** @returns {Promise<{ passed: number, failed: number }>} what failed is told */
export async function smoke() {
  const counts = { passed: 0, failed: 0 };
  const redis = await startRedis();
  try {
    await Promise.all(Object.entries(SERVERS).map(async ([title, start]) => {
      const { port, names, stop } = await start(redis.port);
      try {
        for (const name of names) {
          try {
            await visitors({ port, path: pathOf(name), counts: name !== NONE, visitors: 2 })(8);
            counts.passed += 1;
          } catch (error) {
            counts.failed += 1;
            console.log(`${title}, ${name}: ${error.message}`);
          }
        }
      } finally {
        await stop();
      }
    }));
  } finally {
    await redis.stop();
  }
  return counts;
}
