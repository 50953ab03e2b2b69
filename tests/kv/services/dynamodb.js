// @ts-check
// DynamoDB's own client, against dynalite: what is asked and answered over the wire; and what goes wrong there.

import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { StoreError, createSessions } from "waxseal";
import { adapterSuite } from "waxseal/conformance";
import { dynamodbKV } from "waxseal/kv/dynamodb";
import { makeApp } from "../app.js";
import { startDynamo } from "../dynamodb-server.js";
import { local } from "../local.js";
import { lossy } from "../lossy.js";
import { wholeSuite } from "../whole.js";

const TABLE = {
  TableName: "waxseal",
  KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
  BillingMode: "PAY_PER_REQUEST",
};

/** @param {string} url @param {object} [more] */
const open = (url, more = {}) => new DynamoDB({ region: "eu-central-1", endpoint: url, credentials: { accessKeyId: "id", secretAccessKey: "secret" }, ...more });

/** @param {import("./types.d.ts").Runner} runner */
export async function serve({ section }) {
  const server = await startDynamo();
  const client = open(server.url);
  try {
    await section("dynamodb: no table", [{ name: "an error that says what to make", run: () => withoutTable(client) }, { name: "one with a sort key is told of", run: () => sorted(client) }]);
    await client.createTable(/** @type {any} */ (TABLE));
    const kv = dynamodbKV(client);
    await section("dynamodb: adapter", [
      ...adapterSuite(() => kv, { advance: (seconds) => advance(client, seconds), broken: { "an answer of nobody's": () => dynamodbKV({ getItem: async () => ({}), putItem: async () => ({}), deleteItem: async () => ({}) }) } }),
      { name: "an item of somebody else's is an error, and not a session that is gone", run: () => foreign(client) },
      { name: "the time to live is in seconds, for DynamoDB's own to go by", run: () => timeToLive(client) },
    ]);
    await section("dynamodb: application", wholeSuite({ ...local(makeApp(createSessions, kv)), dump: () => dump(client), many: 50, strangers: 1000 }));
    await section("dynamodb: refused", refusals(server));
    await section("dynamodb: an answer is lost", losses(server));
    await section("dynamodb: away", [{ name: "of what was acknowledged nothing is lost, and all else is done or an error", run: () => away(server) }]);
  } finally {
    client.destroy();
    await server.stop();
  }
}

/** @param {DynamoDB} client @returns {Promise<any[]>} */
async function items(client) {
  const all = [];
  /** @type {any} */
  let from;
  do {
    const { Items = [], LastEvaluatedKey } = await client.scan({ TableName: TABLE.TableName, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) });
    all.push(...Items);
    from = LastEvaluatedKey;
  } while (from);
  return all;
}

/** @param {DynamoDB} client */
async function dump(client) {
  return (await items(client)).map(({ key, value }) => /** @type {[string, Uint8Array]} */ ([key.S, value.B]));
}

/** The adapter goes by this process's clock, which the sessions use too: records are put back. @param {DynamoDB} client @param {number} seconds */
async function advance(client, seconds) {
  await Promise.all((await items(client)).map((item) => client.putItem({ TableName: TABLE.TableName, Item: { ...item, until: { N: `${Number(item.until.N) - seconds}` } } })));
}

/** @param {DynamoDB} client */
async function withoutTable(client) {
  const sessions = createSessions({ store: "kv", key: "sid", kv: dynamodbKV(client, { table: "missing" }), log: false });
  const error = await sessions.commit((await sessions.fetch("")).put("a", 1)).catch((/** @type {unknown} */ error) => error);
  if (!(error instanceof StoreError) || !/no table missing: make it once/.test(error.message) || error.retriable) throw new Error(`${error}`);
}

