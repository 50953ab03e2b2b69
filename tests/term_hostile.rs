//! Terms that were made to do harm: lengths that lie, depths, bombs, executables in every place.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::time::{Duration, Instant};

use waxseal::error::Reason;
use waxseal::term::Term;
use waxseal::term::decode::{DecodeError, check, decode};
use waxseal::term::encode::{Otp, encode};

/// What reading says, the same for `check` and `decode`.
fn read(bytes: &[u8]) -> Result<Term, DecodeError> {
    let decoded = decode(bytes);
    assert_eq!(check(bytes).err(), decoded.as_ref().err().copied());
    decoded
}

fn reason(bytes: &[u8]) -> Reason {
    read(bytes).expect_err("a hostile term").reason()
}

/// The bytes with their version byte.
fn term(parts: &[&[u8]]) -> Vec<u8> {
    [&[131], parts.concat().as_slice()].concat()
}

fn compressed(size: usize, inflated: &[u8]) -> Vec<u8> {
    let size = u32::try_from(size).unwrap().to_be_bytes();
    [&[131, 80], size.as_slice(), &miniz_oxide::deflate::compress_to_vec_zlib(inflated, 9)].concat()
}

/// Levels in each other around the integer 0, each made of these bytes before and after what is in it.
fn nested(before: &[u8], after: &[u8], depth: usize) -> Vec<u8> {
    term(&[&before.repeat(depth), &[97, 0], &after.repeat(depth)])
}

const LEVELS: &[(&[u8], &[u8])] = &[
    (&[104, 1], &[]),
    (&[105, 0, 0, 0, 1], &[]),
    (&[108, 0, 0, 0, 1], &[106]),
    (&[108, 0, 0, 0, 1], &[97, 1]),
    (&[108, 0, 0, 0, 1, 97, 1, 104, 1], &[]),
    (&[116, 0, 0, 0, 1, 97, 1], &[]),
    (&[116, 0, 0, 0, 1], &[97, 1]),
];

#[test]
fn depth_is_bounded_and_costs_no_stack() {
    // What a wasm module has. (Without optimisation, what is derived for `Term` takes far more.)
    let stack = if cfg!(debug_assertions) { 8 << 20 } else { 1 << 20 };
    std::thread::Builder::new().stack_size(stack).spawn(depths).unwrap().join().unwrap();
}

fn depths() {
    for (before, after) in LEVELS {
        // One of them makes two levels at a time.
        let levels = if before.ends_with(&[104, 1]) && before.len() > 2 { 2 } else { 1 };
        for depth in [1, 1_442, 2_048] {
            let bytes = nested(before, after, depth / levels);
            let decoded = read(&bytes).unwrap_or_else(|error| panic!("{before:?} {depth}: {error}"));
            let copy = decoded.clone();
            assert!(copy == decoded);
            for otp in [Otp::Otp25, Otp::Otp26] {
                assert!(read(&encode(&decoded, otp).unwrap()).is_ok());
            }
        }
        for depth in [2_050, 100_000] {
            assert_eq!(reason(&nested(before, after, depth / levels)), Reason::Limit, "{before:?} {depth}");
        }
        assert_eq!(reason(&nested(before, &[], 1_000_000)), Reason::Limit, "{before:?}");
    }
    assert_eq!(reason(&nested(&[104, 1], &[], 2_049)), Reason::Limit);
    let mut deep = Term::Int(0);
    for _ in 0..2_049 {
        deep = Term::Tuple(vec![deep]);
    }
    assert_eq!(encode(&deep, Otp::Otp26).unwrap_err().to_string(), "term nests deeper than 2,048 levels");
}

#[test]
fn a_list_cut_into_lists_is_one_list() {
    // [0 | [0 | [0 | ...]]], as deep as it is long, and the ways to end it.
    let cut = |tail: &[u8]| read(&term(&[&[108, 0, 0, 0, 1, 97, 0].repeat(30_000), tail])).unwrap();
    let zeros = || vec![Term::Int(0); 30_000];
    assert!(cut(&[106]) == Term::List(zeros()));
    assert!(cut(&[107, 0, 0]) == Term::List(zeros()));
    assert!(cut(&[108, 0, 0, 0, 0, 106]) == Term::List(zeros()));
    assert!(cut(&[107, 0, 1, 7]) == Term::List([zeros(), vec![Term::Int(7)]].concat()));
    assert!(cut(&[108, 0, 0, 0, 0, 97, 7]) == Term::Improper(zeros(), Box::new(Term::Int(7))));
    let written = encode(&cut(&[106]), Otp::Otp26).unwrap();
    assert_eq!(written[..4], [131, 107, 0x75, 0x30]);
}

