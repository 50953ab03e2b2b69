// @ts-check
// DynamoDB: one item a session, and a condition with the write. Reads are consistent ones; an item that is over is refused until DynamoDB deletes it.

import { bytesFrom, written } from "../border/kv_bytes.js";
import { ConfigError } from "../border/errors.js";
import { checkClient } from "../border/kv_client.js";
import { kindOf, readOptions } from "../border/options.js";

/** Most of these words are reserved. */
const NAMES = { "#key": "key", "#version": "version", "#until": "until" };
const CREATE = "attribute_not_exists(#key) OR #until <= :now";
const REPLACE = "#version = :version AND #until > :now";

/**
 * @param {any} client `new DynamoDB({ region })` of @aws-sdk/client-dynamodb
 * @param {{ table?: string }} [options] its name, "waxseal" if not given
 * @returns {import("../index.d.ts").KvAdapter}
 */
export function dynamodbKV(client, options = {}) {
  const { table = "waxseal" } = readOptions("dynamodbKV", options, ["table"]);
  if (typeof table !== "string" || table === "") throw new ConfigError(`dynamodbKV: table: got ${kindOf(table)}, takes the table's name`);
  checkClient("dynamodbKV", client, ["getItem", "putItem", "deleteItem"], {
    takes: "a DynamoDB of @aws-sdk/client-dynamodb",
    fix: "It is what new DynamoDB({ region }) gives; DynamoDBClient takes commands alone.",
  });
  const ask = (/** @type {"getItem" | "putItem" | "deleteItem"} */ method, /** @type {object} */ input) => passing(table, () => client[method]({ TableName: table, ...input }));

  return {
    // An item takes 400 KB, its names and its key included: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
    capabilities: { atomic: true, consistency: "strong", minTtl: 0, maxValue: 408_000 },

    async get(key) {
      const { Item: item } = await ask("getItem", { Key: { key: { S: key } }, ConsistentRead: true });
      if (item === undefined) return null;
      const until = Number(item.until?.N);
      if (Number.isNaN(until)) throw new TypeError("the item has no time under until: it is none of waxseal's");
      return until > now() ? { value: bytesFrom(item.value?.B), version: item.version?.S } : null;
    },

    async put(key, value, { ttl, if: version }) {
      const until = Math.ceil(now() + ttl);
      const item = { key: { S: key }, value: { B: new Uint8Array(value) }, version: { S: crypto.randomUUID() }, until: { N: `${until}` } };
      const answer = await ask("putItem", { Item: item, ...conditionOf(version) });
      return written(answer, () => answer !== REFUSED, () => version !== undefined);
    },

    delete: (key) => ask("deleteItem", { Key: { key: { S: key } } }),
  };
}

/** Seconds since 1970, as DynamoDB's own time to live counts. */
const now = () => Date.now() / 1000;

/** @param {unknown} version */
function conditionOf(version) {
  if (version === undefined) return {};
  const values = { ":now": { N: `${now()}` } };
  if (version !== null) return { ConditionExpression: REPLACE, ExpressionAttributeNames: without("#key"), ExpressionAttributeValues: { ...values, ":version": { S: `${version}` } } };
  return { ConditionExpression: CREATE, ExpressionAttributeNames: without("#version"), ExpressionAttributeValues: values };
}

/** A name that no expression uses is refused. @param {keyof typeof NAMES} unused */
function without(unused) {
  const { [unused]: _, ...names } = NAMES;
  return names;
}

/** The service's "no". */
const REFUSED = Object.freeze({});

/**
 * What may work a moment later: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html. The client tries such a
 * few times by itself, for less than a second.
 */
const PASSES = /^(ProvisionedThroughputExceeded|RequestLimitExceeded|Throttling|InternalServer|InternalFailure|ServiceUnavailable|TransactionConflict|Timeout|ReplicatedWriteConflict)/;
const CONNECTION = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;

/** @param {string} table @param {() => Promise<any>} ask @returns {Promise<any>} */
async function passing(table, ask) {
  let answer;
  try {
    answer = await ask();
  } catch (error) {
    const { name = "", code = "", $metadata } = /** @type {any} */ (error) ?? {};
    if (name === "ConditionalCheckFailedException") return REFUSED;
    if (name === "ResourceNotFoundException") throw Object.assign(new Error(`there is no table ${table}: make it once, with the partition key "key", a string`, { cause: error }), { retriable: false });
    if (name === "ValidationException") throw Object.assign(new Error(`the table ${table} does not take what is asked: has it the partition key "key", a string, and no sort key?`, { cause: error }), { retriable: false });
    const isPassing = PASSES.test(String(name)) || CONNECTION.test(String(code)) || $metadata?.httpStatusCode >= 500;
    throw isPassing ? Object.assign(new Error("DynamoDB was interrupted", { cause: error }), { retryable: true }) : error;
  }
  if (answer?.$metadata?.httpStatusCode === 200) return answer;
  throw new TypeError(`the client gave ${Object.prototype.toString.call(answer)}, which is no answer of DynamoDB's`);
}
