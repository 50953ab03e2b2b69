//! What else Plug's cookies need of libraries, each called and no more: digests to derive keys and to sign with, the ciphers of old
//! tokens, inflate. For `make size`: waxseal can't weigh less than the module with this.

use hmac::{EagerHash, Hmac, KeyInit as _, Mac as _};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use wasm_bindgen::prelude::*;

use crate::{Bare, run};

#[path = "../../../src/crypto/a128gcm.rs"]
#[allow(dead_code, reason = "waxseal uses all of it")]
mod a128gcm;

/// A key out of 32 bytes of secret and 32 of salt, with any digest that Plug takes.
#[wasm_bindgen]
#[must_use]
pub fn derive_with(digest: u8, rounds: u32) -> i32 {
    run(|bare| {
        let (secret, rest) = bare.given.split_first_chunk::<32>()?;
        let salt = rest.first_chunk::<32>()?;
        bare.made.resize(32, 0);
        match digest {
            0 => pbkdf2_hmac::<Sha1>(secret, salt, rounds, &mut bare.made),
            1 => pbkdf2_hmac::<Sha224>(secret, salt, rounds, &mut bare.made),
            2 => pbkdf2_hmac::<Sha256>(secret, salt, rounds, &mut bare.made),
            3 => pbkdf2_hmac::<Sha384>(secret, salt, rounds, &mut bare.made),
            _ => pbkdf2_hmac::<Sha512>(secret, salt, rounds, &mut bare.made),
        }
        Some(())
    })
}

/// A MAC of a text under a key of 32 bytes, with the digests that a token may name.
#[wasm_bindgen]
#[must_use]
pub fn mac_with(digest: u8, length: usize) -> i32 {
    run(|bare| if digest == 0 { mac::<Sha384>(bare, length) } else { mac::<Sha512>(bare, length) })
}

fn mac<D: EagerHash>(bare: &mut Bare, length: usize) -> Option<()> {
    let (key, text) = bare.given.get(..length)?.split_first_chunk::<32>()?;
    let code = Hmac::<D>::new_from_slice(key).ok()?.chain_update(text).finalize().into_bytes();
    bare.made.clear();
    bare.made.extend_from_slice(&code);
    Some(())
}

/// An old token to its text.
#[wasm_bindgen]
#[must_use]
pub fn decrypt_old(secret: usize, length: usize) -> i32 {
    run(|bare| {
        let (secret, token) = bare.given.get(..length)?.split_at_checked(secret)?;
        bare.made.clear();
        a128gcm::decrypt(secret, secret, token, b"A128GCM", &mut bare.made).ok()
    })
}

/// What zlib deflated.
#[wasm_bindgen]
#[must_use]
pub fn inflate(length: usize, unfolded: usize) -> i32 {
    run(|bare| {
        bare.made.resize(unfolded, 0);
        let flags =
            inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER | inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let mut decompressor = Box::<DecompressorOxide>::default();
        let (status, _, written) = decompress(&mut decompressor, bare.given.get(..length)?, &mut bare.made, 0, flags);
        (status == TINFLStatus::Done && written == unfolded).then_some(())
    })
}
