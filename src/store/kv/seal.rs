//! How what is stored is sealed: under a key of the sid's or of the owner's, bound to its version and its key in the service.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::error::{Error, Reason};
use crate::store::kv::sid::SessionId;

pub(super) const NONCE: usize = 24;
const TAG: usize = 16;

/// Seals some parts, one after the other, by a sid's key.
pub(super) fn seal_parts(
    version: u8,
    id: &SessionId,
    key: &str,
    nonce: [u8; NONCE],
    parts: &[&[u8]],
) -> Result<Vec<u8>, Error> {
    seal_by(id.cipher().as_ref(), version, key, nonce, parts)
}

/// Seals some parts, one after the other.
pub(super) fn seal_by(
    cipher: Option<&XChaCha20Poly1305>,
    version: u8,
    key: &str,
    nonce: [u8; NONCE],
    parts: &[&[u8]],
) -> Result<Vec<u8>, Error> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut record = Vec::with_capacity(1 + NONCE + length + TAG);
    record.push(version);
    record.extend_from_slice(&nonce);
    for part in parts {
        record.extend_from_slice(part);
    }
    let plain = record.get_mut(1 + NONCE..).unwrap_or_default();
    let sealed = cipher.and_then(|cipher| {
        cipher.encrypt_inout_detached(&XNonce::from(nonce), &associated(version, key), plain.into()).ok()
    });
    let tag = sealed.ok_or_else(|| Error::encode("the session is too large to be encrypted"))?;
    record.extend_from_slice(&tag);
    Ok(record)
}

/// What was sealed under `key` with this version, by a sid's key.
pub(super) fn open_parts(version: u8, id: &SessionId, key: &str, record: &[u8]) -> Result<Zeroizing<Vec<u8>>, Reason> {
    open_by(id.cipher().as_ref(), version, key, record)
}

/// What was sealed under `key` with this version.
pub(super) fn open_by(
    cipher: Option<&XChaCha20Poly1305>,
    version: u8,
    key: &str,
    record: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Reason> {
    let (_, rest) = record.split_first().ok_or(Reason::UnknownSid)?;
    let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or(Reason::Undecodable)?;
    let (sealed, tag) = sealed.split_last_chunk::<TAG>().ok_or(Reason::Undecodable)?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    let cipher = cipher.ok_or(Reason::DecryptFailed)?;
    let (nonce, tag) = (XNonce::from(*nonce), Tag::from(*tag));
    cipher
        .decrypt_inout_detached(&nonce, &associated(version, key), plain.as_mut_slice().into(), &tag)
        .map_err(|_| Reason::DecryptFailed)?;
    Ok(plain)
}

/// What a record is bound to, so that none passes for another.
fn associated(version: u8, key: &str) -> Vec<u8> {
    [&[version], key.as_bytes()].concat()
}
