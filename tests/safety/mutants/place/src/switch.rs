//! The switches of the mutants: one of them is on, or none. Written beside the sources that they are in.
#![allow(missing_docs, missing_debug_implementations, clippy::all)]

use std::env::var;
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

const UNKNOWN: usize = usize::MAX;
const NONE: usize = usize::MAX - 1;
/// None is on, and each that is reached is written down.
const COVER: usize = usize::MAX - 2;

static NOW: AtomicUsize = AtomicUsize::new(UNKNOWN);
static REACHED: [AtomicBool; 1 << 14] = [const { AtomicBool::new(false) }; 1 << 14];

#[inline(always)]
pub(crate) fn on(mutant: usize) -> bool {
    let now = NOW.load(Relaxed);
    now == mutant || (now > NONE || now == COVER) && is_told(mutant)
}

#[cold]
fn is_told(mutant: usize) -> bool {
    if NOW.load(Relaxed) == UNKNOWN {
        let now = match (var("MUTANT"), var("COVER")) {
            (Ok(number), _) => number.parse().expect("MUTANT is a number"),
            (Err(_), Ok(_)) => COVER,
            (Err(_), Err(_)) => NONE,
        };
        NOW.store(now, Relaxed);
    }
    if NOW.load(Relaxed) == COVER && !REACHED[mutant].swap(true, Relaxed) {
        let path = var("COVER").expect("the file for what is reached");
        let mut file = OpenOptions::new().append(true).create(true).open(path).expect("a file that can be written");
        writeln!(file, "{mutant}").expect("a file that can be written");
    }
    NOW.load(Relaxed) == mutant
}

/// One iterator or the other, where a function gives one whose type nobody names.
pub(crate) enum Either<Left, Right> {
    Left(Left),
    Right(Right),
}

impl<Left: Iterator, Right: Iterator<Item = Left::Item>> Iterator for Either<Left, Right> {
    type Item = Left::Item;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Left(left) => left.next(),
            Self::Right(right) => right.next(),
        }
    }
}

/// The first, if it is of the items of the second.
pub(crate) fn like<One: Iterator<Item = Other::Item>, Other: Iterator>(one: One, _: &Other) -> One {
    one
}
