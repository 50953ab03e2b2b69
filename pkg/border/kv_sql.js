// @ts-check
// A row a session, in SQLite's SQL: a condition stands in the statement that writes, so that it holds whoever else writes meanwhile.

/** To be run once. */
export const TABLE = "CREATE TABLE IF NOT EXISTS waxseal (key TEXT PRIMARY KEY, value BLOB NOT NULL, version TEXT NOT NULL, until INTEGER NOT NULL)";

/** Where each row that is written is paid for, one in an index too. It is slower for rows of more than 200 bytes: https://sqlite.org/withoutrowid.html */
export const SCHEMA = `${TABLE} WITHOUT ROWID`;

/** What SQLite says of a table of that name which is none of ours. */
export const OTHER_TABLE = /no such column: (waxseal\.)?(key|value|version|until)\b|no column named|ON CONFLICT clause does not match|views may not be indexed|cannot modify waxseal because it is a view/;

/** Named anew: with `PRAGMA full_column_names` a column's name is another one. */
const GET = "SELECT value AS value, version AS version FROM waxseal WHERE key = ? AND until > ?";
const PUT =
  "INSERT INTO waxseal (key, value, version, until) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, until = excluded.until";
const CREATE = `${PUT} WHERE waxseal.until <= ?`;
const REPLACE = "UPDATE waxseal SET value = ?, version = ?, until = ? WHERE key = ? AND until > ? AND version = ?";
const DELETE = "DELETE FROM waxseal WHERE key = ?";

/** A statement and its values. @typedef {[sql: string, values: unknown[]]} Bound */

/** @param {string} key @returns {Bound} */
export function selecting(key) {
  return [GET, [key, Date.now()]];
}

/** @param {string} key @param {unknown} value bytes, as the client takes them @param {{ ttl: number, if?: unknown }} options @returns {Bound} */
export function writing(key, value, { ttl, if: condition }) {
  const now = Date.now();
  const until = now + ttl * 1000;
  const version = crypto.randomUUID();
  if (condition === undefined) return [PUT, [key, value, version, until]];
  if (condition === null) return [CREATE, [key, value, version, until, now]];
  return [REPLACE, [value, version, until, key, now, condition]];
}

/** @param {string} key @returns {Bound} */
export function deleting(key) {
  return [DELETE, [key]];
}