/** @param {DynamoDB} client */
async function sorted(client) {
  const keys = /** @type {const} */ ([["key", "HASH"], ["sort", "RANGE"]]);
  await client.createTable({
    TableName: "sorted", BillingMode: "PAY_PER_REQUEST", AttributeDefinitions: keys.map(([AttributeName]) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: keys.map(([AttributeName, KeyType]) => ({ AttributeName, KeyType })),
  });
  const sessions = createSessions({ store: "kv", key: "sid", kv: dynamodbKV(client, { table: "sorted" }), log: false });
  for (const ask of [async () => sessions.commit((await sessions.fetch("")).put("a", 1)), async () => sessions.fetch(`sid=${"A".repeat(43)}`)]) {
    const error = await ask().catch((/** @type {unknown} */ error) => error);
    if (!(error instanceof StoreError) || !/no sort key/.test(error.message) || error.retriable) throw new Error(`${error}`);
  }
}

/** @param {DynamoDB} client */
async function foreign(client) {
  await client.putItem({ TableName: TABLE.TableName, Item: { key: { S: "foreign" }, value: { S: "text" } } });
  const kv = dynamodbKV(client);
  const outcome = await Promise.resolve(kv.get("foreign")).catch((error) => error);
  const created = await kv.put("foreign", new Uint8Array(1), { ttl: 60, if: null });
  await kv.delete("foreign");
  if (!(outcome instanceof TypeError) || created !== false) throw new Error(`${outcome}, ${created}`);
}

/** @param {DynamoDB} client */
async function timeToLive(client) {
  const before = Date.now() / 1000;
  await dynamodbKV(client).put("ttl", new Uint8Array(1), { ttl: 1000 });
  const { Item: item } = await client.getItem({ TableName: TABLE.TableName, Key: { key: { S: "ttl" } } });
  const until = Number(item?.until.N);
  if (!Number.isInteger(until) || until < before + 1000 || until > before + 1010) throw new Error(`until ${until}, now ${before}`);
}

const visit = async (/** @type {any} */ sessions, /** @type {string} */ cookie, /** @type {(session: any) => unknown} */ change) => {
  const session = await sessions.fetch(cookie);
  change(session);
  return (await sessions.commit(session))?.split(";")[0] ?? cookie;
};
const user = async (/** @type {any} */ sessions, /** @type {string} */ cookie) => (await sessions.fetch(cookie)).get("user");

/** Without the client's own tries, so that ours are seen. @param {Awaited<ReturnType<typeof startDynamo>>} server @returns {import("waxseal/conformance").Test[]} */
function refusals(server) {
  return [["GetItem", 400], ["PutItem", 400], ["PutItem", 500], ["PutItem", 503]].map(([operation, status]) => ({
    name: `${operation} that is answered ${status === 400 ? "as throttled" : status} is asked again within the timeout, and then an error`,
    async run() {
      const client = open(server.url, { maxAttempts: 1 });
      const kv = dynamodbKV(client);
      const sessions = createSessions({ store: "kv", key: "sid", kv, log: false });
      const hasty = createSessions({ store: "kv", key: "sid", kv, log: false, timeout: 200 });
      try {
        const cookie = await visit(sessions, "", (session) => session.put("user", 1));
        server.refuse(String(operation), 3, Number(status));
        await visit(sessions, cookie, (session) => session.put("user", 2));
        if (server.refused() !== 3 || (await user(sessions, cookie)) !== 2) throw new Error(`${server.refused()} were refused, and the user is ${await user(sessions, cookie)}`);
        server.refuse(String(operation), 1000, Number(status));
        const error = await visit(hasty, cookie, (session) => session.put("user", 3)).catch((/** @type {unknown} */ error) => error);
        server.refuse("", 0);
        if (!(error instanceof StoreError) || !error.retriable) throw new Error(`not a StoreError: ${error}`);
        if ((await user(sessions, cookie)) !== 2) throw new Error("it was written all the same");
      } finally {
        client.destroy();
      }
    },
  }));
}

/** The client asks again by itself when a connection ends: what it then hears is the answer to its second write. @param {Awaited<ReturnType<typeof startDynamo>>} server @returns {import("waxseal/conformance").Test[]} */
function losses(server) {
  const test = (/** @type {string} */ name, /** @type {(sessions: any, lose: (words: string) => void) => Promise<boolean>} */ body) => ({
    name,
    async run() {
      const way = await lossy(server.port);
      const client = open(`http://127.0.0.1:${way.port}`);
      try {
        const sessions = createSessions({ store: "kv", kv: dynamodbKV(client), key: "sid", log: false });
        if (!(await body(sessions, way.lose))) throw new Error("it is not there");
        if (way.lost() !== 1) throw new Error(`${way.lost()} answers were lost`);
      } finally {
        client.destroy();
        await way.stop();
      }
    },
  });
  return [
    test("to a create", async (sessions, lose) => {
      lose("attribute_not_exists");
      return (await user(sessions, await visit(sessions, "", (session) => session.put("user", 1)))) === 1;
    }),
    test("to a write", async (sessions, lose) => {
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      lose("#version = :version");
      await visit(sessions, cookie, (session) => session.put("user", 2));
      return (await user(sessions, cookie)) === 2;
    }),
    test("to a renewal's retirement", async (sessions, lose) => {
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      lose("#version = :version");
      const renewed = await visit(sessions, cookie, (session) => session.put("user", 2).renew());
      return (await user(sessions, renewed)) === 2 && (await user(sessions, cookie)) === undefined;
    }),
    test("to a log-out", async (sessions, lose) => {
      const cookie = await visit(sessions, "", (session) => session.put("user", 1));
      lose("PutItem");
      await visit(sessions, cookie, (session) => session.drop());
      return (await user(sessions, cookie)) === undefined;
    }),
  ];
}

/** @param {Awaited<ReturnType<typeof startDynamo>>} server */
async function away(server) {
  const client = open(server.url, { maxAttempts: 1 });
  try {
    const sessions = createSessions({ store: "kv", key: "sid", kv: dynamodbKV(client), timeout: 20_000, log: false });
    const cookies = [];
    for (let at = 0; at < 10; at += 1) cookies.push(await visit(sessions, "", (session) => session.put("n", 0)));
    let isBack = false;
    let failures = 0;
    const acknowledged = cookies.map(() => 0);
    const writing = cookies.map(async (cookie, at) => {
      for (let next = 1; (next <= 10 || !isBack) && failures < 10; next += 1) {
        try {
          await visit(sessions, cookie, (session) => session.put("n", next));
          acknowledged[at] = next;
        } catch (error) {
          if (!(error instanceof StoreError)) throw error;
          failures += 1;
        }
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.away(300);
    isBack = true;
    await Promise.all(writing);
    for (const [at, cookie] of cookies.entries()) {
      const found = (await sessions.fetch(cookie)).get("n");
      if (found < acknowledged[at]) throw new Error(`${found} where ${acknowledged[at]} was acknowledged`);
    }
    if (failures > 0) throw new Error(`${failures} writes failed, though it was away for less than the timeout`);
  } finally {
    client.destroy();
  }
}
