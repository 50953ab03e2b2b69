//! `fuel MODULE [COUNT]`: the package's module in an engine that counts what it runs. COUNT values of each kind (10,000) are refused, each
//! wrong at a byte and by a bit of chance: none may take more or less than another.

#![forbid(unsafe_code)]

mod module;

use std::collections::BTreeMap;

use module::{Module, NOW_MS};
use waxseal::crypto::base64url;
use waxseal::crypto::message_encryptor::{DEFAULT_AAD, EncryptionKey};
use waxseal::crypto::message_verifier::{Digest, SigningKey};
use waxseal::session::{Session, Sid, map};
use waxseal::store::kv::KvStore;
use waxseal::store::options::Options;
use waxseal::store::value::Value;
use waxseal::store::{Conn, Step, Store as _};
use waxseal::term::Term;
use waxseal::term::encode::{Otp, encode};

const KEY: &[u8; 32] = b"0123456789abcdef0123456789ABCDEF";
const OTHER: i32 = 1 << 30;

/// A small generator (xorshift64*), always the same.
struct Random(u64);

impl Random {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize
    }
}

/// A secret's bytes, how a guess of them is given to the module, and whether the module took it.
struct Subject {
    name: &'static str,
    right: Vec<u8>,
    guess: Box<dyn Fn(&mut Module, &[u8]) -> (u64, bool)>,
}

fn main() {
    let mut words = std::env::args().skip(1);
    let path = words.next().expect("the module's path");
    let count: usize = words.next().map_or(10_000, |count| count.parse().expect("a number"));
    let mut module = Module::new(&std::fs::read(&path).expect("the module"));
    let (mut widest, mut all, mut failed) = (0, 0, 0);
    let subjects = subjects(&mut module);
    for Subject { name, right, guess } in &subjects {
        // The memory has grown as far as it will.
        for _ in 0..3 {
            assert!(guess(&mut module, right).1, "{name}: what is right is refused");
        }
        let (of_right, _) = guess(&mut module, right);
        let mut random = Random(0x5eed);
        // How many took so much.
        let mut taken: BTreeMap<u64, usize> = BTreeMap::new();
        let mut was_taken = 0;
        for at in 0..count {
            let mut wrong = right.clone();
            // Each byte in turn; or more of them, by chance.
            wrong[at % right.len()] ^= 1 << (random.next() % 8);
            if random.next() % 2 == 1 {
                let from = random.next() % right.len();
                wrong[from..].iter_mut().for_each(|byte| *byte ^= u8::try_from(random.next() % 256).unwrap_or(1));
                if wrong == *right {
                    wrong[0] ^= 1;
                }
            }
            let (fuel, is_good) = guess(&mut module, &wrong);
            was_taken += usize::from(is_good);
            if at > 2 {
                *taken.entry(fuel).or_default() += 1;
            }
        }
        let (least, most) = (taken.keys().next().copied().unwrap_or(0), taken.keys().last().copied().unwrap_or(0));
        println!("{name:<16} {count} guesses: {least} to {most} units; what is right takes {of_right}");
        if most != least {
            for (fuel, times) in taken.iter().take(8) {
                println!("    {fuel}: {times} times");
            }
        }
        // A count that never differs would see nothing.
        failed += usize::from(most != least || was_taken > 0 || (of_right == least && !matches!(*name, "csrf")));
        widest = widest.max(most - least);
        all += count;
    }
    println!("a spread of {widest} units of fuel over {all} guesses of {} kinds, {failed} failed", subjects.len());
    std::process::exit(i32::from(failed > 0));
}

fn text(before: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut text = before.to_vec();
    base64url::encode(bytes, &mut text);
    text
}

fn bytes(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    base64url::decode(text, &mut bytes).expect("base64url");
    bytes
}

/// Options of text, as the module takes them.
fn options(pairs: &[(&str, &[u8])]) -> Vec<u8> {
    let term = |text: &[u8]| Term::Binary(text.to_vec());
    let pairs = pairs.iter().map(|(name, value)| (term(name.as_bytes()), term(value))).collect();
    encode(&Term::Map(pairs), Otp::Otp26).expect("a term")
}

/// Whether the session in the output is one: no reason stands in it.
fn has_session(module: &mut Module) -> bool {
    module.output(4)[3] == 0
}

