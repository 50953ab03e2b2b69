import type { KvAdapter } from "../index.d.ts";

/**
 * A client of node-redis (4 or later, not in its legacy mode; alone, pooled, of a cluster or behind sentinels), of ioredis or
 * iovalkey (alone or of a cluster), or of Valkey GLIDE.
 */
export type RedisClient =
  | { withTypeMapping(mapping: any): any }
  | { sendCommand(...words: any[]): Promise<any> }
  | { getBuffer(key: any, ...more: any[]): Promise<any>; eval(...words: any[]): Promise<any> }
  | { customCommand(words: any[], options?: any): Promise<any> };

/**
 * Redis 6 or later, Valkey, or what speaks their protocol: atomic, and strong, for reads go to the primary whatever the client
 * does with other commands. What the primary acknowledged and had not replicated is lost if it fails. The client's key prefix and
 * its pipelining hold.
 * @throws {ConfigError} what is no such client
 * @example
 * ```js
 * import { createClient } from "redis";
 * import { createSessions } from "waxseal";
 * import { redisKV } from "waxseal/kv/redis";
 *
 * const client = await createClient({ url: process.env.REDIS_URL }).on("error", console.error).connect(); // or new Redis(url), of ioredis
 * const sessions = createSessions({ store: "kv", key: "_shop_key", kv: redisKV(client) });
 * ```
 */
export declare function redisKV(client: RedisClient): KvAdapter;
