// @ts-check
// All that Redis servers hold, and their clocks put forward: by taking time from every record, which Redis then expires itself.

import { Redis } from "ioredis";

/** @param {number[]} ports */
export function redisData(ports) {
  const servers = ports.map((port) => new Redis(port));
  return {
    async dump() {
      /** @type {[string, Uint8Array][]} */
      const entries = [];
      for (const server of servers) {
        for (const key of await server.keys("*")) {
          const value = await server.getBuffer(key);
          if (value) entries.push([key, value]);
        }
      }
      return entries;
    },

    /** @param {number} seconds */
    async advance(seconds) {
      for (const server of servers) {
        for (const key of await server.keys("*")) {
          const left = await server.pttl(key);
          if (left < 0) throw new Error(`${key} has no time to live`);
          await server.pexpire(key, left - seconds * 1000);
        }
      }
    },

    close: () => servers.forEach((server) => server.disconnect()),
  };
}
