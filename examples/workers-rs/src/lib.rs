//! Sessions of a Worker in Workers KV: `npx wrangler dev`.
use http::Response;
use std::error::Error;
use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError};
use waxseal::{sessions::Sessions, store::value::Value};
use worker::{Context, Delay, Env, HttpRequest, event, kv::KvStore, send::SendFuture};

struct WorkersKv(KvStore);

impl Kv for WorkersKv {
    fn capabilities(&self) -> Capabilities {
        Capabilities::workers_kv()
    }
    async fn get(&self, key: &str) -> Result<Option<Found>, KvError> {
        let value = SendFuture::new(self.0.get(key).bytes()).await?;
        Ok(value.map(|value| Found { value, version: None }))
    }
    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, _: Condition<'_>) -> Result<bool, KvError> {
        let put = self.0.put_bytes(key, value)?.expiration_ttl(ttl_s.into()).execute();
        // It takes one write a second to a key, and refuses others for now.
        SendFuture::new(put).await.map(|()| true).map_err(|error| KvError::new(error).passing())
    }
    async fn delete(&self, key: &str) -> Result<(), KvError> {
        Ok(SendFuture::new(self.0.delete(key)).await?)
    }
}

#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, context: Context) -> Result<Response<String>, Box<dyn Error>> {
    let (options, kv) = (Value::object([("key", "_my_app".into())]), WorkersKv(env.kv("SESSIONS")?));
    let sessions = Sessions::kv(&options, kv, |time| SendFuture::new(Delay::from(time)))?;
    let sessions = sessions.spawn(move |task| context.wait_until(task));
    let session = sessions.fetch(&request).await?;
    let visits = session.get("visits")?.unwrap_or(0) + 1;
    session.put("visits", &visits)?;
    let mut response = Response::new(format!("visit {visits}"));
    sessions.send(&session, response.headers_mut()).await?;
    Ok(response)
}
