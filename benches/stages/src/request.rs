//! All of the stages at once: what a request with a signed cookie costs that reads one key and puts another.

use std::hint::black_box;

use waxseal::json;
use waxseal::plug::{Fetch, SessionCookie, before_send, fetch};
use waxseal::store::Conn;
use waxseal::store::cookie::CookieStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::term::encode::{Otp, encode};

use crate::Work;
use crate::sample::{NOW_S, Sample};

/// As in README's first example, with the key of the samples.
const OPTIONS: &[u8] = br#"{"store":"cookie","key":"_my_app_key","signingKey":"0123456789abcdef0123456789ABCDEF","sameSite":"Lax","maxAge":2592000}"#;

/// The number 10,001 without a version byte.
const VISITS: &[u8] = &[98, 0, 0, 0x27, 0x11];

pub fn signed(sample: &Sample) -> Work {
    let options = Value::of_term(&encode(&json::decode(OPTIONS).unwrap(), Otp::Otp26).unwrap()).unwrap();
    let options = Options::new(&options).unwrap();
    let cookie = SessionCookie::init(&options).unwrap();
    let store = CookieStore::init(&options, Serializer::Term).unwrap();
    let now_ms = u64::try_from(NOW_S).unwrap() * 1000;
    let conn = Conn { secret_key_base: None, https: true, now_ms };
    let header = sample.header();
    Box::new(move || {
        let Ok(Fetch::Ready(mut session)) = fetch(&cookie, &store, &conn, black_box(&header)) else {
            return false;
        };
        let read = black_box(session.get_raw(b"visits")).is_some();
        let put = session.put_raw(b"visits", black_box(VISITS));
        let sent = black_box(before_send(&cookie, &store, &conn, &session));
        read && put.is_ok() && sent.is_ok_and(|commit| commit.set_cookie.is_some())
    })
}
