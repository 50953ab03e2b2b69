//! The targets of `fuzz/`, over the inputs that are kept of each, and over a thousand others that are made of these. `make fuzz` looks for
//! new ones.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

#[path = "../fuzz/src/lib.rs"]
mod targets;

use targets::TARGETS;

/// A small generator (xorshift64*), always the same.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % bound
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    /// An input made of two others: bits flipped, parts of the one put into the other, cut off, filled up.
    fn mixed(&mut self, one: &[u8], other: &[u8]) -> Vec<u8> {
        let mut made = one.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(made.len() + 1);
            match self.below(5) {
                0 => made.truncate(at),
                1 => made.insert(at, self.byte()),
                2 => {
                    let from = self.below(other.len() + 1);
                    let to = from + self.below(other.len() - from + 1);
                    made.splice(at..at, other[from..to].iter().copied());
                }
                _ if at < made.len() => made[at] ^= 1 << self.below(8),
                _ => made.push(self.byte()),
            }
        }
        made.truncate(4096);
        made
    }
}

/// What is kept of a target: an input a line, in base64.
fn corpus(name: &str) -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(format!("{name}.txt"));
    let text = fs::read_to_string(path).expect("a corpus");
    text.lines().map(|line| STANDARD.decode(line).expect("base64")).collect()
}

#[test]
fn every_target_over_its_corpus_and_what_is_made_of_it() {
    let made: usize = std::env::var("FUZZ_RUNS").map_or(1000, |runs| runs.parse().unwrap());
    for (name, target) in TARGETS {
        let kept = corpus(name);
        assert!(!kept.is_empty(), "{name}");
        for input in &kept {
            target(input);
        }
        let mut random = Random(0x5eed);
        for _ in 0..made {
            let [one, other] = [0; 2].map(|_: u8| random.below(kept.len()));
            let input = random.mixed(&kept[one], &kept[other]);
            let outcome = std::panic::catch_unwind(|| target(&input));
            assert!(outcome.is_ok(), "{name}: {input:?}");
        }
    }
}

#[test]
fn every_target_is_given_to_the_fuzzer() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/Cargo.toml")).unwrap();
    let given: Vec<_> = manifest.lines().filter_map(|line| line.strip_prefix("path = \"fuzz_targets/")).collect();
    let known: Vec<_> = TARGETS.iter().map(|(name, _)| format!("{name}.rs\"")).collect();
    assert_eq!(given, known);
}
