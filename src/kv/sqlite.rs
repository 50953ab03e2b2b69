//! SQLite, in a file or in memory: a store for a server that needs no service. One row a session; several processes may share the
//! file, those of the npm package's `sqliteKV` among them.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, Params, params};

use crate::env;
use crate::kv::{Capabilities, Condition, Found, Kv, KvError};

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS waxseal (key TEXT PRIMARY KEY, value BLOB NOT NULL, version TEXT NOT NULL, until INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS waxseal_until ON waxseal (until);";

const GET: &str = "SELECT value, version FROM waxseal WHERE key = ? AND until > ?";
const PUT: &str = "INSERT INTO waxseal (key, value, version, until) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, until = excluded.until";
const CREATE: &str = "INSERT INTO waxseal (key, value, version, until) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, version = excluded.version, until = excluded.until WHERE waxseal.until <= ?";
const REPLACE: &str =
    "UPDATE waxseal SET value = ?, version = ?, until = ? WHERE key = ? AND until > ? AND version = ?";
const DELETE: &str = "DELETE FROM waxseal WHERE key = ?";
const SWEEP: &str =
    "DELETE FROM waxseal WHERE key IN (SELECT key FROM waxseal WHERE until <= ? ORDER BY until LIMIT 500)";

/// Who finds another process writing waits so long, and no longer, as the thread waits with it; the sessions ask again later.
const BUSY: Duration = Duration::from_millis(250);

/// Milliseconds between sweeps, and from one part of a long one to the next.
const PAUSE_MS: u64 = 60_000;
const MORE_MS: u64 = 1000;

/// Sessions in SQLite, over a connection of `rusqlite` that nothing else uses. A question runs on the thread that asks, for some
/// microseconds. What is over is deleted as new records come, and by [`sweep`](Sqlite::sweep).
///
#[cfg_attr(not(doctest), doc = include_str!("sqlite.md"))]
pub struct Sqlite {
    database: Mutex<Database>,
}

struct Database {
    connection: Connection,
    next_sweep_ms: u64,
}

impl std::fmt::Debug for Sqlite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sqlite(..)")
    }
}

impl Sqlite {
    /// Makes the table `waxseal`, if it isn't there, and sets the journal to WAL, so that readers don't wait for a writer.
    ///
    /// # Errors
    ///
    /// SQLite's own.
    pub fn new(connection: Connection) -> rusqlite::Result<Self> {
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { database: Mutex::new(Database { connection, next_sweep_ms: 0 }) })
    }

    /// Deletes all that is over.
    ///
    /// # Errors
    ///
    /// SQLite's own.
    pub fn sweep(&self) -> rusqlite::Result<()> {
        while self.with(|database| database.sweep(env::now_ms()))? > 0 {}
        Ok(())
    }

    fn with<T>(&self, ask: impl FnOnce(&mut Database) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        ask(&mut self.database.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Database {
    fn run(&self, sql: &str, values: impl Params) -> rusqlite::Result<usize> {
        self.connection.prepare_cached(sql)?.execute(values)
    }

    /// A part of what is over, so that nobody waits for all of it.
    fn sweep(&self, now_ms: u64) -> rusqlite::Result<usize> {
        self.run(SWEEP, params![time(now_ms)])
    }

    /// After a write, which does not fail for it.
    fn sweep_in_passing(&mut self, now_ms: u64) {
        if now_ms < self.next_sweep_ms {
            return;
        }
        let is_more = self.sweep(now_ms).is_ok_and(|swept| swept > 0);
        self.next_sweep_ms = now_ms + if is_more { MORE_MS } else { PAUSE_MS };
    }
}

/// Milliseconds since 1970, as SQLite's integers have them.
fn time(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// Another process wrote for longer than one waits: the same may work a moment later.
fn failed(error: rusqlite::Error) -> KvError {
    let is_busy = matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked));
    let error = KvError::new(error);
    if is_busy { error.passing() } else { error }
}

impl Kv for Sqlite {
    fn capabilities(&self) -> Capabilities {
        // SQLITE_MAX_LENGTH is 1,000,000,000 bytes, of a row.
        Capabilities { max_value: 999_000_000, ..Capabilities::default() }
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        let now = time(env::now_ms());
        let row = |row: &rusqlite::Row<'_>| {
            let version: String = row.get(1)?;
            Ok(Found { value: row.get(0)?, version: Some(version.into_bytes()) })
        };
        let get = |database: &mut Database| {
            database.connection.prepare_cached(GET)?.query_row(params![key, now], row).optional()
        };
        self.with(get).map_err(failed)
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        let mut random = [0; 16];
        env::random(&mut random)?;
        let version = format!("{:032x}", u128::from_le_bytes(random));
        let now_ms = env::now_ms();
        let (now, until) = (time(now_ms), time(now_ms.saturating_add(u64::from(ttl_s) * 1000)));
        let put = |database: &mut Database| {
            let changes = match only {
                Condition::Always => database.run(PUT, params![key, value, version, until]),
                Condition::New => database.run(CREATE, params![key, value, version, until, now]),
                Condition::Version(read) => {
                    let read = String::from_utf8_lossy(read);
                    database.run(REPLACE, params![value, version, until, key, now, read])
                }
            }?;
            database.sweep_in_passing(now_ms);
            Ok(changes == 1)
        };
        self.with(put).map_err(failed)
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        self.with(|database| database.run(DELETE, params![key])).map(drop).map_err(failed)
    }
}
