//! HMAC (RFC 2104), keyed once and cloned for each message.

use hmac::digest::common::KeySizeUser;
use hmac::digest::{FixedOutput, InvalidLength, Key, Output, OutputSizeUser, Update};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};
use subtle::{Choice, ConstantTimeEq as _};

/// Plug's five.
pub type HmacSha1 = Outlined<Hmac<Sha1>>;
pub type HmacSha224 = Outlined<Hmac<Sha224>>;
pub type HmacSha256 = Outlined<Hmac<Sha256>>;
pub type HmacSha384 = Outlined<Hmac<Sha384>>;
pub type HmacSha512 = Outlined<Hmac<Sha512>>;

/// The state after the key's own blocks. None of our hashes refuses a key, whatever its length.
pub fn keyed<M: KeyInit>(key: &[u8]) -> Option<M> {
    M::new_from_slice(key).ok()
}

/// The code of `message`.
#[inline(never)]
pub fn of<M: Mac + Clone>(keyed: &Outlined<M>, message: &[u8]) -> Output<M> {
    keyed.0.clone().chain_update(message).finalize().into_bytes()
}

/// An HMAC whose steps are functions of their own. Whatever takes one, PBKDF2 first of all, would otherwise hold each of them again.
#[derive(Clone)]
pub struct Outlined<M>(M);

impl<M: KeySizeUser> KeySizeUser for Outlined<M> {
    type KeySize = M::KeySize;
}

impl<M: KeyInit> KeyInit for Outlined<M> {
    fn new(key: &Key<Self>) -> Self {
        Self(M::new(key))
    }

    #[inline(never)]
    fn new_from_slice(key: &[u8]) -> Result<Self, InvalidLength> {
        M::new_from_slice(key).map(Self)
    }
}

impl<M: Update> Update for Outlined<M> {
    #[inline(never)]
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }
}

impl<M: OutputSizeUser> OutputSizeUser for Outlined<M> {
    type OutputSize = M::OutputSize;
}

impl<M: FixedOutput> FixedOutput for Outlined<M> {
    #[inline(never)]
    fn finalize_into(self, out: &mut Output<Self>) {
        self.0.finalize_into(out);
    }
}

/// Whether both are the same, in constant time. In words, as four comparisons take less than thirty-two.
pub fn equal(code: &[u8], given: &[u8]) -> Choice {
    let (codes, given) = (code.as_chunks::<8>(), given.as_chunks::<8>());
    let words =
        codes.0.iter().zip(given.0).map(|(code, given)| u64::from_le_bytes(*code).ct_eq(&u64::from_le_bytes(*given)));
    words.fold(codes.0.len().ct_eq(&given.0.len()), |all, equal| all & equal) & codes.1.ct_eq(given.1)
}
