//! A response that carries the session's cookie already: which of its headers are about it, and the table of what wins, cell by cell.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod plug;
mod vectors;

use plug::pair;
use waxseal::cookies::received::Received;
use waxseal::plug::{Carried, Merge, SessionCookie, answer, merge};
use waxseal::session::Action;
use waxseal::store::Conn;
use waxseal::store::options::Options;
use waxseal::store::value::Value;
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode};

const CONN: Conn<'_> = Conn { secret_key_base: None, https: true, now_ms: 1_800_000_000_000 };

fn cookie(options: &[(&str, &str)]) -> SessionCookie {
    let option = |(name, value): &(&str, &str)| pair(name, Term::Binary(value.as_bytes().to_vec()));
    let given = encode(&Term::Map(options.iter().map(option).collect()), Otp::Otp26).unwrap();
    SessionCookie::init(&Options::new(&Value::of_term(&given).unwrap()).unwrap()).unwrap()
}

/// A cookie's value is who it is of: what is printed has its length.
#[test]
fn who_prints_what_was_read_prints_no_cookie() {
    let header = b"_app_key=a-session-id; path=/; HttpOnly";
    let answer = answer(&cookie(&[("key", "_app_key")]), &CONN, &[header], b"/").unwrap();
    assert_eq!(format!("{answer:?}"), "Answer { ours: [true], value: Some(12), is_deleted: false }");
    let received = Received::parse(header).unwrap();
    assert_eq!(format!("{received:?}"), "Received { name: \"_app_key\", value: 12, .. }");
}

/// Which of the headers are about the cookie, the last one's value, whether it deletes.
fn read(options: &[(&str, &str)], path: &str, headers: &[&str]) -> (Vec<bool>, Option<String>, bool) {
    let cookie = cookie(options);
    let headers: Vec<&[u8]> = headers.iter().map(|header| header.as_bytes()).collect();
    let answer = answer(&cookie, &CONN, &headers, path.as_bytes()).unwrap();
    let value = answer.value.map(|value| String::from_utf8(value.to_vec()).unwrap());
    (answer.ours, value, answer.is_deleted)
}

#[test]
fn a_cookie_is_its_name_domain_and_path() {
    let plain = [("key", "_k")];
    let headers = [
        "_k=other; Path=/app",
        "_k=cure; Path=/; Domain=example.com; Max-Age=0",
        "_k2=1; path=/",
        "_K=1; path=/",
        "_k=first; path=/",
        "_k=last; PATH=/; Secure",
    ];
    let ours = vec![false, false, false, false, true, true];
    assert_eq!(read(&plain, "/", &headers), (ours, Some("last".into()), false));
    // The last one counts, also if it deletes.
    let (_, value, is_deleted) = read(&plain, "/", &["_k=a; path=/", "_k=; path=/; max-age=0"]);
    assert_eq!((value, is_deleted), (Some(String::new()), true));
    // It is 2027-01-15T08:00:00Z.
    for (second, is_over) in [("07:59:59", true), ("08:00:00", true), ("08:00:01", false)] {
        let header = format!("_k=a; path=/; expires=Fri, 15 Jan 2027 {second} GMT");
        assert_eq!(read(&plain, "/", &[&header]).2, is_over, "{second}");
    }
    let domain = [("key", "_k"), ("domain", "example.com")];
    let headers = ["_k=a; path=/", "_k=b; path=/; Domain=.EXAMPLE.com", "_k=c; path=/; domain=www.example.com"];
    assert_eq!(read(&domain, "/", &headers).0, [false, true, false]);
    let path = [("key", "_k"), ("path", "/shop")];
    assert_eq!(read(&path, "/", &["_k=a; path=/shop", "_k=b; path=/shop/", "_k=c; path=/"]).0, [true, false, false]);
}

#[test]
fn a_path_that_is_not_named_is_that_of_the_request() {
    let plain = [("key", "_k")];
    assert_eq!(read(&plain, "/login", &["_k=a"]).0, [true]);
    assert_eq!(read(&plain, "/users/log-in", &["_k=a"]).0, [false]);
    assert_eq!(read(&[("key", "_k"), ("path", "/users")], "/users/log-in", &["_k=a"]).0, [true]);
}

#[test]
fn what_is_no_set_cookie_is_passed_by() {
    for header in ["", ";", "_k", "=x; path=/", " ; _k=a", "_k\u{0}=a; path=/"] {
        assert_eq!(read(&[("key", "_k")], "/", &[header]).0, [false], "{header:?}");
    }
}

#[test]
fn the_table() {
    use Action::{Drop, Ignore, None, Renew, Write};
    use Carried::{Deletion, Foreign, Session};
    let table = [
        (None, [Merge::Stay, Merge::Stay, Merge::Stay]),
        (Ignore, [Merge::Stay, Merge::Stay, Merge::Stay]),
        (Write, [Merge::StayDropped, Merge::Put, Merge::StayForeign]),
        (Renew, [Merge::StayDropped, Merge::Put, Merge::StayForeign]),
        (Drop, [Merge::Delete, Merge::Delete, Merge::Delete]),
    ];
    for (action, cells) in table {
        for (carried, right) in [Deletion, Session, Foreign].into_iter().zip(cells) {
            assert_eq!(merge(action, carried), right, "{action:?} × {carried:?}");
        }
    }
}
