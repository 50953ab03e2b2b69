//! The sessions, and what a request has around them. Nothing in them is random, so that every run is the same.

use waxseal::cookies::Attributes;
use waxseal::crypto::message_verifier::{Digest, SigningKey};
use waxseal::json;
use waxseal::term::encode::{Otp, encode};

/// How many bytes the sessions have as JSON: those of `benches/measure.js`.
pub const SIZES: [usize; 3] = [66, 327, 1846];

/// The cookie's name.
pub const NAME: &[u8] = b"_my_app_key";
/// To sign and to encrypt with.
pub const KEY: &[u8; 32] = b"0123456789abcdef0123456789ABCDEF";
/// Of the encrypted cookie.
pub const NONCE: &[u8; 24] = b"just any 24 bytes, once!";
/// When it is: 2026-11-24.
pub const NOW_S: i64 = 1_795_500_000;

/// A session, as its cookie has it.
#[derive(Debug)]
pub struct Sample {
    /// Erlang's term, with its version byte.
    pub term: Vec<u8>,
    /// The cookie's value, signed with [`KEY`].
    pub signed: Vec<u8>,
}

impl Sample {
    /// The session whose JSON has so many bytes: a user, a counter, and what fits in between of a shopping cart.
    ///
    /// # Panics
    ///
    /// If no session is as small as that.
    #[must_use]
    pub fn new(size: usize) -> Self {
        let session = json(size);
        assert_eq!(session.len(), size, "{session}");
        let term = encode(&json::decode(session.as_bytes()).unwrap(), Otp::Otp26).unwrap();
        let mut signed = Vec::new();
        SigningKey::new(KEY).unwrap().sign(&term, Digest::Sha256, &mut signed);
        Self { term, signed }
    }

    /// What a browser sends: the session's cookie among others.
    #[must_use]
    pub fn header(&self) -> Vec<u8> {
        let others: [&[u8]; 2] = [b"theme=dark; _ga=GA1.2.1234567890.1700000000; ", b"; lang=en"];
        [others[0], NAME, b"=", &self.signed, others[1]].concat()
    }
}

fn json(size: usize) -> String {
    let with = |user: &str, cart: &[String]| {
        let cart = if cart.is_empty() { String::new() } else { format!(r#""cart":[{}],"#, cart.join(",")) };
        format!(r#"{{"user":"{user}",{cart}"visits":10000}}"#)
    };
    let mut cart = Vec::new();
    loop {
        let next = format!(r#"{{"id":{},"name":"a cup","price":12.5,"gift":false}}"#, 1000 + cart.len());
        cart.push(next);
        if with("", &cart).len() > size {
            cart.pop();
            break;
        }
    }
    let left = size.saturating_sub(with("", &cart).len());
    with(&"u".repeat(left), &cart)
}

/// The cookie's attributes: what most apps have, and a maximal age, for which a date is written.
#[must_use]
pub fn attributes() -> Attributes<'static> {
    Attributes { max_age: Some(30 * 86_400), secure: true, same_site: Some(b"Lax"), ..Attributes::default() }
}
