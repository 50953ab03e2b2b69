//! Sessions of owners in Redis, by commands on standard input, a line each, whose answers are a line each: `run.js` asks it and the npm package
//! in turns, over one service. With `cookies` as its first word sessions are in cookies, and their revocation is in Redis.

use native::connect;
use waxseal::error::Error;
use waxseal::kv::Redis;
use waxseal::sessions::{Revoke, Sessions};
use waxseal::store::value::Value;

async fn open(is_cookies: bool) -> Result<Sessions, Error> {
    let (kv, secret) = (Redis::new(connect().await), "an owner secret of 32 bytes, ok!");
    if !is_cookies {
        let options = Value::object([("key", "_owned".into()), ("ownerSecret", secret.into())]);
        return Sessions::kv(&options, kv, tokio::time::sleep);
    }
    let key = "native ".repeat(10);
    let options = [("key", "_owned".into()), ("secretKeyBase", key.into()), ("signingSalt", "3kVbPzQ1".into())];
    let revocation = Value::object([("every", 0.into()), ("ownerSecret", secret.into())]);
    Sessions::revocable(&Value::object(options), &revocation, kv, tokio::time::sleep)
}

/// What became of a cookie: itself, if none was set.
fn after<'c>(cookie: &'c str, set_cookie: Option<&'c str>) -> &'c str {
    set_cookie.map_or(cookie, |header| header.split(';').next().unwrap_or_default())
}

async fn answer(sessions: &Sessions, words: &[&str]) -> Result<String, Error> {
    match *words {
        ["login", owner, note] => {
            let session = sessions.fetch("").await?;
            session.clear()?;
            session.renew()?;
            session.put("user", &42)?;
            session.set_owner(Some(owner))?;
            session.set_note(Some(note))?;
            let set_cookie = sessions.commit(&session).await?;
            Ok(after("", set_cookie.as_deref()).to_owned())
        }
        [act @ ("renew" | "drop" | "touch"), cookie] => {
            let session = sessions.fetch(cookie).await?;
            match act {
                "renew" => session.renew()?,
                "drop" => session.drop()?,
                _ => session.touch()?,
            }
            let set_cookie = sessions.commit(&session).await?;
            Ok(after(cookie, set_cookie.as_deref()).to_owned())
        }
        ["read", cookie] => {
            let session = sessions.fetch(cookie).await?;
            let user = session.get::<u32>("user")?.map_or("nobody".to_owned(), |user| user.to_string());
            Ok(format!("{user} {} {}", session.owner().unwrap_or_default(), session.note().unwrap_or_default()))
        }
        ["list", owner] => {
            let listed = sessions.list(owner).await?.into_iter();
            let mut all: Vec<_> = listed
                .map(|one| format!("{} {} {} {}", one.note.unwrap_or_default(), one.id, one.created_ms, one.seen_ms))
                .collect();
            all.sort();
            Ok(all.join(","))
        }
        ["revoke", owner] => Ok(format!("{:?}", sessions.revoke(owner, Revoke::all()).await?)),
        ["revoke", owner, "id", id] => Ok(format!("{:?}", sessions.revoke(owner, Revoke::ids(&[id])).await?)),
        ["revoke", owner, "except", cookie] => {
            let session = sessions.fetch(cookie).await?;
            sessions.revoke(owner, Revoke::all().except(&session)).await?;
            let set_cookie = sessions.commit(&session).await?;
            Ok(after(cookie, set_cookie.as_deref()).to_owned())
        }
        _ => Ok("there is no such command".to_owned()),
    }
}

#[tokio::main]
async fn main() {
    let sessions = open(std::env::args().nth(1).as_deref() == Some("cookies")).await.expect("options");
    for line in std::io::stdin().lines() {
        let line = line.expect("text");
        let words: Vec<&str> = line.split(' ').collect();
        match answer(&sessions, &words).await {
            Ok(answer) => println!("{answer}"),
            Err(error) => println!("{}: {error}", error.code()),
        }
    }
}
