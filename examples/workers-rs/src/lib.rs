//! Sessions of a Worker in Workers KV: `npx wrangler dev`.
use http::Response;
use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError};
use waxseal::{sessions::Sessions, store::value::Value};
use worker::{Context, Delay, Env, HttpRequest, event, kv::KvStore, send::SendFuture, send::SendWrapper};

type Failure = Box<dyn std::error::Error>;
struct WorkersKv(KvStore);
impl Kv for WorkersKv {
    fn capabilities(&self) -> Capabilities {
        Capabilities::workers_kv()
    }
    fn get(&self, key: &str) -> impl Future<Output = Result<Option<Found>, KvError>> + Send {
        let found = self.0.get(key).bytes();
        SendFuture::new(async { Ok(found.await.map_err(told)?.map(|value| Found { value, version: None })) })
    }
    async fn put(&self, key: &str, value: &[u8], ttl_s: u32, _: Condition<'_>) -> Result<bool, KvError> {
        let put = self.0.put_bytes(key, value).map_err(told)?.expiration_ttl(ttl_s.into());
        SendFuture::new(put.execute()).await.map(|()| true).map_err(told)
    }
    async fn delete(&self, key: &str) -> Result<(), KvError> {
        SendFuture::new(self.0.delete(key)).await.map_err(told)
    }
}

fn told(error: impl ToString) -> KvError {
    KvError::new(error.to_string())
}

#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, context: Context) -> Result<Response<String>, Failure> {
    let options = Value::object([("key", "_my_app".into())]);
    let context = SendWrapper::new(context);
    let sessions = Sessions::kv(&options, WorkersKv(env.kv("SESSIONS")?), |time| SendFuture::new(Delay::from(time)))?
        .spawn(move |task| context.wait_until(task));
    let session = sessions.fetch(&request).await?;
    let visits = session.get("visits")?.unwrap_or(0) + 1;
    session.put("visits", &visits)?;
    let mut response = Response::new(format!("visit {visits}"));
    sessions.send(&session, response.headers_mut()).await?;
    Ok(response)
}
