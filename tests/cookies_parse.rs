//! `Plug.Conn.Cookies`: the vectors, and the Cookie header byte by byte.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use serde_json::Value;
use waxseal::cookies::{Attributes, decode, decode_all, encode, find, find_in};

mod vectors;

/// Differences from Plug: `;` and control characters never reach a header, nor does `=` in a name.
const REFUSED: [&str; 2] = ["encode_value_special", "encode_key_special"];

#[test]
fn vectors() {
    let cases = vectors::load("cookies_parse");
    let (mut decoded, mut encoded, mut fetched, mut refused) = (0, 0, 0, 0);
    for case in &cases {
        let name = case["name"].as_str().unwrap();
        assert_eq!(case["outcome"], "ok", "{name}");
        match case["op"].as_str().unwrap() {
            "decode" => {
                check_fetch(case, &[vectors::bytes(case, "header_b64")]);
                decoded += 1;
            }
            "fetch_cookies" => {
                let headers = case["headers_b64"].as_array().unwrap();
                let headers: Vec<_> = headers.iter().map(|header| vectors::bytes(&wrapped(header), "b64")).collect();
                check_fetch(case, &headers);
                fetched += 1;
            }
            "encode" => {
                let set_cookie = set_cookie(case);
                if REFUSED.contains(&name) {
                    assert!(set_cookie.is_err(), "{name}");
                    refused += 1;
                } else {
                    assert_eq!(set_cookie.unwrap(), vectors::bytes(case, "set_cookie_b64"), "{name}");
                    encoded += 1;
                }
            }
            other => panic!("{name}: {other}"),
        }
    }
    assert_eq!((decoded, fetched, encoded, refused, cases.len()), (47, 6, 33, REFUSED.len(), 88));
}

fn wrapped(value: &Value) -> Value {
    serde_json::json!({ "b64": value })
}

fn check_fetch(case: &Value, headers: &[Vec<u8>]) {
    let headers: Vec<&[u8]> = headers.iter().map(Vec::as_slice).collect();
    let expected: BTreeMap<Vec<u8>, Vec<u8>> = case["cookies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cookie| (vectors::bytes(cookie, "key_b64"), vectors::bytes(cookie, "value_b64")))
        .collect();
    let got: BTreeMap<Vec<u8>, Vec<u8>> =
        decode_all(&headers).into_iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
    assert_eq!(got, expected, "{}", case["name"]);
    for (name, value) in &expected {
        assert_eq!(find_in(&headers, name), Some(value.as_slice()), "{}", case["name"]);
    }
    for absent in ["", "absent", "a b", "a=b", " a", "k=", "a=", ";", "a;"] {
        assert_eq!(find_in(&headers, absent.as_bytes()), None);
    }
}

fn set_cookie(case: &Value) -> Result<Vec<u8>, waxseal::error::Error> {
    fn text(value: &Value) -> Option<&[u8]> {
        value.as_str().map(str::as_bytes)
    }

    let mut attributes = Attributes::default();
    let (mut now, mut value) = (0, None);
    let truthy = |value: &Value| value.as_bool().unwrap_or(false);
    for (name, given) in case["opts"].as_object().unwrap() {
        match name.as_str() {
            "value_b64" => value = (!given.is_null()).then(|| vectors::bytes(&case["opts"], name)),
            "domain" => attributes.domain = text(given),
            "path" => attributes.path = text(given),
            "max_age" => attributes.max_age = given.as_i64(),
            "secure" => attributes.secure = truthy(given),
            "http_only" => attributes.http_only = truthy(given),
            "same_site" => attributes.same_site = text(given),
            "extra" => attributes.extra = text(given),
            "universal_time" => {
                let parts: Vec<i64> = given.as_array().unwrap().iter().map(|part| part.as_i64().unwrap()).collect();
                let [year, month, day, hour, minute, second] = parts[..] else { panic!("{given}") };
                now = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
            }
            other => panic!("unknown option {other}"),
        }
    }
    let key = vectors::bytes(case, "key_b64");
    encode(&key, value.as_deref(), &attributes, now)
}

/// The days from 1970-01-01 to a date, counted one by one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let leap = |year: i64| year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
    let in_year = |year| if leap(year) { 366 } else { 365 };
    let lengths = |year| [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let years: i64 =
        if year < 1970 { -(year..1970).map(in_year).sum::<i64>() } else { (1970..year).map(in_year).sum() };
    years + lengths(year).iter().take(usize::try_from(month - 1).unwrap()).sum::<i64>() + day - 1
}

/// `find` answers as `decode` does: every header of up to five of these bytes, and longer ones around the SIMD blocks.
#[test]
fn find_and_decode_agree() {
    let bytes = b"ab= ;\t\r\0\xff";
    let mut headers: Vec<Vec<u8>> = vec![Vec::new()];
    for length in 0..5 {
        let longer: Vec<_> = headers.iter().filter(|header| header.len() == length).cloned().collect();
        headers.extend(longer.iter().flat_map(|header| bytes.iter().map(|&byte| [&header[..], &[byte]].concat())));
    }
    let long =
        |before: usize, after: usize| format!("x={}; a={} ;b=", "v".repeat(before), "w".repeat(after)).into_bytes();
    headers.extend((0..40).flat_map(|before| (0..40).map(move |after| long(before, after))));
    for header in &headers {
        let cookies = decode(header);
        for name in [&b""[..], b"a", b"b", b"ab", b"aa", b"x", b"a=", b"\0", b"\xff", b" a", b"a b", b"=", b";"] {
            assert_eq!(find(header, name), cookies.get(name).copied(), "{header:?} {name:?}");
        }
    }
}

/// The same, as Plug's clauses have it, one byte at a time.
#[test]
fn each_byte_in_a_name_and_in_a_value() {
    for byte in 0..=255_u8 {
        let header = [b"n", &[byte][..], b"m=1; ok=2"].concat();
        let whole =
            decode(&header).into_iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect::<Vec<_>>();
        let ok = (b"ok".to_vec(), b"2".to_vec());
        match byte {
            b'=' => assert_eq!(whole, [(b"n".to_vec(), b"m=1".to_vec()), ok]),
            b';' => assert_eq!(whole, [(b"m".to_vec(), b"1".to_vec()), ok]),
            b' ' | b'\t'..=b'\r' => assert_eq!(whole, [ok]),
            _ => assert_eq!(find(&header, &[b'n', byte, b'm']), Some(&b"1"[..])),
        }

        let header = [b"n=v", &[byte][..], b"w; ok=2"].concat();
        let value = find(&header, b"n");
        match byte {
            b';' => assert_eq!(value, Some(&b"v"[..])),
            b'\t'..=b'\r' => assert_eq!(value, None),
            _ => assert_eq!(value, Some(&[b'v', byte, b'w'][..])),
        }
        assert_eq!(find(&header, b"ok"), Some(&b"2"[..]));
    }
}

#[test]
fn a_hostile_header_takes_no_time() {
    let header = (0..20_000).map(|number| format!("c{number}=;=;;")).collect::<Vec<_>>().concat();
    assert_eq!(decode(header.as_bytes()).len(), 20_000);
    let mut header = vec![b';'; 1_000_000];
    assert!(decode(&header).is_empty());
    header.extend(b"a=1");
    assert_eq!(find(&header, b"a"), Some(&b"1"[..]));
    assert_eq!(find(&vec![b' '; 1_000_000], b"a"), None);
}
