//! The tokens of `plug_crypto` 1, which `Plug.Crypto.MessageEncryptor` still reads. Nothing here writes one.
//!
//! ```text
//! QTEyOEdDTQ . key . iv . ciphertext . tag                each part base64url; the content in AES-GCM
//! │            └ base64url(wrapped content key 16|24|32 ‖ tag 16 ‖ iv 12): wrapped in AES-GCM with the secret, AAD = the signing secret
//! └ base64url("A128GCM"), whatever the keys' lengths
//! ```
//!
//! Nobody writes such tokens any more, so they are to cost little room: the crate `aes-gcm` takes 1.4 KB of gzip more, as AES is in it
//! for each length of a key. Here GCM is written out, and AES round by round, over the crates `ghash` and `aes`, in constant time
//! like theirs. The tests read what `aes-gcm` wrote, with keys of every length.

use std::slice;

use aes::hazmat::{Block, cipher_round, inv_mix_columns};
use ghash::GHash;
use ghash::universal_hash::UniversalHash as _;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::base64url;
use crate::error::Reason;

/// What a token begins with, its dot included.
pub const PREFIX: &[u8] = b"QTEyOEdDTQ.";

/// AES's.
const BLOCK: usize = 16;

/// The parts of a token, in bytes.
const TAG: usize = 16;
const IV: usize = 12;
const WRAPPED_16: usize = 16 + TAG + IV;
const WRAPPED_24: usize = 24 + TAG + IV;
const WRAPPED_32: usize = 32 + TAG + IV;
const _: () = assert!(WRAPPED_16 == 44 && WRAPPED_24 == 52 && WRAPPED_32 == 60);

/// Appends the message in `text`, a token without its [`PREFIX`], to `out`. On failure there may be ciphertext in `out`, but no plaintext.
pub fn decrypt(secret: &[u8], sign_secret: &[u8], text: &[u8], aad: &[u8], out: &mut Vec<u8>) -> Result<(), Reason> {
    let mut parts = text.split(|&byte| byte == b'.');
    let mut part = || parts.next().ok_or(Reason::Malformed);
    let (wrapped, iv, ciphertext, tag) = (part()?, part()?, part()?, part()?);
    if parts.next().is_some() {
        return Err(Reason::Malformed);
    }
    let (wrapped, iv, tag) = (decoded(wrapped)?, decoded(iv)?, decoded(tag)?);
    let iv = iv.as_slice().try_into().map_err(|_| Reason::Malformed)?;
    let tag = tag.as_slice().try_into().map_err(|_| Reason::Malformed)?;
    let start = out.len();
    base64url::decode(ciphertext, out)?;
    let key = unwrap_key(secret, sign_secret, &wrapped)?;
    open(&key, iv, aad, out.get_mut(start..).unwrap_or_default(), tag).ok_or(Reason::DecryptFailed)
}

/// The content key out of `wrapped`: key 16|24|32 ‖ tag 16 ‖ iv 12. (RFC 7518 §4.7 has the same in three parts.)
fn unwrap_key(secret: &[u8], sign_secret: &[u8], wrapped: &[u8]) -> Result<Zeroizing<Vec<u8>>, Reason> {
    if !matches!(wrapped.len(), WRAPPED_16 | WRAPPED_24 | WRAPPED_32) {
        return Err(Reason::Malformed);
    }
    let (rest, iv) = wrapped.split_last_chunk::<IV>().ok_or(Reason::Malformed)?;
    let (key, tag) = rest.split_last_chunk::<TAG>().ok_or(Reason::Malformed)?;
    let mut key = Zeroizing::new(key.to_vec());
    open(secret, iv, sign_secret, &mut key, tag).ok_or(Reason::DecryptFailed)?;
    Ok(key)
}

fn decoded(text: &[u8]) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    base64url::decode(text, &mut bytes)?;
    Ok(bytes)
}