#[test]
fn what_is_owed_is_told_where_it_is_first_missed() {
    // Three terms are announced: a binary of two bytes, and one byte for both of the others.
    let short = [131, 104, 3, 109, 0, 0, 0, 2, 1, 2, 97];
    assert_eq!(decode(&short).unwrap_err().offset(), 3);
    // With two bytes they might be there, and the second is what has none.
    let longer = [131, 104, 3, 109, 0, 0, 0, 2, 1, 2, 106, 97];
    assert_eq!(decode(&longer).unwrap_err().offset(), 11);
}

#[test]
fn lengths_that_lie_cost_nothing() {
    let heads: &[&[u8]] = &[&[105], &[108], &[109], &[77], &[111], &[116], &[80]];
    let lengths = [[0x7F, 0xFF, 0xFF, 0xFF], [0xFF; 4], [0x80, 0, 0, 0], [0, 16, 0, 0]];
    let short: &[&[u8]] =
        &[&[100, 255, 255], &[118, 255, 255], &[107, 255, 255], &[104, 255], &[110, 255], &[115, 255], &[119, 255]];
    let references: &[&[u8]] = &[&[90, 255, 255], &[114, 255, 255], &[90, 0, 6], &[90, 0, 0]];
    let long = heads.iter().flat_map(|head| lengths.iter().map(move |length| [*head, length].concat()));
    let lies: Vec<Vec<u8>> = long.chain(short.iter().chain(references).map(|head| head.to_vec())).collect();
    let before = peak_memory();
    for lie in &lies {
        for body in [&[][..], &[97, 1], &[106; 100], &[119, 1, 97, 0, 0, 0, 0, 0, 0, 0, 0]] {
            assert_eq!(reason(&term(&[lie, body])), Reason::Undecodable, "{lie:?} {body:?}");
            for (before, _) in LEVELS {
                assert_eq!(
                    reason(&term(&[&before.repeat(500), lie, body])),
                    Reason::Undecodable,
                    "{before:?} {lie:?} {body:?}"
                );
            }
        }
    }
    // As many items as there are bytes, again and again: each may be true, all of them can't.
    let claims: Vec<u8> =
        (1..=2_000_u32).rev().flat_map(|left| [&[105], (left * 5).to_be_bytes().as_slice()].concat()).collect();
    assert_eq!(reason(&term(&[&claims])), Reason::Undecodable);
    // Other tests run at the same time, and each thread reserves some; a lie believed once would reserve gigabytes.
    let grown = peak_memory() - before;
    assert!(grown < 1 << 20, "grew by {grown} KiB");
}

/// The most memory that the process ever asked for, in KiB.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmPeak:")).expect("VmPeak");
    peak.trim().trim_end_matches(" kB").parse().expect("KiB")
}

#[test]
fn bombs_are_refused_in_no_time() {
    let megabyte = 1 << 20;
    let zeros = [&[109, 0, 0x2C, 0, 0][..], &vec![0; 0x2C_0000]].concat();
    let lists = [108, 0, 0, 0, 1].repeat(megabyte / 5);
    let tuples = [104, 1].repeat(megabyte / 2);
    let nils = [&[108, 0, 0x0F, 0xFF, 0xF0][..], &vec![106; megabyte - 15]].concat();
    let strings =
        [&[108, 0, 0, 0, 15][..], &[&[107, 255, 255][..], &vec![1; 65_535]].concat().repeat(15), &[106]].concat();
    let integer = [&[111, 0, 0, 0x20, 1, 0][..], &[255; 0x2001]].concat();
    let integers =
        [&[108, 0, 0, 0, 128][..], &[&[111, 0, 0, 0x1F, 0xF0, 0][..], &[255; 0x1FF0]].concat().repeat(128), &[106]]
            .concat();
    let limit: &[(&str, &[u8])] = &[
        ("inflates to 2.9 MB", &zeros),
        ("nested lists", &lists),
        ("nested tuples", &tuples),
        ("a million nils", &nils),
        ("a million characters", &strings),
        ("a huge integer", &integer),
    ];
    for (what, bomb) in limit {
        let bomb = compressed(bomb.len(), bomb);
        assert_eq!(in_time(what, || read(&bomb).err().map(|error| error.reason())), Some(Reason::Limit), "{what}");
    }
    let large = compressed(integers.len(), &integers);
    assert!(in_time("a hundred large integers", || read(&large)).is_ok());
    // A size that lies, either way, and streams that are broken or go on.
    let inner = [116, 0, 0, 0, 0];
    assert!(read(&compressed(5, &inner)).is_ok());
    for size in [0, 4, 6, 5_000, megabyte, 0xFFFF_FFFF] {
        assert_eq!(reason(&compressed(size, &inner)), Reason::Undecodable, "{size}");
    }
    let good = compressed(5, &inner);
    assert!(read(&[good.as_slice(), &[0; 100]].concat()).is_ok());
    for end in 0..good.len() {
        assert_eq!(reason(&good[..end]), Reason::Undecodable, "{end}");
    }
    for at in 2..good.len() {
        // Whatever bit is changed, the sum at the end no longer fits.
        let mut changed = good.clone();
        changed[at] ^= 1;
        assert_eq!(reason(&changed), Reason::Undecodable, "{at}");
    }
}

