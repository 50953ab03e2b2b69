//! SHA-1 and SHA-2 (FIPS 180-4): the compression functions of the crates `sha1` and `sha2`, the hash chosen at run time.
//!
//! Those crates have a type for each hash, and what is built on them is in the module once for each: HMAC and PBKDF2 over five of
//! them took 8 KB of gzip more than this does. The tests compare it with theirs at every length.

use std::slice;

use sha1::block_api::compress as compress1;
use sha2::block_api::{compress256, compress512};
use zeroize::{Zeroize as _, Zeroizing};

/// A hash: those that Erlang's `crypto:pbkdf2_hmac/5` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Digest {
    /// `:sha`
    Sha1,
    /// `:sha224`
    Sha224,
    /// `:sha256`, the default
    #[default]
    Sha256,
    /// `:sha384`
    Sha384,
    /// `:sha512`
    Sha512,
}

impl Digest {
    /// The digest of that name: `"sha"` (or `"sha1"`), `"sha224"`, `"sha256"`, `"sha384"`, `"sha512"`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "sha" | "sha1" => Some(Self::Sha1),
            "sha224" => Some(Self::Sha224),
            "sha256" => Some(Self::Sha256),
            "sha384" => Some(Self::Sha384),
            "sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    /// The bytes of a block.
    pub(crate) const fn block(self) -> usize {
        match self {
            Self::Sha1 | Self::Sha224 | Self::Sha256 => 64,
            Self::Sha384 | Self::Sha512 => MAX_BLOCK,
        }
    }

    /// The bytes of a hash.
    pub(crate) const fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 => 28,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => MAX_LENGTH,
        }
    }
}

pub(crate) const MAX_BLOCK: usize = 128;
const MAX_LENGTH: usize = 64;

/// A hash's value, or an HMAC. Zeroized when dropped, as keys are made of them.
pub(crate) struct Output {
    bytes: [u8; MAX_LENGTH],
    length: usize,
}

impl Output {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.bytes.as_mut_slice().zeroize();
    }
}

/// A hash of whole blocks, so far. Zeroized when dropped.
#[derive(Clone)]
pub(crate) struct Hash {
    digest: Digest,
    state: State,
    /// How many bytes were taken.
    taken: u64,
}

#[derive(Clone)]
enum State {
    /// Of SHA-1 the first five.
    Narrow([u32; 8]),
    Wide([u64; 8]),
}

// FIPS 180-4 §5.3.
const SHA1: [u32; 8] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0, 0, 0, 0];
const SHA224: [u32; 8] =
    [0xc105_9ed8, 0x367c_d507, 0x3070_dd17, 0xf70e_5939, 0xffc0_0b31, 0x6858_1511, 0x64f9_8fa7, 0xbefa_4fa4];
const SHA256: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
const SHA384: [u64; 8] = [
    0xcbbb_9d5d_c105_9ed8,
    0x629a_292a_367c_d507,
    0x9159_015a_3070_dd17,
    0x152f_ecd8_f70e_5939,
    0x6733_2667_ffc0_0b31,
    0x8eb4_4a87_6858_1511,
    0xdb0c_2e0d_64f9_8fa7,
    0x47b5_481d_befa_4fa4,
];
const SHA512: [u64; 8] = [
    0x6a09_e667_f3bc_c908,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
    0x1f83_d9ab_fb41_bd6b,
    0x5be0_cd19_137e_2179,
];

impl Hash {
    pub(crate) const fn new(digest: Digest) -> Self {
        let state = match digest {
            Digest::Sha1 => State::Narrow(SHA1),
            Digest::Sha224 => State::Narrow(SHA224),
            Digest::Sha256 => State::Narrow(SHA256),
            Digest::Sha384 => State::Wide(SHA384),
            Digest::Sha512 => State::Wide(SHA512),
        };
        Self { digest, state, taken: 0 }
    }

    pub(crate) const fn digest(&self) -> Digest {
        self.digest
    }

