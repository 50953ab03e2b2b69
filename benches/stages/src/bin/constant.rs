//! For `.ci/stages constant`, which runs it under callgrind: codes, tags, keys, ids and tokens that are wrong at each of their bytes. What
//! takes another number of instructions for another byte would tell an attacker how much of a guess is right.
//!
//! With the argument `time` it takes the time of them instead, a million each (`.ci/stages leak`).

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, reason = "what can't be set up ends the run")]

use std::hint::black_box;
use std::rc::Rc;
use std::time::Instant;

use stages::sample;
use waxseal::crypto::base64url;
use waxseal::crypto::key_generator::Key;
use waxseal::crypto::message_encryptor::{DEFAULT_AAD, EncryptionKey};
use waxseal::crypto::message_verifier::{Digest, SigningKey};
use waxseal::plug::csrf_protection as csrf;
use waxseal::session::{Session, Sid, map};
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Step, Store as _};
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode};

/// The module's: what a call takes does not hang on the machine's C library.
#[path = "../../../../src/wasm/allocator.rs"]
mod allocator;

/// Refuses a wrong value; true if it did.
type Work = Rc<dyn Fn(&[u8]) -> bool>;

/// One secret, and values for it that are wrong at one byte each.
struct Subject {
    name: &'static str,
    wrong: Vec<Vec<u8>>,
    refuses: Work,
}

const CONN: Conn<'_> = Conn { secret_key_base: None, https: true, now_ms: 1_800_000_000_000 };

/// A token of `plug_crypto` 1's making for [`sample::KEY`] and "sign secret"; made with Python's `cryptography`.
const LEGACY: &[u8] = b"QTEyOEdDTQ.LxLMhoLLZdS26LwddMw1g5hBphv6n2duVbUWS1kUI39paWlpaWlpaWlpaWk.ampqampqampqampq.Nz44ttqa3vxHvt-GfZQpkalWQdMlTPUUNbW45rDV9orbiUsFTC3kt1ca5LvvO1L4TltzgojugA1iVGhuT7obE6E94A.bnKGas9wuI2Y8HvNF4SEXg";

fn main() {
    let subjects = subjects();
    if std::env::args().nth(1).as_deref() == Some("time") {
        let seen = leak(&leaking());
        assert!(seen > LEAK, "a comparison that ends at the first difference is to be seen, and t was {seen:.2}");
        for subject in &subjects {
            println!("{} {:.2}", subject.name, leak(subject));
        }
        return;
    }
    for subject in &subjects {
        for (at, wrong) in subject.wrong.iter().enumerate() {
            // The first time finds nothing prepared.
            assert!((subject.refuses)(wrong), "{} {at}", subject.name);
            counted(subject, wrong);
            println!("{}/{at}", subject.name);
        }
    }
}

/// Callgrind counts what is in here, and knows it by its name.
#[inline(never)]
fn counted(subject: &Subject, wrong: &[u8]) {
    black_box((subject.refuses)(black_box(wrong)));
}

/// From here on a t is taken for a leak.
const LEAK: f64 = 4.5;

/// How many values of each kind are timed.
const SAMPLES: usize = 1_000_000;

