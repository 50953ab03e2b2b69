//! What the key-value store writes. The format is in [`kv`](crate::store::kv).

use crate::env;
use crate::error::{Error, Reason};
use crate::session::map;
use crate::store::kv::mark;
use crate::store::kv::seal::{NONCE, open_parts, seal_parts};
use crate::store::kv::sid::SessionId;
use crate::store::kv::times::Times;
use crate::term::decode;

const VERSION: u8 = 1;

const TIMES: usize = 16;

/// Seals a session map for the record of `id` under `key`.
pub(crate) fn seal(id: &SessionId, key: &str, times: Times, map: &[u8]) -> Result<Vec<u8>, Error> {
    let mut nonce = [0; NONCE];
    env::random(&mut nonce)?;
    seal_parts(VERSION, id, key, nonce, [&stored(times), map])
}

/// The times as they are in a record.
fn stored(times: Times) -> [u8; TIMES] {
    (u128::from(times.touched) << 64 | u128::from(times.created)).to_le_bytes()
}

/// Opens the record of `id` under `key`: its times and its session map. Where a mark stands, whether that is a fresh one.
pub(crate) fn open(id: &SessionId, key: &str, record: &[u8], now_ms: u64) -> Result<(Times, Vec<u8>), Reason> {
    match record.first() {
        Some(&VERSION) => {}
        Some(&mark::VERSION) if mark::is_fresh(id, key, record, now_ms) => return Err(Reason::RetiredSid),
        Some(&mark::VERSION) | None => return Err(Reason::UnknownSid),
        Some(_) => return Err(Reason::Undecodable),
    }
    let plain = open_parts(VERSION, id, key, record)?;
    let (times, map) = plain.split_first_chunk::<TIMES>().ok_or(Reason::Undecodable)?;
    let times = Times::of_note(times).ok_or(Reason::Undecodable)?;
    let map = decode::check(map).map_err(|error| error.reason())?;
    if map::is_map(&map) { Ok((times, map.into_owned())) } else { Err(Reason::NotAMap) }
}

#[cfg(test)]
mod tests {
    use super::{VERSION, seal_parts, stored};
    use crate::store::kv::sid::SessionId;
    use crate::store::kv::sid::hex;
    use crate::store::kv::times::Times;

    /// Written by other code (Node's HMAC, SHA-256 and ChaCha20-Poly1305, an `HChaCha20` of its own). `tests/kv_store.rs` opens
    /// the same record. Should this ever fail, it is a new version of the format, and this one is still to be read.
    #[test]
    fn the_format_is_frozen() {
        let id = SessionId::parse(b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").unwrap();
        let key = id.storage_key("wsf9d56d26-");
        assert_eq!(key, "wsf9d56d26-ea866a757e4c38babfa8127cbe9a409d3e1f93a00ff1488ff735fcf917afffd0");
        let times = Times { created: 1_795_393_670_000, touched: 1_795_393_671_234 };
        let map = b"\x83t\0\0\0\x02m\0\0\0\x01aa\x01m\0\0\0\x0auser_tokenm\0\0\0\x03\0\xff\x01";
        let nonce = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let record = seal_parts(VERSION, &id, &key, nonce, [&stored(times), map]).unwrap();
        assert_eq!(
            hex(&record),
            "01404142434445464748494a4b4c4d4e4f5051525354555657e0c5b1ac0d6019515ad20a350678167812701a42da3066bd3bac6be5\
             5277fcc5ae7c7fcc8d06965e0b4645c450004b7e9171834f7a8d9b9173055b662ab9848943a4238c39"
        );
    }
}
