//! What waxseal does for a request, stage by stage: one list, timed by criterion (`make stages`) and counted in instructions
//! (`make instructions`).

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "a stage that can't be set up ends the run")]

mod request;
pub mod sample;

use std::hint::black_box;

use sample::{NOW_S, Sample};
use waxseal::cookies;
use waxseal::crypto::base64url;
use waxseal::crypto::message_encryptor::{DEFAULT_AAD, EncryptionKey};
use waxseal::crypto::message_verifier::{Digest, SigningKey};
use waxseal::session::map;
use waxseal::term::Term;
use waxseal::term::decode;
use waxseal::term::encode::{Otp, encode};

/// What is repeated. False if it did not do its work, which may take less than doing it.
type Work = Box<dyn FnMut() -> bool>;

/// One stage, over one session.
pub struct Stage {
    /// Such as `verify`.
    pub name: &'static str,
    /// How many bytes the session's JSON has.
    pub size: usize,
    work: Work,
}

impl std::fmt::Debug for Stage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.name, self.size)
    }
}

impl Stage {
    /// Does the stage's work once.
    ///
    /// # Panics
    ///
    /// If it went wrong: what fails is no measure of anything.
    pub fn run(&mut self) {
        assert!((self.work)(), "{self:?} failed");
    }
}

/// Every stage over every session, in the order in which a request meets them.
#[must_use]
pub fn all() -> Vec<Stage> {
    let of_size = |size| {
        let sample = Sample::new(size);
        let stages = [
            ("cookie-parse", cookie_parse(&sample)),
            ("base64-decode", base64_decode(&sample)),
            ("verify", verify(&sample)),
            ("decrypt", decrypt(&sample)),
            ("term-scan", term_scan(&sample)),
            ("term-decode", term_decode(&sample)),
            ("session-get", session_get(&sample)),
            ("term-encode", term_encode(&sample)),
            ("sign", sign(&sample)),
            ("encrypt", encrypt(&sample)),
            ("base64-encode", base64_encode(&sample)),
            ("set-cookie", set_cookie(&sample)),
            ("request", request::signed(&sample)),
        ];
        stages.into_iter().map(move |(name, work)| Stage { name, size, work })
    };
    sample::SIZES.into_iter().flat_map(of_size).collect()
}

fn cookie_parse(sample: &Sample) -> Work {
    let (header, length) = (sample.header(), sample.signed.len());
    Box::new(move || {
        let found = cookies::find(black_box(&header), sample::NAME);
        black_box(found).is_some_and(|value| value.len() == length)
    })
}

fn base64_decode(sample: &Sample) -> Work {
    let (mut text, mut out) = (Vec::new(), Vec::new());
    base64url::encode(&sample.term, &mut text);
    Box::new(move || {
        out.clear();
        let decoded = base64url::decode(black_box(&text), &mut out);
        black_box(&out);
        decoded.is_ok()
    })
}

fn base64_encode(sample: &Sample) -> Work {
    let (term, mut out) = (sample.term.clone(), Vec::new());
    Box::new(move || {
        out.clear();
        base64url::encode(black_box(&term), &mut out);
        !black_box(&out).is_empty()
    })
}

fn verify(sample: &Sample) -> Work {
    let (key, token, mut out) = (SigningKey::new(sample::KEY).unwrap(), sample.signed.clone(), Vec::new());
    Box::new(move || {
        out.clear();
        let verified = key.verify(black_box(&token), &mut out);
        black_box(&out);
        verified.is_ok()
    })
}

fn sign(sample: &Sample) -> Work {
    let (key, term, mut out) = (SigningKey::new(sample::KEY).unwrap(), sample.term.clone(), Vec::new());
    Box::new(move || {
        out.clear();
        key.sign(black_box(&term), Digest::Sha256, &mut out);
        !black_box(&out).is_empty()
    })
}

fn decrypt(sample: &Sample) -> Work {
    let (key, mut token, mut out) = (EncryptionKey::new(sample::KEY, b"").unwrap(), Vec::new(), Vec::new());
    key.encrypt_with_nonce(sample::NONCE, &sample.term, DEFAULT_AAD, &mut token).unwrap();
    Box::new(move || {
        out.clear();
        let decrypted = key.decrypt(black_box(&token), DEFAULT_AAD, &mut out);
        black_box(&out);
        decrypted.is_ok()
    })
}

fn encrypt(sample: &Sample) -> Work {
    let (key, term, mut out) = (EncryptionKey::new(sample::KEY, b"").unwrap(), sample.term.clone(), Vec::new());
    Box::new(move || {
        out.clear();
        let encrypted = key.encrypt_with_nonce(sample::NONCE, black_box(&term), DEFAULT_AAD, &mut out);
        black_box(&out);
        encrypted.is_ok()
    })
}

fn term_scan(sample: &Sample) -> Work {
    let term = sample.term.clone();
    Box::new(move || black_box(decode::check(black_box(&term))).is_ok())
}

fn term_decode(sample: &Sample) -> Work {
    let term = sample.term.clone();
    Box::new(move || black_box(decode::decode(black_box(&term))).is_ok())
}

fn term_encode(sample: &Sample) -> Work {
    let term: Term = decode::decode(&sample.term).unwrap();
    Box::new(move || black_box(encode(black_box(&term), Otp::Otp26)).is_ok())
}

/// The last key: all of the others are stepped over.
fn session_get(sample: &Sample) -> Work {
    let term = sample.term.clone();
    Box::new(move || black_box(map::get(black_box(&term), b"visits")).is_some())
}

fn set_cookie(sample: &Sample) -> Work {
    let (token, attributes) = (sample.signed.clone(), sample::attributes());
    Box::new(move || black_box(cookies::encode(sample::NAME, Some(black_box(&token)), &attributes, NOW_S)).is_ok())
}