/// Decrypts `buffer` in place if its tag is right: GCM (NIST SP 800-38D §7.2) with an IV of 12 bytes.
fn open(key: &[u8], iv: &[u8; IV], aad: &[u8], buffer: &mut [u8], tag: &[u8; TAG]) -> Option<()> {
    let aes = Aes::new(key)?;
    let counted = |count: u32| {
        let mut block = [0; BLOCK];
        let (start, end) = block.split_first_chunk_mut()?;
        *start = *iv;
        xor(end, &count.to_be_bytes());
        aes.encrypted(block)
    };

    let mut hash = GHash::new(&aes.encrypted([0; BLOCK])?.into());
    absorb(&mut hash, aad);
    absorb(&mut hash, buffer);
    let bits = |bytes: &[u8]| bytes.len() as u128 * 8;
    absorb(&mut hash, &(bits(aad) << 64 | bits(buffer)).to_be_bytes());
    let mut expected = <[u8; TAG]>::from(hash.finalize());
    xor(&mut expected, &counted(1)?);
    if !bool::from(expected.ct_eq(tag)) {
        return None;
    }
    for (count, block) in (2..).zip(buffer.chunks_mut(BLOCK)) {
        xor(block, &counted(count)?);
    }
    Some(())
}

/// The last block is filled up with zeros.
#[inline(never)]
fn absorb(hash: &mut GHash, part: &[u8]) {
    for bytes in part.chunks(BLOCK) {
        let mut block = [0; BLOCK];
        xor(&mut block, bytes);
        hash.update(slice::from_ref(&block.into()));
    }
}

fn xor(block: &mut [u8], with: &[u8]) {
    for (byte, with) in block.iter_mut().zip(with) {
        *byte ^= with;
    }
}

/// AES (FIPS 197), to encrypt with, with a key of any of its three lengths.
struct Aes {
    round_keys: Zeroizing<Vec<u8>>,
}

impl Aes {
    /// §5.2, in words of four bytes.
    #[inline(never)]
    fn new(key: &[u8]) -> Option<Self> {
        let rounds = match key.len() {
            16 => 10,
            24 => 12,
            32 => 14,
            _ => return None,
        };
        let length = BLOCK * (rounds + 1);
        let mut round_keys = Zeroizing::new(Vec::with_capacity(length));
        round_keys.extend_from_slice(key);
        let mut constant = 1_u8;
        while round_keys.len() < length {
            let mut word = *round_keys.last_chunk()?;
            let place = round_keys.len() % key.len();
            if place == 0 {
                let [a, b, c, d] = word;
                let [a, b, c, d] = substituted([b, c, d, a]);
                word = [a ^ constant, b, c, d];
                // Times x.
                constant = (constant << 1) ^ ((constant >> 7) * 0x1b);
            } else if place == 16 && key.len() == 32 {
                word = substituted(word);
            }
            for byte in word {
                let before = *round_keys.get(round_keys.len() - key.len())?;
                round_keys.push(byte ^ before);
            }
        }
        Some(Self { round_keys })
    }

    /// §5.1.
    #[inline(never)]
    fn encrypted(&self, block: [u8; BLOCK]) -> Option<[u8; BLOCK]> {
        let [first, between @ .., last] = self.round_keys.as_chunks().0 else { return None };
        let mut block = Block::from(block);
        xor(&mut block, first);
        for key in between {
            cipher_round(&mut block, key.into());
        }
        substitute(&mut block);
        xor(&mut block, last);
        Some(block.into())
    }
}

/// `SubBytes` and `ShiftRows`: a round whose `MixColumns` is undone.
fn substitute(block: &mut Block) {
    cipher_round(block, &Block::default());
    inv_mix_columns(block);
}

/// `SubWord`: among four columns that are alike, shifting rows does nothing.
fn substituted([a, b, c, d]: [u8; 4]) -> [u8; 4] {
    let mut block = [a, b, c, d, a, b, c, d, a, b, c, d, a, b, c, d].into();
    substitute(&mut block);
    let [a, b, c, d, ..] = block.0;
    [a, b, c, d]
}
