// @ts-check
// Inside Bun: its own client for PostgreSQL, `bun.js URL`. The counts go out as one line of JSON.

// @ts-expect-error: a module of Bun's
import { SQL } from "bun";
import { StoreError, createSessions } from "waxseal";
import { adapterSuite, run } from "waxseal/conformance";
import { SCHEMA, postgresKV } from "waxseal/kv/postgres";
import { trip } from "../trip.js";

const url = process.argv[2];
const sql = new SQL(url, { max: 4 });
const kv = postgresKV(sql);
const advance = (/** @type {number} */ seconds) => sql.unsafe("UPDATE waxseal SET until = until - $1 * interval '1 second'", [seconds]);

/** @type {import("waxseal/conformance").Test[]} */
const tests = [
  {
    name: "without a table an error says what to run",
    async run() {
      await sql.unsafe("ALTER TABLE waxseal RENAME TO aside");
      const sessions = createSessions({ store: "kv", key: "sid", kv, log: false });
      const error = await sessions.commit((await sessions.fetch("")).put("a", 1)).catch((/** @type {unknown} */ error) => error);
      await sql.unsafe("ALTER TABLE aside RENAME TO waxseal");
      if (!(error instanceof StoreError) || !/run SCHEMA of waxseal\/kv\/postgres/.test(error.message)) throw new Error(`${error}`);
    },
  },
  ...[{}, { prepare: false }, { bigint: true }, { max: 1 }].map((options) => ({
    name: `with ${JSON.stringify(options)}`,
    async run() {
      const client = new SQL(url, options);
      await trip(postgresKV(client)).finally(() => client.close());
    },
  })),
  {
    name: "connections that the server ends are made anew while a request waits",
    async run() {
      const [client, admin] = [new SQL(url, { max: 2 }), new SQL(url, { max: 1 })];
      const sessions = createSessions({ store: "kv", key: "sid", kv: postgresKV(client), log: false });
      const cookie = String(await sessions.commit((await sessions.fetch("")).put("n", 0))).split(";")[0];
      for (let n = 1; n <= 3; n += 1) {
        await admin.unsafe("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
        await sessions.commit((await sessions.fetch(cookie)).put("n", n));
        if ((await sessions.fetch(cookie)).get("n") !== n) throw new Error(`not written after ${n}`);
      }
      await Promise.all([client.close(), admin.close()]);
    },
  },
  {
    name: "a transaction of its own is refused, and so is SQLite",
    async run() {
      const refused = (/** @type {any} */ client) => {
        try {
          postgresKV(client);
        } catch (error) {
          return /** @type {Error} */ (error).name === "ConfigError";
        }
        return false;
      };
      if (!(await sql.begin(refused)) || !refused(new SQL("sqlite://:memory:"))) throw new Error("taken");
    },
  },
];

await sql.unsafe(SCHEMA);
/** @type {{ name: string, error: string }[]} */
const failures = [];
const counts = await run([...adapterSuite(() => kv, { advance }), ...tests], ({ name, error }) => void (error !== undefined && failures.push({ name, error: String(/** @type {any} */ (error)?.stack ?? error) })));
await sql.close();
console.log(JSON.stringify({ counts, failures }));
