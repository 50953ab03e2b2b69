// The clients of services, by their own types: what an adapter takes at run time compiles.

import { getStore } from "@netlify/blobs";
import { Redis as Upstash } from "@upstash/redis";
import { Cluster, Redis } from "ioredis";
import { createClient, createClientPool, createCluster, createSentinel } from "redis";
import { createStorage } from "unstorage";
import { sessionsObject } from "waxseal/kv/durable-object";
import { netlifyBlobsKV } from "waxseal/kv/netlify-blobs";
import { redisKV } from "waxseal/kv/redis";
import { unstorageKV } from "waxseal/kv/unstorage";
import { upstashKV } from "waxseal/kv/upstash";

redisKV(createClient());
redisKV(createClientPool());
redisKV(createCluster({ rootNodes: [] }));
redisKV(createSentinel({ name: "sessions", sentinelRootNodes: [] }));
redisKV(new Redis());
redisKV(new Cluster([]));
upstashKV(new Upstash({ url: "https://example.org", token: "token" }));
netlifyBlobsKV(getStore("sessions"));
unstorageKV(createStorage());

// @ts-expect-error an address is no client
redisKV("redis://localhost");

declare class DurableObject<Env = unknown> {
  constructor(ctx: { id: string }, env: Env);
  protected ctx: { id: string };
}
export class Sessions extends sessionsObject(DurableObject) {
  double(number: number) {
    return number * 2;
  }
}
