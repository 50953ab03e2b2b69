//! The Cookie header in, the Set-Cookie header out, and as another's parser reads it.

use std::collections::BTreeMap;

use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use waxseal::cookies::received::{Received, default_path};
use waxseal::cookies::{self, Attributes};
use waxseal::plug::{SessionCookie, answer};
use waxseal::store::options::Options;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Lasts};

use super::input::Input;

/// Plug's rules, one after the other: pairs between semicolons; spaces and tabs before a name do not count; a name is not empty and has
/// no whitespace; a value has no whitespace but spaces, of which those at its end do not count; the first of a name counts.
fn plainly(header: &[u8]) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let is_space = |byte: &u8| matches!(byte, 9..=13 | 32);
    let mut cookies = BTreeMap::new();
    for piece in header.split(|byte| *byte == b';') {
        let start = piece.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(piece.len());
        let Some(equals) = piece[start..].iter().position(|byte| *byte == b'=') else { continue };
        let (name, value) = (&piece[start..start + equals], &piece[start + equals + 1..]);
        let end = value.iter().rposition(|byte| *byte != b' ').map_or(0, |last| last + 1);
        if !name.is_empty() && !name.iter().any(is_space) && !value.iter().any(|byte| matches!(byte, 9..=13)) {
            cookies.entry(name.to_vec()).or_insert_with(|| value[..end].to_vec());
        }
    }
    cookies
}

pub fn header(data: &[u8]) {
    let mut input = Input::new(data);
    let (name, before) = (input.bytes(), input.bytes());
    let header = input.rest();
    let read = cookies::decode(header);
    let owned: BTreeMap<_, _> = read.iter().map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
    assert_eq!(owned, plainly(header));
    assert_eq!(cookies::find(header, name), read.get(name).copied());
    // Not all, as each is looked for in the whole.
    for (name, value) in read.iter().take(8) {
        assert_eq!(cookies::find(header, name), Some(*value));
        assert_eq!(cookies::find_each(header, name).next(), Some(*value));
    }
    let headers = [before, header];
    let mut all = cookies::decode(before);
    all.extend(read);
    assert_eq!(cookies::find_in(&headers, name), all.get(name).copied());
    assert_eq!(cookies::decode_all(&headers), all);
}

pub fn set_cookie(data: &[u8]) {
    let mut input = Input::new(data);
    let flags = input.byte();
    let given = |flag: u8, text| (flags & flag != 0).then_some(text);
    let name = input.bytes();
    let attributes = Attributes {
        domain: given(1, input.bytes()),
        path: given(2, input.bytes()),
        max_age: Some(input.number().cast_signed()).filter(|_| flags & 4 != 0).map(|age| age >> (flags >> 6 << 4)),
        secure: flags & 8 != 0,
        http_only: flags & 16 != 0,
        same_site: [None, Some(&b"Lax"[..]), Some(b"Strict"), Some(b"None")][input.below(4)],
        extra: None,
        partitioned: flags & 32 != 0,
        priority: None,
    };
    let now = i64::from(u32::from_le_bytes(input.array()));
    let value = input.rest();
    let checked = attributes.check(name);
    let Ok(written) = cookies::encode(name, Some(value), &attributes, now) else {
        assert!(
            cookies::delete(name, &attributes).is_err()
                || value.iter().any(|byte| *byte == b';' || byte.is_ascii_control())
                || attributes.max_age.is_some()
        );
        return;
    };
    assert!(!written.iter().any(u8::is_ascii_control));
    let Some(received) = Received::parse(&written) else {
        // A browser takes no such name, and `check` refuses it.
        assert!(name.trim_ascii().is_empty() && checked.is_err());
        return;
    };
    assert_eq!((received.name, received.value), (name.trim_ascii(), value.trim_ascii()));
    assert_eq!(received.is_over(now), attributes.max_age.is_some_and(|age| age <= 0));
    let deletion = cookies::delete(name, &attributes).unwrap();
    assert!(Received::parse(&deletion).is_some_and(|received| received.is_over(0)));

    // Another's parser takes text alone, and no name of spaces, Unicode's among them.
    let Ok(text) = std::str::from_utf8(&written) else { return };
    let Ok(other) = Cookie::parse(text) else {
        assert!(checked.is_err() || str::from_utf8(name).is_ok_and(|name| name.trim().is_empty()), "{text}");
        return;
    };
    assert_eq!(other.value().as_bytes(), str::from_utf8(value).unwrap().trim().as_bytes());
    assert_eq!(other.name().as_bytes(), str::from_utf8(name).unwrap().trim().as_bytes());
    if checked.is_err() {
        return;
    }
    let same_site = match attributes.same_site {
        Some(b"Lax") => Some(SameSite::Lax),
        Some(b"Strict") => Some(SameSite::Strict),
        Some(_) => Some(SameSite::None),
        None => None,
    };
    assert_eq!(other.same_site(), same_site);
    assert_eq!(other.secure(), attributes.secure.then_some(true));
    assert_eq!(other.http_only(), attributes.http_only.then_some(true));
    assert_eq!(other.partitioned(), attributes.partitioned.then_some(true));
    let domain = str::from_utf8(attributes.domain.unwrap_or_default()).unwrap().trim();
    assert_eq!(other.domain().unwrap_or_default(), domain.strip_prefix('.').unwrap_or(domain));
    let path = str::from_utf8(attributes.path.unwrap_or_default()).unwrap().trim();
    assert_eq!(other.path().unwrap_or_default(), path);
    if let Some(age) = attributes.max_age {
        assert_eq!(other.max_age().map(Duration::whole_seconds), Some(age.max(0)));
        // It reads no year over 9999, and takes one of two digits for another.
        if now + age >= 0
            && let Some(expires) = other.expires_datetime()
        {
            assert_eq!(expires.unix_timestamp(), now + age);
        }
    }
    let other = Cookie::parse(str::from_utf8(&deletion).unwrap()).unwrap();
    assert_eq!((other.max_age().map(Duration::whole_seconds), other.value()), (Some(0), ""));
}

