//! Terms compressed, as `term_to_binary(term, [:compressed])` does it: where that makes them shorter.
//!
//! Deflate (RFC 1951) with its fixed codes and the nearest match, in the frame of zlib (RFC 1950). Longer than zlib's best, and a
//! fraction of its code: hardly a token is compressed, but everybody loads the module.

const VERSION: u8 = 131;
const COMPRESSED: u8 = 80;

/// The term, version byte and all, or the same compressed. The bytes are not OTP's, as zlib's own are not from one version to the
/// next; what they unfold to is.
pub(crate) fn compressed(term: Vec<u8>) -> Vec<u8> {
    let inside = term.get(1..).unwrap_or_default();
    let stream = zlib(inside);
    match u32::try_from(inside.len()) {
        Ok(size) if stream.len() + 5 < inside.len() => {
            [&[VERSION, COMPRESSED], &size.to_be_bytes()[..], &stream].concat()
        }
        _ => term,
    }
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    // Deflate, a window of 32 KiB, the default level.
    let mut out = vec![0x78, 0x9c];
    deflate(bytes, &mut out);
    out.extend_from_slice(&adler32(bytes).to_be_bytes());
    out
}

/// RFC 1950 §8.2.
fn adler32(bytes: &[u8]) -> u32 {
    let step = |(low, high): (u32, u32), byte: &u8| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    };
    let (low, high) = bytes.iter().fold((1, 0), step);
    high << 16 | low
}

/// A match is of three bytes at least, and 258 at most, and as far away at most.
const SHORTEST: usize = 3;
const LONGEST: usize = 258;
const WINDOW: usize = 32_768;

/// How many places are remembered, by a hash of three bytes.
const PLACES: usize = 1 << 12;

fn deflate(bytes: &[u8], out: &mut Vec<u8>) {
    let mut bits = Bits { out, held: 0, count: 0 };
    // The last block, of fixed codes.
    bits.put(1, 1);
    bits.put(1, 2);
    let mut places = vec![usize::MAX; PLACES];
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let (mut length, mut distance) = (1, 0);
        if let Some(&[first, second, third]) = bytes.get(at..at + SHORTEST) {
            let hash = (usize::from(first) << 6 ^ usize::from(second) << 3 ^ usize::from(third)) % PLACES;
            if let Some(place) = places.get_mut(hash) {
                let before = std::mem::replace(place, at);
                if let Some(back) = at.checked_sub(before).filter(|back| *back <= WINDOW) {
                    let pairs = bytes.get(before..).unwrap_or_default().iter().zip(bytes.get(at..).unwrap_or_default());
                    (length, distance) = (pairs.take(LONGEST).take_while(|(left, right)| left == right).count(), back);
                }
            }
        }
        if length < SHORTEST {
            bits.symbol(u32::from(*byte));
            at += 1;
        } else {
            bits.reference(length, distance);
            at += length;
        }
    }
    bits.symbol(256);
    bits.put(0, 7);
}

/// Bits, the lowest of a byte first.
struct Bits<'o> {
    out: &'o mut Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    fn put(&mut self, value: u32, count: u32) {
        self.held |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            let [lowest, ..] = self.held.to_le_bytes();
            self.out.push(lowest);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A code of Huffman's, the highest bit first.
    fn code(&mut self, code: u32, count: u32) {
        self.put(code.reverse_bits() >> (32 - count), count);
    }

    /// A byte, the end (256) or a length, by the fixed codes (RFC 1951 §3.2.6).
    fn symbol(&mut self, symbol: u32) {
        match symbol {
            0..144 => self.code(0x30 + symbol, 8),
            144..256 => self.code(0x190 + symbol - 144, 9),
            256..280 => self.code(symbol - 256, 7),
            _ => self.code(0xc0 + symbol - 280, 8),
        }
    }

    /// Bytes that were there before (RFC 1951 §3.2.5).
    fn reference(&mut self, length: usize, distance: usize) {
        let number = |count: usize, less: usize| u32::try_from(count - less).unwrap_or_default();
        match number(length, SHORTEST) {
            255 => self.symbol(285),
            short @ 0..8 => self.symbol(257 + short),
            long => {
                let extra = long.ilog2() - 2;
                self.symbol(257 + 4 * (extra + 1) + (long >> extra & 3));
                self.put(long & ((1 << extra) - 1), extra);
            }
        }
        match number(distance, 1) {
            near @ 0..4 => self.code(near, 5),
            far => {
                let extra = far.ilog2() - 1;
                self.code(2 * (extra + 1) + (far >> extra & 1), 5);
                self.put(far & ((1 << extra) - 1), extra);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use miniz_oxide::inflate::decompress_to_vec_zlib;

    use super::{WINDOW, adler32, compressed, zlib};
    use crate::term::Term;
    use crate::term::decode::decode;
    use crate::term::encode::{Otp, encode};

    #[test]
    fn what_is_compressed_unfolds_to_the_same() {
        let mut seed = 1_u32;
        let mut random = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed >> 24
        };
        let mut total = 0;
        for length in (0..700).step_by(7).chain([5_000, 40_000, 100_000]) {
            for letters in [1, 2, 5, 60, 256] {
                let bytes = (0..length).map(|_| u8::try_from(random() % letters).unwrap()).collect();
                let term = encode(&Term::Binary(bytes), Otp::Otp26).unwrap();
                let shorter = compressed(term.clone());
                assert!(shorter.len() < term.len() || shorter == term);
                total += shorter.len();
                assert!(letters > 2 || length < 100 || shorter.len() < term.len(), "{length} of {letters}");
                assert_eq!(decode(&shorter), decode(&term), "{length} of {letters}");
            }
        }
        // What finds less than it did makes them longer.
        assert_eq!(total, 578_865);
    }

    /// How long the stream is of `length` bytes that were there `distance` before, and little else. It unfolds to the same.
    fn repeated(length: usize, distance: usize) -> usize {
        let start = (0..length.min(distance)).map(|at| u8::try_from(at * at * 7 % 251).unwrap());
        let mut bytes: Vec<u8> = start.chain(std::iter::repeat(255)).take(distance).collect();
        for at in 0..length {
            bytes.push(bytes[at]);
        }
        let stream = zlib(&bytes);
        assert!(decompress_to_vec_zlib(&stream).unwrap() == bytes, "{length} from {distance}");
        stream.len()
    }

    #[test]
    fn each_length_and_each_kind_of_distance() {
        let lengths: usize = (1..=600).map(|length| repeated(length, 1000)).sum();
        let far =
            (0..15).map(|power| 1 << power).flat_map(|power| [power, power + power / 2, power * 2 - 1, power * 2]);
        let distances: usize = far.map(|distance| repeated(40, distance)).sum();
        // Less that is found, or a longer code for it, and they are longer.
        assert_eq!((lengths, distances), (139_117, 4_576));
        assert!(repeated(40, WINDOW) + 30 < repeated(40, WINDOW + 1));
    }

    #[test]
    fn adler() {
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }
}
