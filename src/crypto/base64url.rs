//! Exactly Elixir's `Base.url_encode64(padding: false)` and `Base.url_decode64(padding: false)` (RFC 4648 §5).
//!
//! Elixir's decoder also takes right padding and ignores the spare bits of the last character, so up to eighteen texts mean the
//! same bytes: a text is never an identity. All else (the `+` and `/` alphabet, whitespace, misplaced padding) is refused.
//!
//! By the crate `base64-simd`, which reads what encoders write; what only Elixir's decoder takes is brought into that form first. With the crate
//! `base64` a request takes 1.04 to 1.08 times as long (`benches/REQUESTS.md`).
//!
//! Not in constant time: what is not in that form takes longer, and tables that characters are looked up in tell something of the bytes. They are a token's, which whoever sends it knows. A session's id (`store::kv`) is read and written in constant time, and a CSRF token's
//! state is written so (`plug::csrf_protection`): both by `base64ct`.
//!
//! ```
//! use waxseal::crypto::base64url;
//!
//! let (mut text, mut bytes) = (Vec::new(), Vec::new());
//! base64url::encode(b"session", &mut text);
//! assert_eq!((&text[..], text.len()), (&b"c2Vzc2lvbg"[..], base64url::encoded_len(7)));
//! base64url::decode(b"c2Vzc2lvbg==", &mut bytes).unwrap();
//! assert_eq!(bytes, b"session");
//! assert!(!base64url::is_valid(b"c2Vz+2lvbg"));
//!
//! let mut array = [0; 10];
//! assert!(base64url::encode_to(b"session", &mut array).is_some() && array == text[..]);
//! ```

use base64_simd::{AsOut as _, URL_SAFE_NO_PAD as STRICT};
use zeroize::Zeroizing;

use crate::error::Reason;

/// How many characters `bytes` bytes take, without padding.
#[must_use]
pub const fn encoded_len(bytes: usize) -> usize {
    // Not `bytes * 4`: that overflows at 1 GiB on wasm32.
    bytes / 3 * 4 + (bytes % 3 * 4).div_ceil(3)
}

/// Appends the text of `bytes` to `out`.
pub fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    STRICT.encode_append(bytes, out);
}

/// Writes the text of `bytes` to the beginning of `text`. Nothing, and nothing is written, if that has fewer than [`encoded_len`] bytes.
#[must_use]
pub fn encode_to(bytes: &[u8], text: &mut [u8]) -> Option<()> {
    let text = text.get_mut(..encoded_len(bytes.len()))?;
    let _ = STRICT.encode(bytes, text.as_out());
    Some(())
}

/// Appends the bytes that `text` stands for to `out`.
///
/// # Errors
/// [`Reason::Malformed`] where Elixir answers `:error`; `out` is then as it was.
pub fn decode(text: &[u8], out: &mut Vec<u8>) -> Result<(), Reason> {
    let text = unpadded(text);
    STRICT
        .decode_append(text, out)
        .or_else(|_| STRICT.decode_append(&*without_spare_bits(text), out))
        .map_err(|_| Reason::Malformed)
}

/// Whether [`decode`] would take `text`. What that stands for is kept nowhere.
#[must_use]
pub fn is_valid(text: &[u8]) -> bool {
    let text = unpadded(text);
    STRICT.check(text).is_ok() || STRICT.check(&without_spare_bits(text)).is_ok()
}

/// `text` without its padding, which counts as padding only where it makes the whole a multiple of four. A `=` that stays is refused
/// as any other alien character.
fn unpadded(text: &[u8]) -> &[u8] {
    if !text.len().is_multiple_of(4) {
        return text;
    }
    text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text)
}

/// `text` as an encoder writes it: those bits of its last character that belong to no byte are zeros.
fn without_spare_bits(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(text.to_vec());
    let bits = match text.len() % 4 {
        2 => 0b1111,
        3 => 0b11,
        _ => 0,
    };
    let alphabet = STRICT.charset();
    if let Some(last) = text.last_mut()
        && let Some(value) = alphabet.iter().position(|character| character == last)
        && let Some(character) = alphabet.get(value & !bits)
    {
        *last = *character;
    }
    text
}
