//! HMAC (RFC 2104), keyed once and cloned for each message.

use ctutils::{Choice, CtEq as _};
use hmac::digest::common::KeySizeUser;
use hmac::digest::{FixedOutput, InvalidLength, Key, Output, OutputSizeUser, Update};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use hmac::{KeyInit, Mac};
    use serde_json::Value;

    use super::{Outlined, equal, keyed, of};

    fn hex(text: &Value) -> Vec<u8> {
        let text = text.as_str().unwrap();
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
    }

    /// How many of a file's codes are right and wrong, as they should be. Some are cut off.
    fn rows<M: Mac + KeyInit + Clone>(file: &Value) -> (usize, usize) {
        let (mut right, mut wrong) = (0, 0);
        for row in file.as_array().unwrap() {
            let [key, message, code] = [&row[1], &row[2], &row[3]].map(hex);
            let mac = of(&keyed::<Outlined<M>>(&key).unwrap(), &message);
            let is_right = bool::from(equal(&mac[..code.len()], &code));
            assert_eq!(is_right, row[4] == "valid", "{}", row[0]);
            if is_right { right += 1 } else { wrong += 1 }
        }
        (right, wrong)
    }

    /// Project Wycheproof's.
    #[test]
    fn vectors() {
        let path = format!("{}/tests/wycheproof/vectors.json", env!("CARGO_MANIFEST_DIR"));
        let files: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(rows::<hmac::Hmac<sha1::Sha1>>(&files["hmac_sha1"]), (66, 104));
        assert_eq!(rows::<hmac::Hmac<sha2::Sha224>>(&files["hmac_sha224"]), (66, 106));
        assert_eq!(rows::<hmac::Hmac<sha2::Sha256>>(&files["hmac_sha256"]), (66, 108));
        assert_eq!(rows::<hmac::Hmac<sha2::Sha384>>(&files["hmac_sha384"]), (66, 108));
        assert_eq!(rows::<hmac::Hmac<sha2::Sha512>>(&files["hmac_sha512"]), (66, 108));
    }

    #[test]
    fn equal_to_the_last_byte_and_in_length() {
        let code: Vec<u8> = (0..69).collect();
        for length in 0..code.len() {
            let code = &code[..length];
            assert!(bool::from(equal(code, code)));
            assert!(
                !bool::from(equal(code, &[code, b"0"].concat())) && !bool::from(equal(&[code, b"0"].concat(), code))
            );
            // A word more, and a word less.
            assert!(!bool::from(equal(code, &[code, b"01234567"].concat())));
            for at in 0..length {
                for bit in 0..8 {
                    let mut other = code.to_vec();
                    other[at] ^= 1 << bit;
                    assert!(!bool::from(equal(code, &other)), "{length} {at} {bit}");
                }
            }
        }
    }
}