fn subjects(module: &mut Module) -> Vec<Subject> {
    let mut subjects = Vec::new();
    module.call("signing_key", &[KEY], &[32]);
    module.call("encryption_key", &[KEY, b""], &[32, 0]);
    for (name, digest) in
        [("code-sha256", Digest::Sha256), ("code-sha384", Digest::Sha384), ("code-sha512", Digest::Sha512)]
    {
        let mut token = Vec::new();
        SigningKey::new(KEY).expect("a key").sign(b"the message", digest, &mut token);
        let (signed, code) = token.split_at(token.iter().rposition(|byte| *byte == b'.').expect("a dot") + 1);
        let (signed, right) = (signed.to_vec(), bytes(code));
        subjects.push(Subject {
            name,
            right,
            guess: Box::new(move |module, code| {
                let token = text(&signed, code);
                let (fuel, given) = module.call("message_verify", &[&token], &[token.len()]);
                (fuel, given < OTHER)
            }),
        });
    }
    let mut token = Vec::new();
    let key = EncryptionKey::new(KEY, b"").expect("a key");
    key.encrypt_with_nonce(b"just any 24 bytes, once!", b"the message", DEFAULT_AAD, &mut token).expect("a token");
    let sealed = bytes(&token[4..]);
    subjects.push(Subject {
        name: "tag",
        right: sealed[24..40].to_vec(),
        guess: Box::new(move |module, tag| {
            let token = text(b"XCP.", &[&sealed[..24], tag, &sealed[40..]].concat());
            let (fuel, given) = module.call_signed("message_decrypt", &[&token], &[token.len()], -1);
            (fuel, given < OTHER)
        }),
    });
    let mask = *b"ABCDEFGHIJKLMNOPQRSTUVWX";
    let state = b"abcdefghijklmnopqrstuvwx";
    subjects.push(Subject {
        name: "csrf",
        right: state.to_vec(),
        guess: Box::new(move |module, guess| {
            let masked: Vec<u8> = guess.iter().zip(mask).map(|(state, mask)| state ^ mask).collect();
            let token = [text(b"", &masked), mask.to_vec()].concat();
            let (fuel, given) = module.call("csrf_valid", &[state, &token], &[24, token.len()]);
            (fuel, given == 1)
        }),
    });
    subjects.push(cookie(module));
    subjects.extend(records(module));
    subjects
}

/// A request's signed cookie.
fn cookie(module: &mut Module) -> Subject {
    let options = options(&[("key", b"_k"), ("signingKey", KEY)]);
    let (_, handle) = module.call("site", &[&options], &[options.len(), 0]);
    let mut token = Vec::new();
    SigningKey::new(KEY).expect("a key").sign(map::EMPTY, Digest::Sha256, &mut token);
    let (signed, code) = token.split_at(token.iter().rposition(|byte| *byte == b'.').expect("a dot") + 1);
    let (signed, right) = ([b"a=b; _k=", signed].concat(), bytes(code));
    Subject {
        name: "cookie",
        right,
        guess: Box::new(move |module, code| {
            let header = text(&signed, code);
            let (fuel, _) =
                module.call("fetch_session", &[&header], &[handle.cast_unsigned() as usize, header.len(), 1]);
            (fuel, has_session(module))
        }),
    }
}

/// A session's id, and the tag of its record.
fn records(module: &mut Module) -> [Subject; 2] {
    let given = options(&[("key", b"_k")]);
    let (_, handle) = module.call("site", &[&given], &[given.len(), 2]);
    let handle = handle.cast_unsigned() as usize;
    let value = Value::of_term(&given).expect("options");
    let store = KvStore::init(&Options::new(&value).expect("options")).expect("a store");
    let conn = Conn { secret_key_base: None, https: true, now_ms: NOW_MS };
    let put = store.put(&conn, &Sid::Nil, &Session::new(&Sid::Nil, map::EMPTY, &[], None)).expect("a record");
    let Some(Step::Write { value: record, .. }) = put.steps.into_iter().next() else { panic!("no record") };
    let header = [b"_k=", &put.cookie[..]].concat();
    let resume = move |module: &mut Module, header: &[u8], record: &[u8]| {
        let (fuel, _) = module.call("resume", &[header, record], &[handle, header.len(), record.len()]);
        (fuel, has_session(module))
    };
    let sealed = record.clone();
    [
        Subject {
            name: "sid",
            right: bytes(&put.cookie),
            guess: Box::new(move |module, id| resume(module, &text(b"_k=", id), &sealed)),
        },
        Subject {
            name: "record",
            right: record[record.len() - 16..].to_vec(),
            guess: Box::new(move |module, tag| resume(module, &header, &[&record[..record.len() - 16], tag].concat())),
        },
    ]
}
