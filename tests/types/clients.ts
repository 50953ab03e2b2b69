// The clients of services, by their own types: what an adapter takes at run time compiles.

import { DynamoDB, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { getStore } from "@netlify/blobs";
import { neon } from "@neondatabase/serverless";
import { DatabaseSync } from "node:sqlite";
import { createClient as createLibsql } from "@libsql/client";
import { Redis as Upstash } from "@upstash/redis";
import BetterSqlite3 from "better-sqlite3";
import { Cluster, Redis } from "ioredis";
import Libsql from "libsql";
import { Client, Pool } from "pg";
import postgres from "postgres";
import { createClient, createClientPool, createCluster, createSentinel } from "redis";
import { createStorage } from "unstorage";
import { sessionsObject } from "waxseal/kv/durable-object";
import { dynamodbKV } from "waxseal/kv/dynamodb";
import { netlifyBlobsKV } from "waxseal/kv/netlify-blobs";
import { postgresKV } from "waxseal/kv/postgres";
import { redisKV } from "waxseal/kv/redis";
import { sqliteKV } from "waxseal/kv/sqlite";
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
postgresKV(new Pool());
postgresKV(new Client());
postgresKV(postgres());
postgresKV(neon("postgres://localhost"));
sqliteKV(new DatabaseSync("sessions.db"));
sqliteKV(new BetterSqlite3("sessions.db"));
sqliteKV(new Libsql("sessions.db"));
sqliteKV(createLibsql({ url: "file:sessions.db" }));
dynamodbKV(new DynamoDB({ region: "eu-central-1" }), { table: "sessions" });

// @ts-expect-error it takes commands alone
dynamodbKV(new DynamoDBClient({}));

// @ts-expect-error a path is no database
sqliteKV("sessions.db");

// @ts-expect-error an address is no client
redisKV("redis://localhost");

declare abstract class DurableObject<Env = unknown> {
  constructor(ctx: { id: string }, env: Env);
  protected ctx: { id: string };
}
export class Sessions extends sessionsObject(DurableObject) {
  double(number: number) {
    return number * 2;
  }
}
