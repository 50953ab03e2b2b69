//! Sessions of a Worker in Workers KV: `npx wrangler dev`.
use waxseal::kv::{Capabilities, Condition, Found, Kv, KvError};
use waxseal::{sessions::Sessions, store::value::Value};
use worker::{Context, Delay, Env, HttpRequest, event, kv::KvStore, send::SendFuture, send::SendWrapper};

struct WorkersKv(KvStore);
impl Kv for WorkersKv {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            atomic: false,
            eventual: true,
            delay_s: 60,
            min_ttl_s: 60,
            max_value: 25 << 20,
            ..Default::default()
        }
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
async fn fetch(
    request: HttpRequest,
    env: Env,
    context: Context,
) -> Result<http::Response<String>, Box<dyn std::error::Error>> {
    let options = Value::object([("key", "_my_app".into())]);
    let context = SendWrapper::new(context);
    let sessions = Sessions::kv(&options, WorkersKv(env.kv("SESSIONS")?), |time| SendFuture::new(Delay::from(time)))?
        .spawn(move |task| context.wait_until(task));
    let session = sessions.fetch(&request).await?;
    // A small number, as a term of one byte.
    let visits = session.get_raw("visits").and_then(|term| term.get(1).copied()).unwrap_or(0).saturating_add(1);
    session.put_raw("visits", &[b'a', visits])?;
    let mut response = http::Response::new(format!("visit {visits}"));
    sessions.send(&session, response.headers_mut()).await?;
    Ok(response)
}
