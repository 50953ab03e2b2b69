//! What is fuzzed: a function a target, which panics where something is wrong. `fuzz_targets/` hands them to libFuzzer, and
//! `tests/fuzz.rs` runs them over the corpora that are kept, with nothing but `cargo test`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::wildcard_enum_match_arm,
    clippy::match_wildcard_for_single_variants,
    clippy::naive_bytecount,
    reason = "a test: it fails by panicking"
)]

use std::alloc::System;

use cap::Cap;

mod cookies;
mod input;
mod json;
mod options;
mod records;
mod sessions;
mod terms;
mod tokens;
mod typed;

/// What a run may hold at once: more aborts it.
#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, 64 << 20);

/// What runs one input.
pub type Target = fn(&[u8]);

/// Each target by its name, which is that of its corpus, too.
pub const TARGETS: &[(&str, Target)] = &[
    ("a128gcm", tokens::a128gcm),
    ("answer", cookies::answered),
    ("base64", tokens::base64),
    ("cookie_header", cookies::header),
    ("cookie_payload", records::cookie_payload),
    ("csrf", tokens::csrf),
    ("encrypted", tokens::encrypted),
    ("inflate", terms::inflate),
    ("json", json::json),
    ("kv_record", records::kv_record),
    ("merge", sessions::merge),
    ("options", options::options),
    ("session_bytes", sessions::bytes),
    ("session_machine", sessions::machine),
    ("set_cookie", cookies::set_cookie),
    ("signed", tokens::signed),
    ("term_decode", terms::decoded),
    ("term_rewrite", terms::rewritten),
    ("token", tokens::token),
    ("typed", typed::typed),
];

/// Runs one input of the target of that name.
#[allow(dead_code, reason = "libFuzzer's alone")]
pub fn run(name: &str, data: &[u8]) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).expect("a target");
    target(data);
}
