//! What stands for a while where a session was dropped or renewed: a late request that brings its sid is told by it.
//!
//! ```text
//! mark   0 (1) ‖ nonce (24) ‖ XChaCha20-Poly1305(when it was made, u64 le) ‖ tag (16)
//!        under the record's key, associated data 0 ‖ key
//! ```
//!
//! Who revokes the sessions of an owner knows no sid, and can't seal one: its mark is
//!
//! ```text
//! mark   0 (1) ‖ when it was made, u64 le ‖ random (16)
//! ```
//!
//! It has the version 0 of a record, and so opens as none. There is nothing in it but a time: it is no way into the session that
//! goes on under another sid. Its browser was given no other sid, so that what it sends is not late: it may begin a session at once. What older releases wrote there, one zero byte with or without others, says only that the session is over.

use crate::env;
use crate::error::Error;
use crate::store::kv::seal;
use crate::store::kv::sid::SessionId;

/// The version byte of a mark.
pub(crate) const VERSION: u8 = 0;

/// How long the mark of a session is that was revoked.
const REVOKED: usize = 25;

/// For so long a request with the sid is late: it was sent before its browser had the answer that renewed or dropped the session.
/// After it the sid is as good as one that nobody gave out, so that a browser that never got that answer isn't refused for long.
const LATE_MS: u64 = 60_000;

/// The mark of a session that is dropped or renewed now.
pub(crate) fn seal(id: &SessionId, key: &str, now_ms: u64) -> Result<Vec<u8>, Error> {
    let mut nonce = [0; seal::NONCE];
    env::random(&mut nonce)?;
    seal::seal_parts(VERSION, id, key, nonce, &[&now_ms.to_le_bytes()])
}

/// The mark of a session that somebody revokes who knows no sid; no other mark is the same.
pub(crate) fn revoked(now_ms: u64) -> Result<Vec<u8>, Error> {
    let mut mark = vec![0; REVOKED];
    if let Some(random) = mark.get_mut(9..) {
        env::random(random)?;
    }
    mark.iter_mut().skip(1).zip(now_ms.to_le_bytes()).for_each(|(byte, time)| *byte = time);
    Ok(mark)
}

/// Whether what has the version of a mark is that of a session that was dropped or renewed a moment ago.
pub(crate) fn is_fresh(id: &SessionId, key: &str, mark: &[u8], now_ms: u64) -> bool {
    let made = seal::open_parts(VERSION, id, key, mark).ok().and_then(|plain| plain.as_slice().try_into().ok());
    made.map(u64::from_le_bytes).is_some_and(|made| now_ms.saturating_sub(made) < LATE_MS)
}

/// Whether what has the version of a mark is that of a session that was revoked.
pub(crate) fn is_revoked(mark: &[u8]) -> bool {
    mark.len() == REVOKED
}

#[cfg(test)]
mod tests {
    use super::{VERSION, is_fresh, is_revoked, revoked};
    use crate::store::kv::seal::seal_parts;
    use crate::store::kv::sid::SessionId;
    use crate::store::kv::sid::hex;

    /// Written by other code, as the record of `record.rs`. Should this ever fail, the marks of a release before are no longer known: browsers are logged out by their late requests.
    #[test]
    fn the_format_is_frozen() {
        let id = SessionId::parse(b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").unwrap();
        let key = id.storage_key("wsf9d56d26-");
        let nonce = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let now_ms = 1_795_393_670_000_u64;
        let mark = seal_parts(VERSION, &id, &key, nonce, &[&now_ms.to_le_bytes()]).unwrap();
        assert_eq!(
            hex(&mark),
            "00404142434445464748494a4b4c4d4e4f5051525354555657e0c5b1ac0d601951ae83d50d2030c4aefdf5cd9f02d2afc2"
        );
        assert!(is_fresh(&id, &key, &mark, now_ms + 59_999) && !is_fresh(&id, &key, &mark, now_ms + 60_000));
        // A clock that is behind takes it for fresh.
        assert!(is_fresh(&id, &key, &mark, now_ms - 600_000));
    }

    #[test]
    fn so_is_that_of_a_session_that_was_revoked() {
        let id = SessionId::parse(b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").unwrap();
        let key = id.storage_key("wsf9d56d26-");
        let now_ms = 1_795_393_670_000_u64;
        let mark = [&[VERSION][..], &now_ms.to_le_bytes(), &[7; 16]].concat();
        let made = revoked(now_ms).unwrap();
        assert_eq!((&made[..9], made.len()), (&mark[..9], 25));
        assert_ne!(made, revoked(now_ms).unwrap());
        assert!(is_revoked(&made) && !is_fresh(&id, &key, &made, now_ms));
        assert!(is_revoked(&mark) && !is_fresh(&id, &key, &mark, now_ms));
        assert!(!is_revoked(&mark[..24]), "shorter");
        assert!(!is_revoked(&[&mark[..], &[0]].concat()), "longer");
    }
}