#[test]
fn keys_that_are_maps_are_compared_in_no_time() {
    // Two keys at every level, one of them the rest: nothing is looked at again and again without end.
    let level = |after: &[u8]| nested(&[116, 0, 0, 0, 2], after, 2_048)[1..].to_vec();
    for after in [&[97, 1, 106, 97, 1][..], &[97, 1, 104, 0, 97, 1], &[97, 1, 116, 0, 0, 0, 0, 97, 1]] {
        let bytes = level(after);
        let bomb = compressed(bytes.len(), &bytes);
        in_time("nested keys", || {
            if let Ok(term) = read(&bomb) {
                let _ = encode(&term, Otp::Otp26);
            }
        });
    }
    // The same with a large key at the bottom of it.
    let large = [&[108, 0, 1, 0, 0][..], &[97, 1].repeat(65_536), &[106]].concat();
    let bytes = [&[116, 0, 0, 0, 2].repeat(2_000), large.as_slice(), &[97, 1, 106, 97, 1].repeat(2_000)].concat();
    assert_eq!(in_time("a large key", || reason(&compressed(bytes.len(), &bytes))), Reason::Limit);
    // As many keys as there may be, in the worst order, and one of them twice.
    let descending = |last: u16| {
        let keys =
            (1..=40_000_u16).rev().chain([last]).flat_map(|key| [&[98, 0, 0][..], &key.to_be_bytes(), &[106]].concat());
        let bytes = [&[116, 0, 0, 0x9C, 0x41][..], &keys.collect::<Vec<u8>>()].concat();
        compressed(bytes.len(), &bytes)
    };
    assert!(in_time("many keys", || read(&descending(0))).is_ok());
    assert_eq!(in_time("many keys", || reason(&descending(7))), Reason::Undecodable);
}

/// So many bytes of compound keys are read twice to compare them, each time that one is moved in another.
#[test]
fn what_compound_keys_cost_is_counted_and_strings_cost_nothing() {
    const MOST: usize = 1 << 20;
    let binary = |length: usize, byte: u8| {
        [&[109][..], &u32::try_from(length).unwrap().to_be_bytes(), &vec![byte; length]].concat()
    };
    let pairs = |keys: &[Vec<u8>]| {
        let count = u32::try_from(keys.len()).unwrap().to_be_bytes();
        let keys: Vec<u8> = keys.iter().flat_map(|key| [key, &[97, 0][..]].concat()).collect();
        [&[116][..], &count, &keys].concat()
    };
    let is_read = |keys: &[Vec<u8>]| match read(&term(&[&pairs(keys)])) {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.reason(), Reason::Limit, "{error}");
            assert!(error.to_string().contains("keys of maps"), "{error}");
            false
        }
    };
    // Text with a number beside it, which is not easily seen to be there once.
    assert!(is_read(&[binary(MOST, b'a'), binary(MOST, b'b'), vec![97, 1]]));
    // A tuple of a string: so many bytes, and one more.
    let tuple = |length: usize| [&[104, 1][..], &binary(length - 7, b'a')].concat();
    assert!(is_read(&[tuple(MOST), vec![97, 1]]));
    assert!(!is_read(&[tuple(MOST + 1), vec![97, 1]]));
    // Maps of two pairs, each once: their number is no matter.
    let small = |key: u16| {
        let [high, low] = key.to_be_bytes();
        pairs(&[vec![98, 0, 1, high, low], vec![97, 1]])
    };
    assert!(is_read(&(0..2_000).map(small).collect::<Vec<_>>()));
    // Maps in the values of maps: what is moved with each level is all that is in it.
    let levels = |levels: usize| {
        let before = [&[116, 0, 0, 0, 2][..], &binary(1, b'b'), &[97, 0], &binary(1, b'a')].concat();
        [&before.repeat(levels)[..], &[97, 0]].concat()
    };
    assert!(is_read(&[levels(100), vec![97, 1]]));
    assert!(!is_read(&[levels(1_000), vec![97, 1]]));
}

