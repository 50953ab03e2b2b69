//! Exactly Elixir's `Base.url_encode64(padding: false)` and `Base.url_decode64(padding: false)` (RFC 4648 §5).
//!
//! Elixir's decoder also takes right padding and ignores the spare bits of the last character, so up to eighteen texts mean the
//! same bytes: a text is never an identity. All else (the `+` and `/` alphabet, whitespace, misplaced padding) is refused.
//!
//! The work is done in blocks of 48 bytes ↔ 64 characters, with neither tables nor branches: LLVM makes SIMD of it (simd128 in
//! wasm), three times as fast as byte by byte, and its time doesn't depend on the bytes, which may be a secret's.

use crate::error::Reason;

/// A block of bytes, and the same as text.
const BYTES: usize = 48;
const TEXT: usize = 64;
const _: () = assert!(BYTES * 4 == TEXT * 3);

/// How many characters `bytes` bytes take, without padding.
#[must_use]
pub const fn encoded_len(bytes: usize) -> usize {
    // Not `bytes * 4`: that overflows at 1 GiB on wasm32.
    bytes / 3 * 4 + (bytes % 3 * 4).div_ceil(3)
}

/// Appends the text of `bytes` to `out`.
pub fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + encoded_len(bytes.len()), 0);
    encode_to(bytes, out.get_mut(start..).unwrap_or_default());
}

/// Writes the text of `bytes` to `text`, which has to have [`encoded_len`] bytes: what is more stays, what is less is left out.
pub fn encode_to(bytes: &[u8], text: &mut [u8]) {
    let (blocks, rest) = bytes.as_chunks::<BYTES>();
    let (texts, rest_text) = text.as_chunks_mut::<TEXT>();
    for (block, text) in blocks.iter().zip(texts) {
        *text = encode_block(block);
    }
    let mut last = [0; BYTES];
    copy(rest, &mut last);
    let last = encode_block(&last);
    copy(last.get(..encoded_len(rest.len())).unwrap_or_default(), rest_text);
}

/// Appends the bytes that `text` stands for to `out`.
///
/// # Errors
/// [`Reason::Malformed`] where Elixir answers `:error`; `out` is then as it was.
pub fn decode(text: &[u8], out: &mut Vec<u8>) -> Result<(), Reason> {
    let text = unpadded(text);
    let start = out.len();
    out.resize(start + text.len() / 4 * 3 + text.len() % 4 * 3 / 4, 0);
    let (bytes, rest_bytes) = out.get_mut(start..).unwrap_or_default().as_chunks_mut::<BYTES>();
    let (blocks, rest) = text.as_chunks::<TEXT>();

    let mut wrong = text.len() % 4 == 1;
    for (block, bytes) in blocks.iter().zip(bytes) {
        wrong |= !decode_block(block, bytes);
    }
    // `A` stands for zeros.
    let (mut last, mut last_bytes) = ([b'A'; TEXT], [0; BYTES]);
    copy(rest, &mut last);
    wrong |= !decode_block(&last, &mut last_bytes);
    copy(&last_bytes, rest_bytes);
    if wrong {
        out.truncate(start);
        return Err(Reason::Malformed);
    }
    Ok(())
}

/// Whether [`decode`] would take `text`.
#[must_use]
pub fn is_valid(text: &[u8]) -> bool {
    let text = unpadded(text);
    text.len() % 4 != 1 && text.iter().all(|&byte| mistakes(sextet(byte), byte) == 0)
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
    // aaaaaaaa bbbbbbbb cccccccc → aaaaaa aabbbb bbbbcc cccccc
    for (three, four) in bytes.as_chunks::<3>().0.iter().zip(text.as_chunks_mut::<4>().0) {
        let [a, b, c] = *three;
        *four = [a >> 2, (a & 0x03) << 4 | b >> 4, (b & 0x0f) << 2 | c >> 6, c & 0x3f];
    }
    text.map(character)
}

/// False if a character is not in the alphabet.
fn decode_block(text: &[u8; TEXT], bytes: &mut [u8; BYTES]) -> bool {
    let sextets = text.map(sextet);
    let mistakes = sextets.iter().zip(text).fold(0, |all, (&sextet, &byte)| all | mistakes(sextet, byte));

    // Four sextets in the bytes of a u32, the first the lowest: 00dddddd 00cccccc 00bbbbbb 00aaaaaa → ccdddddd bbbbcccc aaaaaabb
    let mut quartets = [0; TEXT / 4];
    for (four, quartet) in sextets.as_chunks::<4>().0.iter().zip(&mut quartets) {
        let x = u32::from_le_bytes(*four);
        *quartet = (x << 2 & 0xfc) | (x >> 12 & 0x03) // a, b
            | (x << 4 & 0xf000) | (x >> 10 & 0x0f00) // b, c
            | (x << 6 & 0x00c0_0000) | (x >> 8 & 0x003f_0000); // c, d
    }
    for (quartet, three) in quartets.iter().zip(bytes.as_chunks_mut::<3>().0) {
        let [a, b, c, _] = quartet.to_le_bytes();
        *three = [a, b, c];
    }
    mistakes == 0
}

/// 0 to 63 → `A`-`Z` `a`-`z` `0`-`9` `-` `_`. Each step is the gap behind the end of a range.
fn character(sextet: u8) -> u8 {
    sextet
        .wrapping_add(b'A')
        .wrapping_add(if_above(sextet, 25, b'a' - b'Z' - 1))
        .wrapping_sub(if_above(sextet, 51, b'z' + 1 - b'0'))
        .wrapping_sub(if_above(sextet, 61, b'9' + 1 - b'-'))
        .wrapping_add(if_above(sextet, 62, b'_' - b'-' - 1))
}

/// The way back, through the ranges in the order of ASCII: `-` `0`-`9` `A`-`Z` `_` `a`-`z`, each with the difference between its
/// characters and its sextets. What comes of any other character is for [`mistakes`] to see.
fn sextet(character: u8) -> u8 {
    const DASH: u8 = 62 - b'-';
    const DIGITS: u8 = 52 - b'0';
    const UPPER: u8 = b'A'; // to be subtracted, as the next two
    const LINE: u8 = b'_' - 63;
    const LOWER: u8 = b'a' - 26;
    character
        .wrapping_add(DASH)
        .wrapping_sub(if_above(character, b'-', DASH - DIGITS))
        .wrapping_sub(if_above(character, b'9', DIGITS + UPPER))
        .wrapping_add(if_above(character, b'Z', UPPER - LINE))
        .wrapping_sub(if_above(character, b'_', LOWER - LINE))
}

/// Zero if `sextet` is one, and stands for `byte`.
fn mistakes(sextet: u8, byte: u8) -> u8 {
    sextet & 0xc0 | character(sextet) ^ byte
}

/// Compares signed, as SIMD on x86 can: from 128 on, all is below everything here.
fn if_above(value: u8, end: u8, step: u8) -> u8 {
    if value.cast_signed() > end.cast_signed() { step } else { 0 }
}
