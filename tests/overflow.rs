//! What is said of a session that is too large for its cookie: how large, by how much, and which keys weigh the most.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use waxseal::plug::{SessionCookie, before_send};
use waxseal::session::{Session, Sid, map};
use waxseal::store::cookie::CookieStore;
use waxseal::store::options::Options;
use waxseal::store::serializer::Serializer;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Store as _};
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode_value};

/// A session of texts: the keys, and how long each text is.
fn session(texts: &[(&str, usize)]) -> Session {
    let mut session = Session::new(&Sid::Nil, map::EMPTY, &[], None);
    for (key, length) in texts {
        let mut value = Vec::new();
        encode_value(&Term::Binary(vec![b'x'; *length]), Otp::Otp26, &mut value).unwrap();
        session.put_raw(key.as_bytes(), &value).unwrap();
    }
    session
}

/// The header's length, or what is said of it.
fn send(session: &Session) -> Result<usize, String> {
    let json = r#"{"key":"_k","path":"/","signingKey":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]}"#;
    let value: Value = serde_json::from_str(json).unwrap();
    let options = Options::new(&value).unwrap();
    let cookie = SessionCookie::init(&options).unwrap();
    let store = CookieStore::init(&options, Serializer::Term).unwrap();
    let conn = Conn { secret_key_base: None, https: false, now_ms: 0 };
    let length =
        b"_k=".len() + store.put(&conn, &Sid::Nil, session).unwrap().cookie.len() + b"; path=/; HttpOnly".len();
    match before_send(&cookie, &store, &conn, session) {
        Ok(commit) => {
            assert_eq!(commit.set_cookie.unwrap().len(), length);
            Ok(length)
        }
        Err(error) => {
            assert_eq!(error.code(), "ERR_COOKIE_OVERFLOW");
            let start = format!(
                "the cookie _k is {length} bytes with its attributes, {} more than the 4096 that browsers keep",
                length - 4096
            );
            Err(error.message().strip_prefix(&start).unwrap_or_else(|| panic!("{error}")).to_owned())
        }
    }
}

#[test]
fn a_header_of_4096_bytes_is_sent_and_none_that_is_longer() {
    let lengths: Vec<_> = (2900..3100).map(|length| send(&session(&[("k", length)]))).collect();
    let sent: Vec<usize> = lengths.iter().filter_map(|length| length.as_ref().ok().copied()).collect();
    assert!(sent.iter().all(|length| *length <= 4096) && sent.iter().any(|length| *length >= 4095), "{sent:?}");
    assert!(lengths.iter().any(Result::is_err));
}

#[test]
fn the_five_heaviest_keys_are_named_with_their_weight() {
    // A text weighs its letters and five bytes before them, its key likewise.
    let texts = [("a", 10), ("bb", 3000), ("c", 500), ("d", 501), ("e", 11), ("f", 90), ("g", 0)];
    let said = "; the heaviest keys: bb 3012 bytes, d 512 bytes, c 511 bytes, f 101 bytes, e 22 bytes and 2 more";
    assert_eq!(send(&session(&texts)), Err(said.to_owned()));
    let said = "; the heaviest keys: bb 3012 bytes, d 512 bytes, c 511 bytes, e 22 bytes, a 21 bytes";
    assert_eq!(send(&session(&texts[..5])), Err(said.to_owned()));
}

#[test]
fn a_key_is_shown_as_one_line_of_64_characters() {
    let long = format!("line\r\n{}", "\u{fc}".repeat(100));
    let said = format!("; the heaviest keys: line{} 4216 bytes", "\u{fc}".repeat(60));
    assert_eq!(send(&session(&[(long.as_str(), 4000)])), Err(said));
    let mut session = session(&[]);
    session.put_raw(&[0xff], &[&[109, 0, 0, 0x10, 0][..], &[b'x'; 4096]].concat()).unwrap();
    assert_eq!(send(&session), Err("; the heaviest keys: \u{fffd} 4107 bytes".to_owned()));
}
