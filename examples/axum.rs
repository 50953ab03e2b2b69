//! Sessions in axum. The options are JSON, and Redis holds the sessions if there is one; without, the cookie itself:
//! `SESSION='{"key":"_my_app","secretKeyBase":"64 bytes …","signingSalt":"3kVbPzQ1"}' cargo run --bin axum`
use axum::{Extension, Router, extract::Path, http::StatusCode, response::Redirect, routing::get, routing::post};
use std::{env::var, error::Error};
use waxseal::term::{Term, decode::decode, encode::Otp::Otp26, encode::encode_value};
use waxseal::{kv::Redis, sessions::SessionHandle, sessions::Sessions, store::value::Value, tower::SessionLayer};

type Session = Extension<SessionHandle>;
type Answer<T> = Result<T, StatusCode>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options: Value = serde_json::from_str(&var("SESSION")?)?;
    let sessions = match var("REDIS_URL") {
        Ok(url) => {
            let redis = redis::Client::open(url)?.get_connection_manager().await?;
            Sessions::kv(&options, Redis::new(redis), tokio::time::sleep)?.spawn(tokio::spawn)
        }
        Err(_) => Sessions::cookie(&options)?,
    };
    let app = Router::new().route("/", get(home)).route("/login/{name}", post(log_in)).route("/logout", post(log_out));
    let listener = tokio::net::TcpListener::bind(var("LISTEN").unwrap_or("127.0.0.1:3000".into())).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, app.layer(SessionLayer::new(sessions))).await?)
}

async fn home(Extension(session): Session) -> Answer<String> {
    let visits = if let Some(Term::Int(visits)) = get_term(&session, "visits") { visits + 1 } else { 1 };
    put_term(&session, "visits", &Term::Int(visits))?;
    let user = if let Some(Term::Binary(user)) = get_term(&session, "user") { user } else { b"nobody".to_vec() };
    Ok(format!("{}, visit {visits}", String::from_utf8_lossy(&user)))
}

async fn log_in(Extension(session): Session, Path(name): Path<String>) -> Answer<Redirect> {
    session.renew()?;
    put_term(&session, "user", &Term::Binary(name.into()))?;
    Ok(Redirect::to("/"))
}

async fn log_out(Extension(session): Session) -> Answer<Redirect> {
    session.drop()?;
    Ok(Redirect::to("/"))
}

fn get_term(session: &SessionHandle, key: &str) -> Option<Term> {
    decode(&[&[131], &session.get_raw(key)?[..]].concat()).ok()
}

fn put_term(session: &SessionHandle, key: &str, value: &Term) -> Answer<()> {
    let mut term = Vec::new();
    encode_value(value, Otp26, &mut term)?;
    Ok(session.put_raw(key, &term)?)
}
