import type { KvAdapter } from "../index.d.ts";

/** A connected client of node-redis (5 or later) or ioredis, of one server or of a cluster. */
export type RedisClient =
  | { sendCommand(...words: any[]): Promise<any> }
  | { callBuffer(command: string, ...words: any[]): Promise<any> };

/**
 * Redis 6 or later, or what speaks its protocol: atomic, and strong as long as reads go to the primary. What the primary
 * acknowledged and had not replicated is lost if it fails.
 * @throws {TypeError} what is no such client
 */
export declare function redisKV(client: RedisClient): KvAdapter;
