//! Exactly Elixir's `Base.url_encode64(padding: false)` and `Base.url_decode64(padding: false)` (RFC 4648 §5).
//!
//! Elixir's decoder also takes right padding and ignores the spare bits of the last character, so up to eighteen texts mean the
//! same bytes: a text is never an identity. All else (the `+` and `/` alphabet, whitespace, misplaced padding) is refused.
//!
//! Not in constant time: the crate looks characters up in a table, and which of its lines are in the cache tells something of the bytes.
//! They are a token's, which whoever sends it knows. A session's id (`store::kv`) is read and written in constant time, and a CSRF token's
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

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use zeroize::Zeroizing;

use crate::error::Reason;

/// Padding is taken off before it comes here: the crate takes either all that is missing, or any part of it, too.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

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
    // There is room for all of it.
    let _ = encode_to(bytes, out.get_mut(start..).unwrap_or_default());
}

/// Writes the text of `bytes` to the beginning of `text`. Nothing, and nothing is written, if that has fewer than [`encoded_len`] bytes.
#[must_use]
pub fn encode_to(bytes: &[u8], text: &mut [u8]) -> Option<()> {
    ENGINE.encode_slice(bytes, text).ok().map(drop)
}

/// Appends the bytes that `text` stands for to `out`.
///
/// # Errors
/// [`Reason::Malformed`] where Elixir answers `:error`; `out` is then as it was.
pub fn decode(text: &[u8], out: &mut Vec<u8>) -> Result<(), Reason> {
    let start = out.len();
    ENGINE.decode_vec(unpadded(text), out).map_err(|_| {
        out.truncate(start);
        Reason::Malformed
    })
}

/// Whether [`decode`] would take `text`. What that stands for is kept nowhere.
#[must_use]
pub fn is_valid(text: &[u8]) -> bool {
    decode(text, &mut Zeroizing::new(Vec::new())).is_ok()
}

/// `text` without its padding, which counts as padding only where it makes the whole a multiple of four. A `=` that stays is refused
/// as any other alien character.
fn unpadded(text: &[u8]) -> &[u8] {
    if !text.len().is_multiple_of(4) {
        return text;
    }
    text.strip_suffix(b"==").or_else(|| text.strip_suffix(b"=")).unwrap_or(text)
}
