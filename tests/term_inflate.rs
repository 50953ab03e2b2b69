//! Compressed terms: what `miniz_oxide` deflates is unfolded, at every level; and of streams that were changed, those are taken
//! that it takes.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, compress, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use waxseal::term_decode::check;

/// A binary with these bytes, without a version byte.
fn binary(bytes: &[u8]) -> Vec<u8> {
    [&[109], u32::try_from(bytes.len()).unwrap().to_be_bytes().as_slice(), bytes].concat()
}

/// Bytes that are easy, hard and impossible to compress, of many lengths.
fn bodies() -> Vec<Vec<u8>> {
    let mut random = Random(1);
    let mut bodies = vec![vec![], vec![7], vec![0; 70_000]];
    for length in [2, 30, 300, 5_000, 70_000] {
        for kinds in [2, 20, 256] {
            bodies.push((0..length).map(|_| u8::try_from(random.below(kinds)).unwrap()).collect());
        }
        let words = ["session ", "user_id ", "waxseal ", "\0\0\0", "é"];
        bodies.push((0..length / 4).flat_map(|_| words[random.below(words.len())].bytes()).collect());
        // Far back, and over the whole window.
        let far: Vec<u8> = (0..length).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
        bodies.push([far.as_slice(), &vec![1; 32_000_usize.saturating_sub(length)], &far].concat());
    }
    bodies.into_iter().map(|body| binary(&body)).collect()
}

fn deflate(bytes: &[u8], level: u8, strategy: CompressionStrategy) -> Vec<u8> {
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(level.into(), 1, strategy as i32));
    let mut out = vec![0; bytes.len() + bytes.len() / 2 + 100];
    let (_, _, written) = compress(&mut compressor, bytes, &mut out, TDEFLFlush::Finish);
    out.truncate(written);
    out
}

fn compressed(size: usize, stream: &[u8]) -> Vec<u8> {
    [&[131, 80], u32::try_from(size).unwrap().to_be_bytes().as_slice(), stream].concat()
}

#[test]
fn unfolds_what_was_deflated() {
    let strategies = [
        CompressionStrategy::Default,
        CompressionStrategy::Fixed,
        CompressionStrategy::HuffmanOnly,
        CompressionStrategy::RLE,
        CompressionStrategy::Filtered,
    ];
    for body in bodies() {
        let term = [&[131], body.as_slice()].concat();
        for level in 0..=10 {
            for strategy in strategies {
                let input = compressed(body.len(), &deflate(&body, level, strategy));
                assert!(check(&input).is_ok_and(|unfolded| *unfolded == *term), "{} bytes, level {level}", body.len());
            }
        }
    }
}

#[test]
fn takes_of_changed_streams_what_miniz_takes() {
    let mut random = Random(2);
    let (mut taken, mut refused) = (0, 0);
    let bodies: Vec<Vec<u8>> = bodies().into_iter().filter(|body| body.len() < 3_000).collect();
    for round in 0..200_000 {
        let body = &bodies[random.below(bodies.len())];
        let strategy = if round % 3 == 0 { CompressionStrategy::Fixed } else { CompressionStrategy::Default };
        let mut stream = deflate(body, [0, 6][round % 2], strategy);
        for _ in 0..=random.below(2) {
            // Mostly in the beginning, where the codes are.
            let reach = if random.below(2) == 0 { 60.min(stream.len()) } else { stream.len() };
            let at = random.below(reach);
            stream[at] ^= 1 << random.below(8);
        }
        let size = body.len();
        let wanted = miniz(&stream, size);
        // What comes out may be no term; all but the sum over it is of interest here.
        let fixed = wanted.as_ref().map_or(stream.clone(), |(out, sum_at)| {
            let sum = adler(out).to_be_bytes();
            [&stream[..*sum_at], sum.as_slice()].concat()
        });
        let got = check(&compressed(size, &fixed)).map(drop);
        match wanted {
            Some((out, _)) if check(&[&[131], out.as_slice()].concat()).is_ok() => {
                assert!(got.is_ok(), "{stream:?}");
                taken += 1;
            }
            Some(_) | None => {
                assert!(got.is_err(), "{stream:?}");
                refused += 1;
            }
        }
    }
    assert!(taken > 10_000 && refused > 10_000, "{taken} taken, {refused} refused");
}

/// What `miniz_oxide` makes of a stream without a look at its sum, and where that is.
fn miniz(stream: &[u8], size: usize) -> Option<(Vec<u8>, usize)> {
    let mut out = vec![0; size];
    let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
        | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF
        | inflate_flags::TINFL_FLAG_IGNORE_ADLER32;
    let (status, read, written) = decompress(&mut DecompressorOxide::default(), stream, &mut out, 0, flags);
    (status == TINFLStatus::Done && written == size).then(|| (out, read - 4))
}

fn adler(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1, 0), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

/// A small generator that gives the same numbers every time (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }
}