/// Welch's t of two kinds of values, wrong at the first byte and wrong at the last, in an order by chance ("dudect": Reparaz, Balasch,
/// Verbauwhede, 2017). What took longer than nine in ten was interrupted, and is left out.
fn leak(subject: &Subject) -> f64 {
    let (first, last) = (subject.wrong.first().unwrap(), subject.wrong.last().unwrap());
    // Both from one place: where a value is in memory makes more of a difference than what it is.
    let mut buffer = first.clone();
    let mut chance = 0x5eed_u64;
    let mut samples = Vec::with_capacity(SAMPLES);
    for _ in 0..SAMPLES {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let kind = chance >> 40 & 1 == 1;
        // Both are read, whichever it is; and no compiler may make a branch of it, which the processor would remember.
        let mask = black_box(u8::from(kind).wrapping_neg());
        for ((byte, first), last) in buffer.iter_mut().zip(first).zip(last) {
            *byte = first ^ mask & (first ^ last);
        }
        let start = Instant::now();
        black_box((subject.refuses)(black_box(&buffer)));
        samples.push((kind, start.elapsed().as_nanos()));
    }
    let mut times: Vec<u128> = samples.iter().map(|(_, time)| *time).collect();
    times.sort_unstable();
    let most = times.get(times.len() / 10 * 9).copied().unwrap_or_default();
    let of_kind = |wanted: bool| {
        #[expect(clippy::cast_precision_loss, reason = "nanoseconds of a call")]
        let times: Vec<f64> = samples
            .iter()
            .filter(|(kind, time)| *kind == wanted && *time <= most)
            .map(|(_, time)| *time as f64)
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "a million at most")]
        let count = times.len() as f64;
        let mean = times.iter().sum::<f64>() / count;
        let variance = times.iter().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    };
    let ((one, spread), (other, spread_of_other)) = (of_kind(false), of_kind(true));
    (one - other).abs() / (spread + spread_of_other).sqrt()
}

fn subjects() -> Vec<Subject> {
    let mut subjects = vec![
        code("code-sha256", Digest::Sha256),
        code("code-sha384", Digest::Sha384),
        code("code-sha512", Digest::Sha512),
        tag(),
        key(),
        csrf_token(),
    ];
    subjects.extend(legacy_tags());
    subjects.extend(records());
    subjects
}

/// What compares as nothing here does: by it the measurement is checked.
fn leaking() -> Subject {
    let right = *b"a secret of thirty-two bytes, ok";
    let refuses = Rc::new(move |other: &[u8]| other.iter().zip(&right).any(|(one, other)| black_box(one) != other));
    Subject { name: "leaking", wrong: wrong(&right), refuses }
}

/// What is wrong at each byte, one after the other.
fn wrong(right: &[u8]) -> Vec<Vec<u8>> {
    (0..right.len())
        .map(|at| {
            let wrong = right.iter().enumerate();
            wrong.map(|(place, byte)| if place == at { byte ^ 0x11 } else { *byte }).collect()
        })
        .collect()
}

/// `before`, and the text of bytes.
fn text(before: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut text = before.to_vec();
    base64url::encode(bytes, &mut text);
    text
}

fn bytes(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    base64url::decode(text, &mut bytes).unwrap();
    bytes
}

/// A signature.
fn code(name: &'static str, digest: Digest) -> Subject {
    let key = SigningKey::new(sample::KEY).unwrap();
    let mut token = Vec::new();
    key.sign(b"the message", digest, &mut token);
    let (signed, signature) = token.split_at(token.iter().rposition(|byte| *byte == b'.').unwrap() + 1);
    let wrong = wrong(&bytes(signature)).iter().map(|code| text(signed, code)).collect();
    let refuses = Rc::new(move |token: &[u8]| key.verify(token, &mut Vec::with_capacity(128)).is_err());
    Subject { name, wrong, refuses }
}

/// The tag of what is encrypted.
fn tag() -> Subject {
    let key = EncryptionKey::new(sample::KEY, b"").unwrap();
    let mut token = Vec::new();
    key.encrypt_with_nonce(sample::NONCE, b"the message", DEFAULT_AAD, &mut token).unwrap();
    let sealed = bytes(token.strip_prefix(b"XCP.").unwrap());
    let (nonce, rest) = sealed.split_at(24);
    let (tag, ciphertext) = rest.split_at(16);
    let wrong = wrong(tag).iter().map(|tag| text(b"XCP.", &[nonce, tag, ciphertext].concat())).collect();
    let refuses = Rc::new(move |token: &[u8]| key.decrypt(token, DEFAULT_AAD, &mut Vec::with_capacity(128)).is_err());
    Subject { name: "tag", wrong, refuses }
}

