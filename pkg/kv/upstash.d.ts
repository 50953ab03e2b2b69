import type { KvAdapter } from "../index.d.ts";

/** What is used of `Redis` of `@upstash/redis`. */
export interface UpstashRedis {
  get(key: string): Promise<any>;
  set(key: string, value: string, options: any): Promise<any>;
  eval(script: string, keys: string[], words: string[]): Promise<any>;
  del(key: string): Promise<number>;
}

/**
 * Upstash Redis by its REST client: atomic; a read may come from a replica that lags behind. `maxValue`: bytes, 700,000 by
 * default, which fits the smallest plan's requests.
 */
export declare function upstashKV(redis: UpstashRedis, options?: { maxValue?: number }): KvAdapter;
