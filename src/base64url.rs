//! Exactly Elixir's `Base.url_encode64(padding: false)` and `Base.url_decode64(padding: false)` (RFC 4648 §5).
//!
//! Elixir's decoder also takes right padding and ignores the spare bits of the last character, so up to eight texts mean the
//! same bytes: a text is never an identity. Everything else (the `+` and `/` alphabet, whitespace, lone padding) is refused.
//!
//! The work is done in blocks of 24 bytes ↔ 32 characters with neither tables nor branches. LLVM turns that into SIMD (simd128
//! in wasm), and the time it takes does not depend on the bytes, which may be a secret's.

use crate::error::Reason;

/// A block of bytes, and the same as text.
const BYTES: usize = 24;
const TEXT: usize = 32;
const _: () = assert!(BYTES * 4 == TEXT * 3 && BYTES.is_multiple_of(6) && TEXT.is_multiple_of(8));

/// How many characters `bytes` bytes take, without padding.
#[must_use]
pub const fn encoded_len(bytes: usize) -> usize {
    // Not `bytes * 4`: that overflows at 1 GiB on wasm32.
    bytes / 3 * 4 + (bytes % 3 * 4).div_ceil(3)
}

/// Appends the text of `bytes` to `out`.
pub fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(bytes);
    encode_from(start, out);
}

/// Replaces the bytes of `buffer` from `start` on by their text, without another buffer. Beyond the end it does nothing.
///
/// The bytes are moved to the end of the room that the text needs; reading them then stays ahead of writing.
pub fn encode_from(start: usize, buffer: &mut Vec<u8>) {
    let bytes = buffer.len().saturating_sub(start);
    let text = encoded_len(bytes);
    buffer.resize(buffer.len() + (text - bytes), 0);
    let Some(room) = buffer.get_mut(start..) else { return };
    room.copy_within(..bytes, text - bytes);
    let (mut read, mut write) = (text - bytes, 0);
    while write < text {
        let mut block = [0; BYTES];
        copy(room.get(read..).unwrap_or_default(), &mut block);
        read += BYTES;
        copy(&encode_block(&block), room.get_mut(write..).unwrap_or_default());
        write += TEXT;
    }
}

/// Appends the bytes that `text` stands for to `out`.
///
/// # Errors
/// [`Reason::Malformed`] where Elixir answers `:error`; `out` is then as it was.
pub fn decode(text: &[u8], out: &mut Vec<u8>) -> Result<(), Reason> {
    let text = unpadded(text);
    let start = out.len();
    let bytes = text.len() / 4 * 3 + text.len() % 4 * 3 / 4;
    // The last block is written whole before it is cut.
    out.reserve(bytes + BYTES);

    let (blocks, rest) = text.as_chunks::<TEXT>();
    // `A` is zero: the last block's own bits are not disturbed by what fills it up.
    let mut last = [b'A'; TEXT];
    copy(rest, &mut last);
    let mut wrong = text.len() % 4 == 1;
    for block in blocks.iter().chain(Some(&last)) {
        let (decoded, block_wrong) = decode_block(block);
        out.extend_from_slice(&decoded);
        wrong |= block_wrong;
    }
    out.truncate(if wrong { start } else { start + bytes });
    if wrong { Err(Reason::Malformed) } else { Ok(()) }
}

/// Whether [`decode`] would take `text`.
#[must_use]
pub fn is_valid(text: &[u8]) -> bool {
    let text = unpadded(text);
    text.len() % 4 != 1 && text.iter().all(|&byte| sextet(byte) <= 63)
}

/// `text` without its padding, which counts as padding only where it makes the whole a multiple of four. A `=` that stays is refused
/// as any other alien character.
fn unpadded(text: &[u8]) -> &[u8] {
    if !text.len().is_multiple_of(4) {
        return text;
    }
    text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text)
}

/// Copies as much as both have.
fn copy(from: &[u8], to: &mut [u8]) {
    let length = from.len().min(to.len());
    if let (Some(from), Some(to)) = (from.get(..length), to.get_mut(..length)) {
        to.copy_from_slice(from);
    }
}

fn encode_block(bytes: &[u8; BYTES]) -> [u8; TEXT] {
    let mut text = [0; TEXT];
    // Six bytes at a time in one u64, spread in halves: 48 bits → 2 × 24 → 4 × 12 → 8 × 6, each in a byte of its own.
    for (six, eight) in bytes.as_chunks::<6>().0.iter().zip(text.as_chunks_mut::<8>().0) {
        let [b0, b1, b2, b3, b4, b5] = *six;
        let halves = u64::from_be_bytes([0, b0, b1, b2, 0, b3, b4, b5]);
        let quarters = (halves & 0x00ff_f000_00ff_f000) << 4 | (halves & 0x0000_0fff_0000_0fff);
        let sextets = (quarters & 0x0fc0_0fc0_0fc0_0fc0) << 2 | (quarters & 0x003f_003f_003f_003f);
        *eight = sextets.to_be_bytes();
    }
    text.map(character)
}

fn decode_block(text: &[u8; TEXT]) -> ([u8; BYTES], bool) {
    let sextets = text.map(sextet);
    let wrong = sextets.iter().fold(0, |all, sextet| all | sextet) > 63;
    let mut bytes = [0; BYTES];
    // The way back: 8 × 6 bits → 4 × 12 → 2 × 24.
    for (eight, six) in sextets.as_chunks::<8>().0.iter().zip(bytes.as_chunks_mut::<6>().0) {
        let sextets = u64::from_be_bytes(*eight);
        let quarters = (sextets & 0x3f00_3f00_3f00_3f00) >> 2 | (sextets & 0x003f_003f_003f_003f);
        let halves = (quarters & 0x0fff_0000_0fff_0000) >> 4 | (quarters & 0x0000_0fff_0000_0fff);
        let [_, b0, b1, b2, _, b3, b4, b5] = halves.to_be_bytes();
        *six = [b0, b1, b2, b3, b4, b5];
    }
    (bytes, wrong)
}

/// 0..=63 → `A`..`Z` `a`..`z` `0`..`9` `-` `_`: each step shifts what lies behind the end of a range.
fn character(sextet: u8) -> u8 {
    let after = |end: u8, step: u8| if sextet > end { step } else { 0 };
    (sextet + b'A')
        .wrapping_add(after(25, b'a' - b'A' - 26))
        .wrapping_sub(after(51, b'a' + 26 - b'0'))
        .wrapping_sub(after(61, b'0' + 10 - b'-'))
        .wrapping_add(after(62, b'_' - b'-' - 1))
}

/// The way back; 255 for what is not in the alphabet.
fn sextet(character: u8) -> u8 {
    let within = |first: u8, count: u8, value: u8| {
        let offset = character.wrapping_sub(first);
        if offset < count { offset + value + 1 } else { 0 }
    };
    // At most one is not zero, and then it is one too many.
    (within(b'A', 26, 0) | within(b'a', 26, 26) | within(b'0', 10, 52) | within(b'-', 1, 62) | within(b'_', 1, 63))
        .wrapping_sub(1)
}
