//! Sessions in axum: in Redis if there is a `REDIS_URL`, else in the cookie. `SESSION` holds the options as JSON (docs/options.md).
use axum::{Extension, Router, extract::Path, http::StatusCode, response::Redirect, routing::get, routing::post};
use axum::{middleware::map_response, response::Response};
use std::{env::var, error::Error};
use waxseal::{kv::Redis, sessions::SessionHandle, sessions::Sessions, store::value::Value, tower::SessionLayer};

type Session = Extension<SessionHandle>;

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
    let app = app.layer(SessionLayer::new(sessions)).layer(map_response(told));
    Ok(axum::serve(listener, app).await?)
}

/// Where the layer could not keep a session it answers with an empty 500 or 503, and with the reason.
async fn told(response: Response) -> Response {
    if let Some(error) = response.extensions().get::<waxseal::error::Error>() {
        eprintln!("{error}");
    }
    response
}

async fn home(Extension(session): Session) -> Result<String, StatusCode> {
    let visits = session.get("visits")?.unwrap_or(0) + 1;
    session.put("visits", &visits)?;
    Ok(format!("{}, visit {visits}", session.get("user")?.unwrap_or("nobody".to_owned())))
}

async fn log_in(Extension(session): Session, Path(name): Path<String>) -> Result<Redirect, StatusCode> {
    session.renew()?;
    session.put("user", &name)?;
    Ok(Redirect::to("/"))
}

async fn log_out(Extension(session): Session) -> Result<Redirect, StatusCode> {
    session.drop()?;
    Ok(Redirect::to("/"))
}