/// The tags of an old token: of its content, and of its content's key.
fn legacy_tags() -> [Subject; 2] {
    let parts: Vec<&[u8]> = LEGACY.split(|byte| *byte == b'.').collect();
    let [name, wrapped, iv, text_of, tag] = parts[..] else { unreachable!("five parts") };
    let (wrapped, tag) = (bytes(wrapped), bytes(tag));
    let (key, rest) = wrapped.split_at(wrapped.len() - 28);
    let (key_tag, key_iv) = rest.split_at(16);
    let joined = |wrapped: &[u8], tag: &[u8]| [name, &text(b"", wrapped), iv, text_of, &text(b"", tag)].join(&b'.');
    let of_content = wrong(&tag).iter().map(|tag| joined(&wrapped, tag)).collect();
    let of_key = wrong(key_tag).iter().map(|wrong| joined(&[key, wrong, key_iv].concat(), &tag)).collect();
    let secrets = EncryptionKey::new(sample::KEY, b"sign secret").unwrap();
    assert!(secrets.decrypt(LEGACY, DEFAULT_AAD, &mut Vec::new()).is_ok());
    let refuses: Work =
        Rc::new(move |token: &[u8]| secrets.decrypt(token, DEFAULT_AAD, &mut Vec::with_capacity(128)).is_err());
    [
        Subject { name: "tag-a128gcm", wrong: of_content, refuses: Rc::clone(&refuses) },
        Subject { name: "tag-of-its-key", wrong: of_key, refuses },
    ]
}

/// A key that was derived, or what it was derived of.
fn key() -> Subject {
    let key = Key::new(sample::KEY);
    let refuses = Rc::new(move |other: &[u8]| !key.ct_eq(&Key::new(other)));
    Subject { name: "key", wrong: wrong(sample::KEY), refuses }
}

/// The state in the session, of which a token has another: the token stays as it is, as reading it takes a time of its own.
fn csrf_token() -> Subject {
    let state = *b"abcdefghijklmnopqrstuvwx";
    let mask = b"ABCDEFGHIJKLMNOPQRSTUVWX";
    let masked: Vec<u8> = state.iter().zip(mask).map(|(state, mask)| state ^ mask).collect();
    let token = [text(b"", &masked), mask.to_vec()].concat();
    assert!(csrf::valid_state_and_csrf_token(&state, &token));
    let refuses = Rc::new(move |state: &[u8]| !csrf::valid_state_and_csrf_token(state, &token));
    Subject { name: "csrf", wrong: wrong(&state), refuses }
}

/// A session's id that is another at each character, and the tag of its record.
fn records() -> [Subject; 2] {
    let [name, key] = [&b"key"[..], b"_k"].map(|text| Term::Binary(text.to_vec()));
    let value = Value::of_term(&encode(&Term::Map(vec![(name, key)]), Otp::Otp26).unwrap()).unwrap();
    let store = Rc::new(KvStore::init(&Options::new(&value).unwrap()).unwrap());
    let put = store.put(&CONN, &Sid::Nil, &Session::new(&Sid::Nil, map::EMPTY, &[], None)).unwrap();
    let Some(Step::Write { value: record, .. }) = put.steps.into_iter().next() else { unreachable!() };
    let (sealed, tag) = record.split_at(record.len() - 16);
    let wrong_records = wrong(tag).iter().map(|tag| [sealed, tag].concat()).collect();
    let id = bytes(&put.cookie);
    let wrong_ids = wrong(&id).iter().map(|id| text(b"", id)).collect();
    let (of_ids, of_records, cookie) = (Rc::clone(&store), store, put.cookie);
    let id_refuses = Rc::new(move |id: &[u8]| of_ids.resume(&CONN, id, Some(&record)).unwrap().reason().is_some());
    let record_refuses =
        Rc::new(move |record: &[u8]| of_records.resume(&CONN, &cookie, Some(record)).unwrap().reason().is_some());
    [
        Subject { name: "sid", wrong: wrong_ids, refuses: id_refuses },
        Subject { name: "record", wrong: wrong_records, refuses: record_refuses },
    ]
}