/// A header, and if it is our own its value and whether it ends the cookie.
type Given = (Vec<u8>, Option<(Vec<u8>, bool)>);

/// A response's Set-Cookie headers: of others, of whoever, and our own.
pub fn answered(data: &[u8]) {
    let mut input = Input::new(data);
    let paths = ["/", "/app", "/a/b"];
    let path = paths[input.below(3)];
    let json = format!(r#"{{"key":"_k","path":"{path}","maxAge":{}}}"#, input.byte());
    let value: Value = serde_json::from_str(&json).unwrap();
    let cookie = SessionCookie::init(&Options::new(&value).unwrap()).unwrap();
    let conn = Conn { secret_key_base: None, https: true, now_ms: input.number() >> 16 };
    let request = input.bytes();
    let mut headers: Vec<Given> = Vec::new();
    while !input.is_empty() {
        let kind = input.below(4);
        let text = input.bytes();
        match kind {
            0 => {
                let value: Vec<u8> = text.iter().filter(|byte| byte.is_ascii_alphanumeric()).copied().collect();
                let header = cookie.set(&conn, &value, Lasts::AsConfigured, String::new).unwrap();
                let is_over = json.contains(r#""maxAge":0"#);
                headers.push((header, Some((value, is_over))));
            }
            1 => headers.push((cookie.delete(&conn).unwrap(), Some((Vec::new(), true)))),
            2 => headers.push(([b"_k2=", text].concat(), None)),
            _ => headers.push((text.to_vec(), None)),
        }
    }
    let given: Vec<&[u8]> = headers.iter().map(|(header, _)| header.as_slice()).collect();
    let answer = answer(&cookie, &conn, &given, request).unwrap();
    assert_eq!(answer.ours.len(), headers.len());
    let mut last = None;
    for ((header, own), ours) in headers.iter().zip(&answer.ours) {
        assert!(own.is_none() || *ours);
        assert!(!(*ours && header.starts_with(b"_k2=")));
        if *ours {
            let received = Received::parse(header).unwrap();
            assert_eq!(received.name, b"_k");
            assert!(received.path.unwrap_or_else(|| default_path(request)) == path.as_bytes());
            last = Some((received.value, own.as_ref().map_or_else(|| answer.is_deleted, |(_, is_over)| *is_over)));
        }
    }
    assert_eq!(answer.value.map(|value| (value, answer.is_deleted)), last);
    assert!(default_path(request).starts_with(b"/"));
}
