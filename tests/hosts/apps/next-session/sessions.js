import { createSessions } from "waxseal";
import { sqliteKV } from "waxseal/kv/sqlite";

const ours = { key: "_app_key" };

// A service for all of Next's bundles, or none.
export const sessions = process.env.DATABASE
  ? createSessions({ ...ours, store: "kv", kv: sqliteKV(new (process.getBuiltinModule("node:sqlite").DatabaseSync)(process.env.DATABASE)) })
  : createSessions({ ...ours, store: "cookie", secretKeyBase: "0123456789abcdef".repeat(4), signingSalt: "a salt" });
