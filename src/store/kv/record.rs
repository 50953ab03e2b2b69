//! What the key-value store writes. The format is in [`kv`](crate::store::kv).

use crate::env;
use crate::error::{Error, Reason};
use crate::session::map;
use crate::session::own::Own;
use crate::store::kv::mark;
use crate::store::kv::seal::{NONCE, open_parts, seal_parts};
use crate::store::kv::sid::SessionId;
use crate::store::times::Times;
use crate::term::decode;

/// What every session is written in that says nothing of itself, to the byte as ever.
const PLAIN: u8 = 1;
/// With what the session says of itself between its times and its map.
const WITH_OWN: u8 = 2;

const TIMES: usize = 16;

/// What is in a record.
pub(crate) struct Record {
    pub(crate) times: Times,
    pub(crate) own: Own,
    pub(crate) map: Vec<u8>,
}

/// Seals a session map for the record of `id` under `key`.
pub(crate) fn seal(id: &SessionId, key: &str, times: Times, own: &Own, map: &[u8]) -> Result<Vec<u8>, Error> {
    let mut nonce = [0; NONCE];
    env::random(&mut nonce)?;
    seal_with(nonce, id, key, times, own, map)
}

fn seal_with(
    nonce: [u8; NONCE],
    id: &SessionId,
    key: &str,
    times: Times,
    own: &Own,
    map: &[u8],
) -> Result<Vec<u8>, Error> {
    if own.is_empty() {
        return seal_parts(PLAIN, id, key, nonce, &[&stored(times), map]);
    }
    let own = own.as_bytes();
    // An entry is 257 bytes at most, and no release knows many tags.
    let length = u16::try_from(own.len()).map_err(|_| Error::encode("the session says too much of itself"))?;
    seal_parts(WITH_OWN, id, key, nonce, &[&stored(times), &length.to_le_bytes(), own, map])
}

/// The times as they are in a record.
fn stored(times: Times) -> [u8; TIMES] {
    (u128::from(times.touched) << 64 | u128::from(times.created)).to_le_bytes()
}

/// Opens the record of `id` under `key`. Where a mark stands, says of what, and whether that is a fresh one.
pub(crate) fn open(id: &SessionId, key: &str, record: &[u8], now_ms: u64) -> Result<Record, Reason> {
    let version = match record.first() {
        Some(&version @ (PLAIN | WITH_OWN)) => version,
        Some(&mark::VERSION) if mark::is_revoked(record) => return Err(Reason::Revoked),
        Some(&mark::VERSION) if mark::is_fresh(id, key, record, now_ms) => return Err(Reason::RetiredSid),
        Some(&mark::VERSION) | None => return Err(Reason::UnknownSid),
        Some(_) => return Err(Reason::Undecodable),
    };
    let plain = open_parts(version, id, key, record)?;
    let (times, rest) = plain.split_first_chunk::<TIMES>().ok_or(Reason::Undecodable)?;
    let times = Times::of_note(times).ok_or(Reason::Undecodable)?;
    let (own, map) = if version == PLAIN { (&[][..], rest) } else { parted(rest).ok_or(Reason::Undecodable)? };
    let own = Own::parse(own).ok_or(Reason::Undecodable)?;
    let map = decode::check(map).map_err(|error| error.reason())?;
    if map::is_map(&map) { Ok(Record { times, own, map: map.into_owned() }) } else { Err(Reason::NotAMap) }
}

/// What the session says of itself, and its map.
fn parted(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = rest.split_first_chunk()?;
    rest.split_at_checked(u16::from_le_bytes(*length).into())
}

#[cfg(test)]
mod tests {
    use super::{open, seal_with};
    use crate::session::own::{Own, Tag};
    use crate::store::kv::sid::SessionId;
    use crate::store::kv::sid::hex;
    use crate::store::times::Times;

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
        let record = seal_with(nonce, &id, &key, times, &Own::default(), map).unwrap();
        assert_eq!(
            hex(&record),
            "01404142434445464748494a4b4c4d4e4f5051525354555657e0c5b1ac0d6019515ad20a350678167812701a42da3066bd3bac6be5\
             5277fcc5ae7c7fcc8d06965e0b4645c450004b7e9171834f7a8d9b9173055b662ab9848943a4238c39"
        );
    }

    /// Likewise, of a session that says something of itself.
    #[test]
    fn the_second_format_is_frozen() {
        let id = SessionId::parse(b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8").unwrap();
        let key = id.storage_key("wsf9d56d26-");
        let times = Times { created: 1_795_393_670_000, touched: 1_795_393_671_234 };
        let map = b"\x83t\0\0\0\x02m\0\0\0\x01aa\x01m\0\0\0\x0auser_tokenm\0\0\0\x03\0\xff\x01";
        let nonce = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let own = Own::default()
            .with(Tag::Note, Some("Firefox \u{2019}s".as_bytes()))
            .with(Tag::Owner, Some(b"user:42"))
            .with(Tag::IdleTimeout, Some(&604_800_u32.to_le_bytes()))
            .with(Tag::MaxAge, Some(&2_592_000_u32.to_le_bytes()));
        let record = seal_with(nonce, &id, &key, times, &own, map).unwrap();
        assert_eq!(
            hex(&record),
            "02404142434445464748494a4b4c4d4e4f5051525354555657e0c5b1ac0d6019515ad20a3506781678b2041b46dabf2cbd39a8eabe\
             3a7692c2db0f10cbc457d605736f47d35b0b2406b190032908d5acdc984f99a185e452a1b0db2456d285ff03706cf6af287a9c94e9\
             a18f359457c7d21752dbbc4e1a8eef2bc40555b0577e3dc0ee"
        );
        let opened = open(&id, &key, &record, 0).unwrap();
        assert!(opened.times == times && opened.own == own && opened.map == map);
    }
}