fn in_time<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    // Without optimisation everything takes longer.
    let limit = Duration::from_millis(if cfg!(debug_assertions) { 3_000 } else { 250 });
    assert!(start.elapsed() < limit, "{what} took {:?}", start.elapsed());
    result
}

#[test]
fn a_key_twice_is_refused_however_it_is_written() {
    let same: &[&[&[u8]]] = &[
        &[&[97, 1], &[98, 0, 0, 0, 1], &[110, 1, 0, 1], &[111, 0, 0, 0, 1, 0, 1], &[110, 2, 0, 1, 0]],
        &[&[97, 0], &[110, 0, 1], &[110, 1, 1, 0]],
        &[&[110, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], &[111, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
        &[&[100, 0, 1, 97], &[115, 1, 97], &[118, 0, 1, 97], &[119, 1, 97]],
        &[&[100, 0, 1, 233], &[115, 1, 233], &[118, 0, 2, 195, 169], &[119, 2, 195, 169]],
        &[&[109, 0, 0, 0, 1, 97], &[77, 0, 0, 0, 1, 8, 97]],
        &[&[109, 0, 0, 0, 0], &[77, 0, 0, 0, 0, 0]],
        &[&[77, 0, 0, 0, 1, 3, 0xA0], &[77, 0, 0, 0, 1, 3, 0xBF]],
        &[&[70, 63, 240, 0, 0, 0, 0, 0, 0], b"c1.0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"],
        &[&[70, 128, 0, 0, 0, 0, 0, 0, 0], b"c-0.0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"],
        &[&[106], &[107, 0, 0], &[108, 0, 0, 0, 0, 106]],
        &[&[107, 0, 2, 1, 2], &[108, 0, 0, 0, 2, 97, 1, 97, 2, 106], &[108, 0, 0, 0, 1, 97, 1, 107, 0, 1, 2]],
        &[&[104, 1, 97, 1], &[105, 0, 0, 0, 1, 98, 0, 0, 0, 1]],
        &[&[104, 0], &[105, 0, 0, 0, 0], &[108, 0, 0, 0, 0, 104, 0]],
        &[&[108, 0, 0, 0, 1, 97, 1, 97, 2], &[108, 0, 0, 0, 1, 98, 0, 0, 0, 1, 97, 2]],
        &[&[116, 0, 0, 0, 2, 97, 1, 106, 97, 2, 106], &[116, 0, 0, 0, 2, 97, 2, 106, 97, 1, 107, 0, 0]],
        // %{1 => {7}, 2 => [8]}: what is in a map's values is no pair of its own.
        &[
            &[116, 0, 0, 0, 2, 97, 1, 104, 1, 97, 7, 97, 2, 107, 0, 1, 8],
            &[116, 0, 0, 0, 2, 97, 2, 108, 0, 0, 0, 1, 97, 8, 106, 97, 1, 104, 1, 97, 7],
        ],
        // %{1 => 9, 2 => 0, 3 => 5}, in whatever order.
        &[
            &[116, 0, 0, 0, 3, 97, 1, 97, 9, 97, 2, 97, 0, 97, 3, 97, 5],
            &[116, 0, 0, 0, 3, 97, 1, 97, 9, 97, 3, 97, 5, 97, 2, 97, 0],
            &[116, 0, 0, 0, 3, 97, 2, 97, 0, 97, 1, 97, 9, 97, 3, 97, 5],
            &[116, 0, 0, 0, 3, 97, 2, 97, 0, 97, 3, 97, 5, 97, 1, 97, 9],
            &[116, 0, 0, 0, 3, 97, 3, 97, 5, 97, 1, 97, 9, 97, 2, 97, 0],
            &[116, 0, 0, 0, 3, 97, 3, 97, 5, 97, 2, 97, 0, 97, 1, 97, 9],
        ],
        &[&[103, 119, 1, 97, 0, 0, 0, 1, 0, 0, 0, 2, 3], &[88, 100, 0, 1, 97, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3]],
        &[
            &[101, 119, 1, 97, 0, 0, 0, 1, 2],
            &[114, 0, 1, 119, 1, 97, 2, 0, 0, 0, 1],
            &[90, 0, 1, 118, 0, 1, 97, 0, 0, 0, 2, 0, 0, 0, 1],
        ],
    ];
    for (at, ways) in same.iter().enumerate() {
        for (first, key) in ways.iter().enumerate() {
            for (second, other) in ways.iter().enumerate() {
                let map = term(&[&[116, 0, 0, 0, 2], key, &[97, 1], other, &[97, 2]]);
                assert_eq!(reason(&map), Reason::Undecodable, "{at}: {first} {second}");
                let around = term(&[
                    &[116, 0, 0, 0, 3],
                    key,
                    &[97, 1, 109, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 97, 1],
                    other,
                    &[97, 2],
                ]);
                assert_eq!(reason(&around), Reason::Undecodable, "{at}: {first} {second}");
            }
            // Keys that are something else are other keys.
            for (other_at, others) in same.iter().enumerate().filter(|(other_at, _)| *other_at != at) {
                let map = term(&[&[116, 0, 0, 0, 2], key, &[97, 1], others[0], &[97, 2]]);
                assert!(read(&map).is_ok(), "{at}: {first}, {other_at}");
            }
        }
    }
}

#[test]
fn executables_are_refused_in_every_place() {
    let fun: &[u8] = &[
        &[112, 0, 0, 0, 50, 0][..],
        &[7; 16],
        &[0, 0, 0, 0, 0, 0, 0, 0, 119, 1, 109, 97, 0, 97, 0],
        &[88, 119, 1, 110, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    .concat();
    let executables: &[&[u8]] = &[
        fun,
        &[113, 119, 6, 101, 114, 108, 97, 110, 103, 119, 4, 104, 97, 108, 116, 97, 0],
        &[102, 119, 1, 110, 0, 0, 0, 1, 0],
        &[89, 119, 1, 110, 0, 0, 0, 1, 0, 0, 0, 0],
        &[120, 119, 1, 110, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
    ];
    let places: &[(&[u8], &[u8])] = &[
        (&[], &[]),
        (&[104, 2, 97, 1], &[]),
        (&[104, 2], &[97, 1]),
        (&[105, 0, 0, 0, 1], &[]),
        (&[108, 0, 0, 0, 2], &[97, 1, 106]),
        (&[108, 0, 0, 0, 2, 97, 1], &[106]),
        (&[108, 0, 0, 0, 1, 97, 1], &[]),
        (&[108, 0, 0, 0, 1], &[97, 1]),
        (&[108, 0, 0, 0, 0], &[]),
        (&[108, 0, 0, 0, 1, 97, 1, 108, 0, 0, 0, 1], &[106]),
        (&[116, 0, 0, 0, 1], &[97, 1]),
        (&[116, 0, 0, 0, 1, 97, 1], &[]),
        (&[116, 0, 0, 0, 2, 97, 1, 97, 1, 97, 2], &[]),
        (&[116, 0, 0, 0, 1, 104, 1], &[97, 1]),
        (&[116, 0, 0, 0, 1, 119, 10, 95, 95, 115, 116, 114, 117, 99, 116, 95, 95, 104, 1], &[]),
    ];
    for executable in executables {
        for (before, after) in places {
            for bytes in [term(&[before, executable, after]), term(&[&[104, 1], before, executable, after])] {
                let error = read(&bytes).unwrap_err();
                assert_eq!(error.reason(), Reason::Undecodable);
                assert!(error.to_string().starts_with("term holds a function or a port (at byte "), "{error}");
                let packed = compressed(bytes.len() - 1, &bytes[1..]);
                assert_eq!(read(&packed).unwrap_err(), error);
            }
            // What only the node that wrote it can read, and what no OTP of today knows.
            for tag in [68, 69, 71, 72, 73, 74, 75, 76, 80, 82, 117, 121, 122, 131] {
                assert_eq!(reason(&term(&[before, &[tag], &[0; 40], after])), Reason::Undecodable, "{tag}");
            }
        }
    }
}
