//! Compressed terms: a zlib stream (RFC 1950) of deflated bytes (RFC 1951), with a hard limit.
//!
//! No session of today passes through here: Plug writes none that is compressed, and reads those that a serializer of the
//! user's wrote. So this is small, and takes a code bit by bit (after `puff.c`, in zlib's own sources).

use crate::term_decode::{INFLATED, Kind};
use crate::term_head::{Cursor, tag};

/// Deflate makes at most 1,032 bytes of one. (zlib, "Maximum Compression Factor".)
const DEFLATE_FACTOR: usize = 1_032;

/// Unfolds a compressed term from its size on. The size must be exactly right; bytes after the zlib stream are ignored.
pub(crate) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Kind> {
    let mut cursor = Cursor::new(bytes, 0);
    let size = cursor.number(4).ok_or(Kind::Malformed)?;
    if size > cursor.left().saturating_mul(DEFLATE_FACTOR) {
        return Err(Kind::Malformed);
    }
    if size > INFLATED {
        return Err(Kind::Inflated);
    }
    let mut out = Vec::with_capacity(1 + size);
    out.push(tag::VERSION);
    let mut stream = Stream { cursor, held: 0, count: 0, out, end: 1 + size };
    stream.zlib().ok_or(Kind::Malformed)?;
    Ok(stream.out)
}

struct Stream<'a> {
    cursor: Cursor<'a>,
    /// Bits that were read and not yet asked for, the next one lowest.
    held: u32,
    count: u32,
    out: Vec<u8>,
    /// How long `out` will be, and never longer.
    end: usize,
}

impl Stream<'_> {
    fn zlib(&mut self) -> Option<()> {
        let [method, flags] = self.cursor.array()?;
        // Deflate, a window of at most 32 KiB, no dictionary; and the two together are a multiple of 31.
        if method & 15 != 8 || method >> 4 > 7 || flags & 0x20 != 0 || u16::from_be_bytes([method, flags]) % 31 != 0 {
            return None;
        }
        loop {
            let is_last = self.bits(1)? == 1;
            match self.bits(2)? {
                0 => self.stored()?,
                1 => {
                    let mut lengths = [8; 288];
                    lengths.get_mut(144..256)?.fill(9);
                    lengths.get_mut(256..280)?.fill(7);
                    self.block(&Code::new(&lengths)?, &Code::new(&[5; 32])?)?;
                }
                2 => {
                    let (literals, distances) = self.codes()?;
                    self.block(&literals, &distances)?;
                }
                _ => return None,
            }
            if is_last {
                break;
            }
        }
        // Adler-32, from the next whole byte on.
        let sum = u32::from_be_bytes(self.cursor.array()?);
        let (mut a, mut b) = (1, 0);
        for byte in self.out.iter().skip(1) {
            a = (a + u32::from(*byte)) % 65_521;
            b = (b + a) % 65_521;
        }
        (sum == b << 16 | a && self.out.len() == self.end).then_some(())
    }

    /// The next `count` bits, at most 15.
    fn bits(&mut self, count: u32) -> Option<usize> {
        while self.count < count {
            self.held |= u32::from(self.cursor.u8()?) << self.count;
            self.count += 8;
        }
        let bits = self.held & ((1 << count) - 1);
        self.held >>= count;
        self.count -= count;
        usize::try_from(bits).ok()
    }

    fn put(&mut self, byte: u8) -> Option<()> {
        (self.out.len() < self.end).then(|| self.out.push(byte))
    }

    /// A block of bytes as they are, from the next whole byte on.
    fn stored(&mut self) -> Option<()> {
        (self.held, self.count) = (0, 0);
        let [length, not_length] = [self.cursor.array()?, self.cursor.array()?].map(u16::from_le_bytes);
        if length != !not_length {
            return None;
        }
        self.cursor.take(length.into())?.iter().try_for_each(|byte| self.put(*byte))
    }

    /// The codes that a block brings with it: for literals and lengths, and for distances.
    fn codes(&mut self) -> Option<(Code, Code)> {
        const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
        let (literals, distances, count) = (self.bits(5)? + 257, self.bits(5)? + 1, self.bits(4)? + 4);
        let mut lengths = [0; 19];
        for at in ORDER.iter().take(count) {
            *lengths.get_mut(*at)? = u8::try_from(self.bits(3)?).ok()?;
        }
        let code = Code::new(&lengths)?;
        let mut lengths: Vec<u8> = Vec::new();
        while lengths.len() < literals + distances {
            let (length, times) = match self.symbol(&code)? {
                16 => (*lengths.last()?, 3 + self.bits(2)?),
                17 => (0, 3 + self.bits(3)?),
                18 => (0, 11 + self.bits(7)?),
                length => (u8::try_from(length).ok()?, 1),
            };
            lengths.resize(lengths.len() + times, length);
        }
        let (literals, distances) = lengths.split_at_checked(literals).filter(|(_, rest)| rest.len() == distances)?;
        Some((Code::new(literals)?, Code::new(distances)?))
    }

    /// The compressed bytes of a block.
    fn block(&mut self, literals: &Code, distances: &Code) -> Option<()> {
        loop {
            let symbol = self.symbol(literals)?;
            let Some(length) = symbol.checked_sub(257) else {
                if symbol == 256 {
                    return Some(());
                }
                self.put(u8::try_from(symbol).ok()?)?;
                continue;
            };
            let length = match length {
                28 => 258,
                _ => 3 + self.spread(length, 4, 28)?,
            };
            let distance = self.symbol(distances)?;
            let distance = 1 + self.spread(distance, 2, 30)?;
            // Not the version byte.
            let start = self.out.len().checked_sub(distance).filter(|start| *start > 0)?;
            for at in start..start + length {
                self.put(*self.out.get(at)?)?;
            }
        }
    }

    /// A length or a distance, from 0 on. With each bit more that follows a symbol, there are `steps` symbols.
    fn spread(&mut self, symbol: usize, steps: usize, symbols: usize) -> Option<usize> {
        if symbol >= symbols {
            return None;
        }
        let more = (symbol / steps).saturating_sub(1);
        let base = if more == 0 { symbol } else { (steps + symbol % steps) << more };
        Some(base + self.bits(u32::try_from(more).ok()?)?)
    }

    fn symbol(&mut self, code: &Code) -> Option<usize> {
        let (mut bits, mut first, mut index) = (0, 0, 0);
        for count in code.counts.iter().skip(1) {
            bits |= self.bits(1)?;
            if bits < first + count {
                return code.symbols.get(index + bits - first).copied();
            }
            index += count;
            first = (first + count) << 1;
            bits <<= 1;
        }
        None
    }
}

/// A canonical Huffman code.
struct Code {
    /// How many symbols have codes of each length.
    counts: [usize; 16],
    /// Those in the order of their codes.
    symbols: Vec<usize>,
}

impl Code {
    /// A code with these lengths; 0 is for symbols that do not occur. Nothing if some bits have no meaning, or two; only a code of
    /// one symbol may be incomplete.
    fn new(lengths: &[u8]) -> Option<Self> {
        let mut code = Self { counts: [0; 16], symbols: Vec::new() };
        let mut left = 1_usize;
        for length in 1..16_u8 {
            let mut count = 0;
            for (symbol, found) in lengths.iter().enumerate() {
                if *found == length {
                    code.symbols.push(symbol);
                    count += 1;
                }
            }
            *code.counts.get_mut(usize::from(length))? = count;
            left = (2 * left).checked_sub(count)?;
        }
        (left == 0 || code.symbols.len() <= 1).then_some(code)
    }
}
