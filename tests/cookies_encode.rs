//! The Set-Cookie header: what reaches it and what never does, its order, its dates.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use waxseal::cookies::{Attributes, delete, encode};
use waxseal::error::Error;

fn code(header: &Result<Vec<u8>, Error>) -> Option<&'static str> {
    header.as_ref().err().map(Error::code)
}

#[test]
fn each_byte_in_each_field_of_a_cookie() {
    for byte in 0..=255_u8 {
        let text = [b'a', byte, b'b'];
        let text = || Some(&text[..]);
        let control = byte.is_ascii_control();
        let breaks_out = control || byte == b';';
        let base = Attributes::default;
        let fields = [
            (Attributes { domain: text(), ..base() }, breaks_out),
            (Attributes { path: text(), ..base() }, breaks_out),
            (Attributes { same_site: text(), ..base() }, breaks_out),
            (Attributes { priority: text(), ..base() }, breaks_out),
            (Attributes { extra: text(), ..base() }, control),
        ];
        for (attributes, refused) in &fields {
            for header in [encode(b"k", Some(b"v"), attributes, 0), delete(b"k", attributes)] {
                assert_eq!(code(&header), refused.then_some("ERR_CONFIG"), "{byte}");
                assert!(header.is_err() || !header.unwrap().iter().any(u8::is_ascii_control));
            }
            if *refused {
                assert_eq!(attributes.check(b"k").unwrap_err().code(), "ERR_CONFIG", "{attributes:?}");
            }
        }

        let value = encode(b"k", text(), &base(), 0);
        assert_eq!(code(&value), breaks_out.then_some("ERR_ENCODE"));
        let name = encode(text().unwrap(), Some(b"v"), &base(), 0);
        assert_eq!(name.is_err(), breaks_out || byte == b'=', "{byte}");
        // RFC 6265bis §4.1.1: `cookie-name = token`; beyond ASCII as Plug.
        let token = byte >= 0x80 || byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        assert_eq!(base().check(text().unwrap()).is_ok(), token, "{byte}");
    }
    assert!(encode(b"", Some(b"v"), &Attributes::default(), 0).is_err());
    assert!(Attributes::default().check(b"").is_err());
}

#[test]
fn order_and_letter_case() {
    let all = Attributes {
        domain: Some(b"example.com"),
        path: Some(b"/p"),
        max_age: Some(86_400),
        secure: true,
        http_only: true,
        same_site: Some(b"Strict"),
        extra: Some(b"X=y"),
        partitioned: true,
        priority: Some(b"High"),
    };
    let rest = "secure; HttpOnly; SameSite=Strict; X=y; Partitioned; Priority=High";
    assert_eq!(
        String::from_utf8(encode(b"k", Some(b"v"), &all, 951_782_400).unwrap()).unwrap(),
        format!("k=v; path=/p; domain=example.com; expires=Wed, 01 Mar 2000 00:00:00 GMT; max-age=86400; {rest}"),
    );
    assert_eq!(
        String::from_utf8(delete(b"k", &all).unwrap()).unwrap(),
        format!("k=; path=/p; domain=example.com; expires=Thu, 01 Jan 1970 00:00:00 GMT; max-age=0; {rest}"),
    );
    let none = Attributes { path: None, http_only: false, ..Attributes::default() };
    assert_eq!(encode(b"k", None, &none, 0).unwrap(), b"k=; path=");
}

#[test]
fn every_day_of_two_thousand_years() {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let attributes = Attributes { max_age: Some(0), path: None, http_only: false, ..Attributes::default() };
    // 1970-01-01 is 281,237 days after 1200-01-01.
    let mut day = -281_237_i64;
    for year in 1200..3200 {
        let leap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0;
        for (month, name) in months.iter().enumerate() {
            let length = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month];
            for date in 1..=length {
                let weekday = weekdays[usize::try_from(day.rem_euclid(7)).unwrap()];
                let header = encode(b"k", None, &attributes, day * 86_400 + 86_399).unwrap();
                let expected = format!("k=; path=; expires={weekday}, {date:02} {name} {year} 23:59:59 GMT; max-age=0");
                assert_eq!(String::from_utf8(header).unwrap(), expected);
                day += 1;
            }
        }
    }
}

