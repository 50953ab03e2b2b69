//! HMAC (RFC 2104), keyed once and copied for each message.

use subtle::{Choice, ConstantTimeEq as _};
use zeroize::Zeroize as _;

use crate::hash::{Digest, Hash, MAX_BLOCK, Output};

/// A key, as the two states after its own blocks. A key may be of any length.
#[derive(Clone)]
pub struct Hmac {
    inner: Hash,
    outer: Hash,
}

impl Hmac {
    pub fn new(digest: Digest, key: &[u8]) -> Self {
        if key.len() > digest.block() {
            return Self::new(digest, Hash::new(digest).of(key).as_bytes());
        }
        Self { inner: padded(digest, key, 0x36), outer: padded(digest, key, 0x5c) }
    }

    /// The code of `message`.
    #[inline(never)]
    pub fn of(&self, message: &[u8]) -> Output {
        self.outer.of(self.inner.of(message).as_bytes())
    }

    /// The bytes of a code.
    pub const fn length(&self) -> usize {
        self.inner.digest().length()
    }
}

#[inline(never)]
fn padded(digest: Digest, key: &[u8], pad: u8) -> Hash {
    let mut block = [pad; MAX_BLOCK];
    let mut hash = Hash::new(digest);
    let block = block.get_mut(..digest.block()).unwrap_or_default();
    for (byte, key) in block.iter_mut().zip(key) {
        *byte ^= key;
    }
    hash.take(block);
    block.zeroize();
    hash
}

/// Whether both are the same, in constant time. In words, as four comparisons take less than thirty-two.
pub fn equal(code: &[u8], given: &[u8]) -> Choice {
    let (codes, given) = (code.as_chunks::<8>(), given.as_chunks::<8>());
    let words =
        codes.0.iter().zip(given.0).map(|(code, given)| u64::from_le_bytes(*code).ct_eq(&u64::from_le_bytes(*given)));
    words.fold(codes.0.len().ct_eq(&given.0.len()), |all, equal| all & equal) & codes.1.ct_eq(given.1)
}

#[cfg(test)]
mod tests {
    use super::Hmac;
    use crate::hash::Digest;
    use sha1::Sha1;
    use sha2::{Sha224, Sha256, Sha384, Sha512};

    fn by_crate<M: hmac::KeyInit + hmac::Mac>(key: &[u8], message: &[u8]) -> Vec<u8> {
        <M as hmac::KeyInit>::new_from_slice(key).unwrap().chain_update(message).finalize().into_bytes().to_vec()
    }

    /// As the crate `hmac` has it, for keys of up to more than a block and messages of up to more than two.
    #[test]
    fn of_every_length() {
        let bytes: Vec<u8> = (0..=255).chain(0..=44).collect();
        for length in 0..=bytes.len() {
            let (message, key) = bytes.split_at(length);
            let of = |digest| Hmac::new(digest, key).of(message).as_bytes().to_vec();
            assert_eq!(of(Digest::Sha1), by_crate::<hmac::Hmac<Sha1>>(key, message), "{length}");
            assert_eq!(of(Digest::Sha224), by_crate::<hmac::Hmac<Sha224>>(key, message), "{length}");
            assert_eq!(of(Digest::Sha256), by_crate::<hmac::Hmac<Sha256>>(key, message), "{length}");
            assert_eq!(of(Digest::Sha384), by_crate::<hmac::Hmac<Sha384>>(key, message), "{length}");
            assert_eq!(of(Digest::Sha512), by_crate::<hmac::Hmac<Sha512>>(key, message), "{length}");
        }
    }
}