    /// Takes a block, all of it: of [`Digest::block`] bytes.
    pub(crate) fn take(&mut self, block: &[u8]) {
        self.taken += block.len() as u64;
        match &mut self.state {
            State::Narrow(state) => narrow(self.digest, state, block.as_chunks().0),
            State::Wide(state) => compress512(state, block.as_chunks().0),
        }
    }

    /// The hash of all that was taken and of `message`.
    #[inline(never)]
    pub(crate) fn of(&self, message: &[u8]) -> Output {
        let bits = (self.taken + message.len() as u64) * 8;
        let mut bytes = [0; MAX_LENGTH];
        match &self.state {
            State::Narrow(state) => {
                let mut state = Zeroizing::new(*state);
                padded(message, bits, |blocks| narrow(self.digest, &mut state, blocks));
                for (word, bytes) in state.iter().zip(bytes.as_chunks_mut().0) {
                    *bytes = word.to_be_bytes();
                }
            }
            State::Wide(state) => {
                let mut state = Zeroizing::new(*state);
                padded(message, bits, |blocks| compress512(&mut state, blocks));
                for (word, bytes) in state.iter().zip(bytes.as_chunks_mut().0) {
                    *bytes = word.to_be_bytes();
                }
            }
        }
        Output { bytes, length: self.digest.length() }
    }
}

fn narrow(digest: Digest, state: &mut [u32; 8], blocks: &[[u8; 64]]) {
    match state.first_chunk_mut() {
        Some(state) if digest == Digest::Sha1 => compress1(state, blocks),
        _ => compress256(state, blocks),
    }
}

/// FIPS 180-4 §5.1: the message ‖ 0x80 ‖ zeros ‖ the length of all in bits, of an eighth of a block.
fn padded<const BLOCK: usize>(message: &[u8], bits: u64, mut compress: impl FnMut(&[[u8; BLOCK]])) {
    let (blocks, rest) = message.as_chunks();
    compress(blocks);
    let mut last = [0; BLOCK];
    if let Some((start, [one, ..])) = last.split_at_mut_checked(rest.len()) {
        start.copy_from_slice(rest);
        *one = 0x80;
    }
    if rest.len() >= BLOCK - BLOCK / 8 {
        compress(slice::from_ref(&last));
        last = [0; BLOCK];
    }
    if let Some(length) = last.last_chunk_mut() {
        *length = bits.to_be_bytes();
    }
    compress(slice::from_ref(&last));
    last.as_mut_slice().zeroize();
}

impl Drop for Hash {
    fn drop(&mut self) {
        match &mut self.state {
            State::Narrow(state) => state.as_mut_slice().zeroize(),
            State::Wide(state) => state.as_mut_slice().zeroize(),
        }
    }
}

/// SHA-256.
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    Hash::new(Digest::Sha256).of(message).as_bytes().first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Digest, Hash, sha256};
    use sha1::Sha1;
    use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};

    /// As the crates' own, up to more than two of the longer blocks: all the ways to pad.
    #[test]
    fn of_every_length() {
        let message: Vec<u8> = (0..=255).chain(0..=44).collect();
        for length in 0..=message.len() {
            let message = &message[..length];
            let of = |digest| Hash::new(digest).of(message).as_bytes().to_vec();
            assert_eq!(of(Digest::Sha1), Sha1::digest(message).to_vec(), "{length}");
            assert_eq!(of(Digest::Sha224), Sha224::digest(message).to_vec(), "{length}");
            assert_eq!(of(Digest::Sha256), Sha256::digest(message).to_vec(), "{length}");
            assert_eq!(of(Digest::Sha384), Sha384::digest(message).to_vec(), "{length}");
            assert_eq!(of(Digest::Sha512), Sha512::digest(message).to_vec(), "{length}");
            assert_eq!(sha256(message)[..], Sha256::digest(message)[..], "{length}");
        }
    }
}
