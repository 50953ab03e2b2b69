//! Exactly Elixir's `Base.url_encode64(padding: false)` and `Base.url_decode64(padding: false)` (RFC 4648 §5).
//!
//! Elixir's decoder also takes right padding and ignores the spare bits of the last character, so up to eighteen texts mean the
//! same bytes: a text is never an identity. All else (the `+` and `/` alphabet, whitespace, misplaced padding) is refused.
//!
//! The work is done in blocks of 48 bytes ↔ 64 characters, without branches and without a look-up in memory: its time doesn't depend
//! on the bytes, which may be a secret's.

use zeroize::Zeroize as _;

use crate::error::Reason;

use block::{decode_block, encode_block};

#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), path = "base64url_simd128.rs")]
#[cfg_attr(not(all(target_arch = "wasm32", target_feature = "simd128")), path = "base64url_block.rs")]
mod block;

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
    if !decode_to(text, out.get_mut(start..).unwrap_or_default()) {
        out.truncate(start);
        return Err(Reason::Malformed);
    }
    Ok(())
}

/// Whether [`decode`] would take `text`. What that stands for is kept nowhere.
#[must_use]
pub fn is_valid(text: &[u8]) -> bool {
    let mut bytes = [0; BYTES];
    let is_valid = unpadded(text).chunks(TEXT).all(|block| decode_to(block, &mut bytes));
    bytes.zeroize();
    is_valid
}

/// Writes what `text`, which has no padding, stands for to `bytes`, as many as these are; false if that is nothing.
fn decode_to(text: &[u8], bytes: &mut [u8]) -> bool {
    let (bytes, rest_bytes) = bytes.as_chunks_mut::<BYTES>();
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
    !wrong
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
