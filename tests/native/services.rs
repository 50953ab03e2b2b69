//! The adapters on their services: a Redis of its own, whose address `tests/native/run.js` gives, and SQLite's files.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

#[path = "../driver/mod.rs"]
mod driver;

use driver::{number, put};
use native::connect;
use rusqlite::Connection;
use waxseal::error::Error;
use waxseal::kv::conformance::{Suite, is_unsure};
use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError, Memory, Redis, Sqlite};
use waxseal::sessions::{Revoke, Sessions};
use waxseal::store::value::Value;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("waxseal-native-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn open(&self) -> Connection {
        Connection::open(self.0.join("sessions.db")).expect("a database")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn memory_keeps_what_an_adapter_promises() {
    assert!(Suite::new(&Memory::new(), tokio::time::sleep).run().await.unwrap() > 15);
}

#[tokio::test]
async fn redis_keeps_what_an_adapter_promises() {
    let connection = connect().await;
    let kv = Redis::new(connection.clone());
    // Its clock is nobody's to set: each record's time is shortened instead.
    let advance = |seconds: u32| {
        let mut connection = connection.clone();
        async move {
            let keys: Vec<String> = redis::cmd("KEYS").arg("conformance-*").query_async(&mut connection).await.unwrap();
            for key in keys {
                let left: i64 = redis::cmd("PTTL").arg(&key).query_async(&mut connection).await.unwrap();
                let left = (left - i64::from(seconds) * 1000).max(0);
                let () = redis::cmd("PEXPIRE").arg(&key).arg(left).query_async(&mut connection).await.unwrap();
            }
        }
    };
    assert!(Suite::new(&kv, tokio::time::sleep).advance(advance).run().await.unwrap() > 17);
}

/// A Redis of its own, as what happens to it would trouble others.
struct OwnRedis(std::process::Child, redis::Client);

impl OwnRedis {
    fn start(options: &[&str]) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port().to_string();
        drop(listener);
        let mut command = std::process::Command::new("redis-server");
        command.args(["--port", &port, "--bind", "127.0.0.1", "--save", ""]).args(options);
        let server = command.stdout(std::process::Stdio::null()).spawn().expect("redis-server");
        Self(server, redis::Client::open(format!("redis://127.0.0.1:{port}")).expect("an address"))
    }

    async fn connect(&self) -> redis::aio::MultiplexedConnection {
        loop {
            match self.1.get_multiplexed_async_connection().await {
                Ok(connection) => return connection,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the sessions make of an error.
fn nature(error: &KvError) -> String {
    let text = format!("{error:?}");
    text.rsplit("nature: ").next().unwrap().trim_end_matches(" }").to_owned()
}

#[tokio::test]
async fn what_redis_refuses_is_not_asked_again_and_a_server_that_is_away_is() {
    let redis = OwnRedis::start(&["--requirepass", "a password of nobody's"]);
    let stranger = Redis::new(redis.connect().await);
    assert_eq!(nature(&stranger.get("key").await.err().unwrap()), "Failed");

    let redis = OwnRedis::start(&[]);
    let mut connection = redis.connect().await;
    let kv = Redis::new(connection.clone());
    let () = redis::cmd("RPUSH").arg("list").arg("one").query_async(&mut connection).await.unwrap();
    assert_eq!(nature(&kv.get("list").await.err().unwrap()), "Failed");
    drop(redis);
    assert_eq!(nature(&kv.get("key").await.err().unwrap()), "Passing");
}

#[tokio::test]
async fn adapters_say_what_their_services_hold_and_show_nothing_of_it() {
    let (redis, sqlite) = (Redis::new(connect().await), Sqlite::new(Connection::open_in_memory().unwrap()).unwrap());
    assert_eq!((format!("{redis:?}"), format!("{sqlite:?}")), ("Redis(..)".to_owned(), "Sqlite(..)".to_owned()));
    let like = |max_value| Capabilities { max_value, ..Capabilities::default() };
    // A value of Redis begins with its version.
    assert_eq!(redis.capabilities(), Capabilities { min_ttl_s: 1, ..like(536_870_912 - 16) });
    assert_eq!(sqlite.capabilities(), like(999_000_000));
}

#[tokio::test]
async fn while_a_script_holds_redis_up_sessions_wait_for_its_end() {
    let redis = OwnRedis::start(&["--busy-reply-threshold", "1"]);
    let (mut holding, mut admin, ours) = (redis.connect().await, redis.connect().await, redis.connect().await);
    let script = tokio::spawn(async move {
        let _ = redis::cmd("EVAL").arg("while true do end").arg(0).query_async::<()>(&mut holding).await;
    });
    while redis::cmd("PING").query_async::<String>(&mut admin).await.is_ok() {}
    // Who asks again ends the script.
    let again = move |time: Duration| {
        let mut admin = admin.clone();
        async move {
            if time < Duration::from_secs(5) {
                let _ = redis::cmd("SCRIPT").arg("KILL").query_async::<()>(&mut admin).await;
            }
            tokio::time::sleep(time).await;
        }
    };
    let sessions = Sessions::kv(&Value::object([("key", "_busy".into())]), Redis::new(ours), again).unwrap();
    let session = sessions.fetch("").await.unwrap();
    session.put("user", &7).unwrap();
    assert!(sessions.commit(&session).await.unwrap().is_some());
    script.await.unwrap();
}

#[tokio::test]
async fn what_is_no_record_in_redis_is_no_session_and_a_log_out_ends_it() {
    let mut connection = connect().await;
    let options = Value::object([("key", "_junk".into()), ("prefix", "junk-".into())]);
    let sessions = Sessions::kv(&options, Redis::new(connection.clone()), tokio::time::sleep).unwrap();
    let session = sessions.fetch("").await.unwrap();
    session.put("user", &7).unwrap();
    let cookie = sessions.commit(&session).await.unwrap().unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let keys: Vec<String> = redis::cmd("KEYS").arg("junk-*").query_async(&mut connection).await.unwrap();
    for junk in ["", "x", "fifteen bytes..", "sixteen bytes...", "seventeen bytes.."] {
        let () = redis::cmd("SET").arg(&keys[0]).arg(junk).query_async(&mut connection).await.unwrap();
        let session = sessions.fetch(cookie).await.unwrap();
        assert!(session.is_new() && session.reason().is_some(), "{junk}");
        session.drop().unwrap();
        assert!(sessions.commit(&session).await.unwrap().is_some(), "{junk}");
    }
}

#[tokio::test]
async fn sqlite_keeps_what_an_adapter_promises() {
    let folder = Folder::new("suite");
    let kv = Sqlite::new(folder.open()).unwrap();
    let other = Arc::new(std::sync::Mutex::new(folder.open()));
    let advance = |seconds: u32| {
        let other = Arc::clone(&other);
        async move {
            let other = other.lock().unwrap();
            other.execute("UPDATE waxseal SET until = until - ?", [i64::from(seconds) * 1000]).unwrap();
        }
    };
    assert!(Suite::new(&kv, tokio::time::sleep).advance(advance).run().await.unwrap() > 17);
    assert!(
        Suite::new(&Sqlite::new(Connection::open_in_memory().unwrap()).unwrap(), tokio::time::sleep)
            .run()
            .await
            .is_ok()
    );

    let other = other.lock().unwrap();
    assert!(count(&other) > 10);
    other.execute("UPDATE waxseal SET until = 0", []).unwrap();
    kv.sweep().unwrap();
    assert_eq!(count(&other), 0);
}

/// The rows of SQLite.
fn count(database: &Connection) -> i64 {
    database.query_row("SELECT count(*) FROM waxseal", [], |row| row.get(0)).unwrap()
}

/// Rows of sessions that are over, beside those that are there.
fn leave(database: &Connection, rows: u32) {
    let sql = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
        INSERT OR REPLACE INTO waxseal SELECT 'over ' || n, x'', '', 0 FROM number";
    database.execute(sql, [rows]).unwrap();
}

#[tokio::test]
async fn what_is_over_in_sqlite_goes_as_new_records_come_a_part_at_a_time() {
    let folder = Folder::new("swept");
    let (kv, other) = (Sqlite::new(folder.open()).unwrap(), folder.open());
    let put = async |key| assert!(kv.put(key, b"", 3600, Condition::New).await.unwrap());
    leave(&other, 600);
    put("first").await;
    assert_eq!(count(&other), 101);
    // There is more, so the next part goes a second later.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    put("second").await;
    assert_eq!(count(&other), 2);
    // None was left then, so a minute passes until it is looked again.
    tokio::time::sleep(Duration::from_millis(1100)).await;
    put("third").await;
    leave(&other, 1);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    put("fourth").await;
    assert_eq!(count(&other), 5);

    leave(&other, 1100);
    kv.sweep().unwrap();
    assert_eq!(count(&other), 4);
}

/// One that breaks its promises, each in its turn.
struct Broken(Memory, &'static str);

impl Kv for Broken {
    fn capabilities(&self) -> Capabilities {
        Capabilities { atomic: self.1 != "gives versions though it declares none", ..Capabilities::default() }
    }

    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        let mut found = self.0.get(key).await?;
        match (self.1, &mut found) {
            ("loses the last byte", Some(found)) => _ = found.value.pop(),
            ("one version for all", Some(found)) => found.version = Some(vec![1]),
            ("fails", _) => return Err(KvError::new("away")),
            _ => {}
        }
        Ok(found)
    }

    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, only: Condition<'_>) -> Result<bool, KvError> {
        match self.1 {
            "compares nothing" | "one version for all" => self.0.put(key, value, ttl_s, Condition::Always).await,
            "cuts keys" => self.0.put(&key[..key.len().min(79)], value, ttl_s, only).await,
            "confirms nothing" => Err(KvError::new("who knows?")),
            _ => self.0.put(key, value, ttl_s, only).await,
        }
    }

    async fn delete(&self, key: &str) -> Result<(), KvError> {
        if self.1 == "deletes nothing" { Ok(()) } else { self.0.delete(key).await }
    }
}

#[tokio::test]
async fn the_suite_finds_broken_promises() {
    for (promise, found) in [
        ("loses the last byte", "what was written is read"),
        ("one version for all", "a version stays while nobody writes"),
        ("fails", "a key that was never written"),
        ("compares nothing", "of many at once one creates a record"),
        ("cuts keys", "keys of up to 80 bytes"),
        ("deletes nothing", "what was deleted is gone"),
        ("gives versions though it declares none", "it declares that it can't compare"),
    ] {
        let failures = Suite::new(&Broken(Memory::new(), promise), tokio::time::sleep).run().await.unwrap_err();
        assert!(failures.to_string().contains(found), "{promise}: {failures}");
    }
    assert_eq!(is_unsure(&Broken(Memory::new(), "confirms nothing")).await, Ok(()));
    assert!(is_unsure(&Broken(Memory::new(), "")).await.is_err());
}

/// Many requests that write one session at once, on as many threads as there are: none is lost.
async fn writes_at_once(kv: impl Kv) {
    let options = Value::object([("key", "_at_once".into())]);
    let sessions = Sessions::kv(&options, kv, tokio::time::sleep).unwrap();
    let session = sessions.fetch("").await.unwrap();
    put(&session, "user", 1);
    let cookie = sessions.commit(&session).await.unwrap().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let writers: Vec<_> = (0..50)
        .map(|writer| {
            let (sessions, cookie) = (sessions.clone(), cookie.clone());
            tokio::spawn(async move {
                let session = sessions.fetch(&*cookie).await.unwrap();
                put(&session, &format!("key {writer}"), writer);
                sessions.commit(&session).await.unwrap()
            })
        })
        .collect();
    for writer in writers {
        assert_eq!(writer.await.unwrap(), None);
    }
    let session = sessions.fetch(&*cookie).await.unwrap();
    assert_eq!(session.keys().len(), 51);
    assert_eq!(number(&session, "key 7"), Some(7));

    session.drop().unwrap();
    sessions.commit(&session).await.unwrap();
    assert_eq!(sessions.fetch(&*cookie).await.unwrap().reason().unwrap().as_str(), "retired_sid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn none_of_many_writes_at_once_is_lost() {
    let folder = Folder::new("writes");
    writes_at_once(Memory::new()).await;
    writes_at_once(Redis::new(connect().await)).await;
    writes_at_once(Sqlite::new(folder.open()).unwrap()).await;
}

/// A log-in of an owner's: its cookie.
async fn log_in(sessions: &Sessions, owner: &str, note: &str) -> Result<String, Error> {
    let session = sessions.fetch("").await?;
    put(&session, "user", 1);
    session.set_owner(Some(owner))?;
    session.set_note(Some(note))?;
    let set_cookie = sessions.commit(&session).await?.expect("a cookie");
    Ok(set_cookie.split(';').next().expect("a pair").to_owned())
}

/// A hundred log-ins of one owner at once, and a revoke in between: who was logged in before is out, and who is in stands in the index.
async fn log_ins_at_once(kv: impl Kv) {
    const OWNER: &str = "user:42";
    let options = Value::object([("key", "_owned_at_once".into())]);
    let sessions = Sessions::kv(&options, kv, tokio::time::sleep).unwrap();
    let before = log_in(&sessions, OWNER, "before").await.unwrap();
    let done = Arc::new(AtomicU32::new(0));
    let log_ins: Vec<_> = (0..100)
        .map(|at| {
            let (sessions, done) = (sessions.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                let cookie = log_in(&sessions, OWNER, &format!("log-in {at}")).await;
                done.fetch_add(1, Ordering::Relaxed);
                cookie
            })
        })
        .collect();
    while done.load(Ordering::Relaxed) < 10 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let revoked = sessions.revoke(OWNER, Revoke::all()).await.unwrap().unwrap();
    assert!(revoked > 0);
    assert!(sessions.fetch(&*before).await.unwrap().is_new(), "who was revoked is let in");
    let (mut there, mut interrupted) = (Vec::new(), 0);
    for log_in in log_ins {
        match log_in.await.unwrap() {
            Ok(cookie) => there.extend(sessions.fetch(&*cookie).await.unwrap().id()),
            Err(error) => {
                assert_eq!(error.code(), "ERR_SESSION_INTERRUPTED", "{error}");
                interrupted += 1;
            }
        }
    }
    assert!(there.len() + interrupted < 100, "nobody was logged in before the revoke: {revoked} were revoked");
    let mut listed: Vec<_> = sessions.list(OWNER).await.unwrap().into_iter().map(|one| one.id).collect();
    there.sort();
    listed.sort();
    assert_eq!(there, listed);
    assert_eq!(sessions.revoke(OWNER, Revoke::all()).await.unwrap(), Some(there.len()));
    assert_eq!(sessions.list(OWNER).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_log_ins_at_once_a_revoke_misses_none() {
    let folder = Folder::new("owners");
    log_ins_at_once(Memory::new()).await;
    log_ins_at_once(Redis::new(connect().await)).await;
    log_ins_at_once(Sqlite::new(folder.open()).unwrap()).await;
}

#[tokio::test]
async fn who_finds_sqlite_locked_by_another_asks_again() {
    let folder = Folder::new("locked");
    let kv = Sqlite::new(folder.open()).unwrap();
    let other = folder.open();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let held = async {
        tokio::time::sleep(Duration::from_millis(400)).await;
        other.execute_batch("ROLLBACK").unwrap();
    };
    let options = Value::object([("key", "_locked".into())]);
    let sessions = Sessions::kv(&options, kv, tokio::time::sleep).unwrap();
    let session = sessions.fetch("").await.unwrap();
    put(&session, "user", 1);
    let (written, ()) = tokio::join!(sessions.commit(&session), held);
    assert!(written.unwrap().is_some());
}
