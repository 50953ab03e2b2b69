//! `cargo run --release -p stages --example typed`: a cart of 1.8 KB read out of a session and written into it, and by `serde_json` out of the
//! same data and into it. Both in one run and in turns, so that what else the machine does is done to both; of each the median.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what fails is no measure of anything")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use waxseal::session::Session;

/// Turns, and how often each does its work in one.
const TURNS: usize = 301;
const TIMES: u32 = 400;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Line {
    id: u32,
    name: String,
    price: f64,
    gift: bool,
}

/// Of the same data, without a copy of its text.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Lent<'a> {
    id: u32,
    name: &'a str,
    price: f64,
    gift: bool,
}

fn timed<T>(mut work: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    for _ in 0..TIMES {
        black_box(work());
    }
    start.elapsed() / TIMES
}

fn compared<T, U>(name: &str, mut ours: impl FnMut() -> T, mut theirs: impl FnMut() -> U) {
    let mut times: Vec<_> = (0..TURNS).map(|_| (timed(&mut ours), timed(&mut theirs))).collect();
    times.sort_by_key(|(ours, _)| *ours);
    let our = times[TURNS / 2].0;
    times.sort_by_key(|(_, theirs)| *theirs);
    let their = times[TURNS / 2].1;
    let mut ratios: Vec<_> = times.iter().map(|(ours, theirs)| theirs.as_secs_f64() / ours.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    println!("{name:22} waxseal {our:>9.2?}, serde_json {their:>9.2?}: {:.2} times as fast", ratios[TURNS / 2]);
}

fn main() {
    let cart: Vec<Line> =
        (0..35).map(|at| Line { id: 1000 + at, name: "a cup".to_owned(), price: 12.5, gift: at % 2 == 0 }).collect();
    let json = serde_json::to_vec(&cart).unwrap();
    let mut session = Session::default();
    session.put("cart", &cart).unwrap();
    session.put("user", "somebody").unwrap();
    session.put("visits", &10_000).unwrap();
    assert_eq!(session.get::<Vec<Line>>("cart").unwrap().unwrap(), serde_json::from_slice::<Vec<Line>>(&json).unwrap());
    println!("{} bytes of JSON, {} of the term", json.len(), session.get_raw(b"cart").unwrap().len());
    compared(
        "get::<T>",
        || session.get::<Vec<Line>>("cart").unwrap(),
        || serde_json::from_slice::<Vec<Line>>(&json).unwrap(),
    );
    compared(
        "get::<T>, borrowed",
        || session.get::<Vec<Lent<'_>>>("cart").unwrap(),
        || serde_json::from_slice::<Vec<Lent<'_>>>(&json).unwrap(),
    );
    let term = waxseal::term::to_vec(&cart).unwrap();
    compared(
        "from_slice, checked",
        || waxseal::term::from_slice::<Vec<Line>>(&term).unwrap(),
        || serde_json::from_slice::<Vec<Line>>(&json).unwrap(),
    );
    compared("to_vec", || waxseal::term::to_vec(&cart).unwrap(), || serde_json::to_vec(&cart).unwrap());
}
