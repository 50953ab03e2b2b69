import type { KvAdapter } from "../index.d.ts";

/** What is used of a `DynamoDB` of `@aws-sdk/client-dynamodb`. */
export interface DynamoDBItems {
  getItem(input: any): Promise<any>;
  putItem(input: any): Promise<any>;
  deleteItem(input: any): Promise<any>;
}

/**
 * DynamoDB, in one region: strong and atomic, by this machine's clock. The table has the partition key `key`, a string; let DynamoDB's time to live
 * go by the attribute `until`, or what is over stays there for ever. `table`: its name, `"waxseal"` if not given. What DynamoDB calls
 * throttled or interrupted is asked again within the sessions' `timeout`.
 *
 * @throws {import("../index.d.ts").ConfigError} no such client
 * @example
 * ```js
 * import { DynamoDB } from "@aws-sdk/client-dynamodb";
 * import { createSessions } from "waxseal";
 * import { dynamodbKV } from "waxseal/kv/dynamodb";
 *
 * const kv = dynamodbKV(new DynamoDB({ region: "eu-central-1" }), { table: "sessions" });
 * const sessions = createSessions({ store: "kv", key: "_shop_key", kv });
 * ```
 */
export declare function dynamodbKV(client: DynamoDBItems, options?: { table?: string }): KvAdapter;