#[test]
fn the_ends_of_the_calendar() {
    let expires = |max_age, now| {
        let attributes = Attributes { max_age: Some(max_age), ..Attributes::default() };
        encode(b"k", None, &attributes, now).map(|header| String::from_utf8(header).unwrap())
    };
    assert!(expires(-1, 0).unwrap().contains("expires=Wed, 31 Dec 1969 23:59:59 GMT; max-age=-1"));
    assert!(expires(1 << 31, 0).unwrap().contains("expires=Tue, 19 Jan 2038 03:14:08 GMT; max-age=2147483648"));
    assert!(expires(1 << 53, 0).unwrap().contains(" 285428751 "));
    assert!(expires(i64::MAX, 0).unwrap().contains("max-age=9223372036854775807"));
    // Erlang's calendar begins with the year 0.
    let start = -62_167_219_200;
    assert!(expires(0, start).unwrap().contains("expires=Sat, 01 Jan 0 00:00:00 GMT"));
    for (max_age, now) in [(-1, start), (i64::MIN, 0), (i64::MAX, 1), (i64::MIN, -1)] {
        assert_eq!(expires(max_age, now).unwrap_err().code(), "ERR_CONFIG");
    }
}

#[test]
fn what_browsers_would_drop_is_refused() {
    let base = || Attributes { secure: true, ..Attributes::default() };
    let check =
        |name: &str, attributes: Attributes<'_>| attributes.check(name.as_bytes()).map_err(|error| error.to_string());
    let insecure = Attributes::default;

    for name in [
        "__Host-s",
        "__host-s",
        "__HOST-s",
        "__Secure-s",
        "__secure-s",
        "__Http-s",
        "__http-s",
        "__Host-Http-s",
        "plain",
        "sé",
        "_my_app_key",
    ] {
        assert_eq!(check(name, base()), Ok(()), "{name}");
        assert_eq!(check(name, insecure()).is_ok(), !name.starts_with("__"), "{name}");
    }
    for name in ["__Http-s", "__HTTP-s", "__Host-Http-s", "__host-http-s"] {
        let readable = Attributes { http_only: false, ..base() };
        assert!(check(name, readable).unwrap_err().contains("httpOnly"), "{name}");
    }
    for name in ["s", "__Secure-s", "__Host-s"] {
        assert_eq!(check(name, Attributes { http_only: false, ..base() }), Ok(()), "{name}");
    }
    for name in ["__Host-s", "__hOST-s", "__Host-Http-s"] {
        assert!(check(name, Attributes { path: Some(b"/x"), ..base() }).unwrap_err().contains("path"));
        assert!(check(name, Attributes { path: None, ..base() }).is_err());
        assert!(check(name, Attributes { domain: Some(b"example.com"), ..base() }).unwrap_err().contains("domain"));
    }
    assert_eq!(check("__Secure-s", Attributes { domain: Some(b"example.com"), path: Some(b"/x"), ..base() }), Ok(()));

    for none in ["None", "none", "NONE"] {
        assert!(
            check("s", Attributes { same_site: Some(none.as_bytes()), ..insecure() }).unwrap_err().contains("sameSite")
        );
        assert_eq!(check("s", Attributes { same_site: Some(none.as_bytes()), ..base() }), Ok(()));
    }
    assert!(check("s", Attributes { partitioned: true, ..insecure() }).unwrap_err().contains("partitioned"));
    assert!(check("s", Attributes { priority: Some(b"Highest"), ..base() }).unwrap_err().contains("priority"));
    for domain in ["https://example.com", "example.com:80", "example.com/", "a b"] {
        assert!(check("s", Attributes { domain: Some(domain.as_bytes()), ..base() }).unwrap_err().contains("domain"));
    }
    for length in [1024, 1025] {
        let long = "x".repeat(length);
        assert_eq!(check("s", Attributes { path: Some(long.as_bytes()), ..base() }).is_ok(), length == 1024);
        assert_eq!(check("s", Attributes { domain: Some(long.as_bytes()), ..base() }).is_ok(), length == 1024);
    }

    // A message has a name, the kind and length of what it got, and what it takes: it may be a secret in the wrong place.
    assert_eq!(
        check("a\r\nb", base()).unwrap_err(),
        "key: got a string of 4 characters, takes a cookie's name, of letters, digits and !#$%&'*+-.^_`|~"
    );
    assert!(check(&" ".repeat(9999), base()).unwrap_err().len() < 200);

    // What Plug takes, and the vectors have.
    for same_site in ["Lax", "lax", "", "Strict"] {
        assert_eq!(check("s", Attributes { same_site: Some(same_site.as_bytes()), ..insecure() }), Ok(()));
    }
    for domain in ["", ".example.com", "localhost", "xn--bcher-kva.example"] {
        assert_eq!(check("s", Attributes { domain: Some(domain.as_bytes()), ..insecure() }), Ok(()));
    }
    for extra in ["", "Partitioned; Priority=High"] {
        assert_eq!(check("s", Attributes { extra: Some(extra.as_bytes()), ..insecure() }), Ok(()));
    }
    for priority in ["Low", "medium", "HIGH"] {
        assert_eq!(check("s", Attributes { priority: Some(priority.as_bytes()), path: None, ..insecure() }), Ok(()));
    }
}
