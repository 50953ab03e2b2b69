//! The session map as term bytes: find a key, splice a value, leave the rest as it is.
//!
//! Keys are strings, that is `BINARY_EXT` (109). What has another key (an atom, say) stays in the map and is out of reach, as
//! in Plug. Up to 32 pairs stand in term order, as `term_to_binary` writes them; above that Erlang's order is that of its own
//! hash, so a new key goes to the end. Bytes that are no map are taken for an empty one.
//!
//! ```
//! use waxseal::session::map;
//! use waxseal::term;
//!
//! let bytes = term::to_vec(&std::collections::BTreeMap::from([("user", 7)]))?;
//! assert!(map::is_map(&bytes) && map::is_map(map::EMPTY));
//! assert_eq!(map::get(&bytes, b"user"), Some(&b"a\x07"[..]));
//! assert_eq!((map::pairs(&bytes), map::string_entries(&bytes).count()), (1, 1));
//! map::check_readable(&bytes)?;
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use std::ops::Range;

use crate::error::Error;
use crate::term::decode::{self, DEPTH, entries};
use crate::term::order::order;

/// An empty map with its version byte.
pub const EMPTY: &[u8] = &[VERSION, MAP_EXT, 0, 0, 0, 0];

const VERSION: u8 = 131;
const MAP_EXT: u8 = 116;
const LIST_EXT: u8 = 108;
const BINARY_EXT: u8 = 109;
const BIT_BINARY_EXT: u8 = 77;

/// `MAP_SMALL_MAP_LIMIT` of the BEAM: up to here a map is kept, and written, in term order.
pub(crate) const SORTED_PAIRS: u32 = 32;

/// Whether these checked bytes are a map.
#[must_use]
pub fn is_map(term: &[u8]) -> bool {
    term.starts_with(&[VERSION, MAP_EXT])
}

/// The value of a string key, as one term without a version byte.
#[must_use]
pub fn get<'a>(map: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    entries(map).find(|(found, _)| string_key(found) == Some(key)).map(|(_, value)| value)
}

/// What begins with the value of a string key, up to the end of the map: less work than to find where it ends.
pub(crate) fn from_value<'a>(map: &'a [u8], key: &[u8]) -> Option<&'a [u8]> {
    decode::from_value(map, |found| string_key(found) == Some(key))
}

/// The pairs that have a string for a key: the string's bytes, and the value's term without a version byte.
pub fn string_entries(map: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    entries(map).filter_map(|(key, value)| string_key(key).map(|key| (key, value)))
}

/// Refuses a map that could not be read back: it nests too deep, or has too many parts.
///
/// # Errors
///
/// What it has too much of.
pub fn check_readable(map: &[u8]) -> Result<(), Error> {
    // A level takes two bytes at least, and all other bounds are wider: what is smaller is within them, and most sessions are.
    if map.len() <= 2 * DEPTH {
        return Ok(());
    }
    decode::check(map).map(drop).map_err(|error| Error::encode(format!("the session could not be read back: {error}")))
}

/// Puts `value` under a string key of the map that starts at `map_at` and goes to the end of `bytes`.
pub(crate) fn put(bytes: &mut Vec<u8>, map_at: usize, key: &[u8], value: &[u8]) {
    if bytes.get(map_at..).is_none_or(|map| map.len() < EMPTY.len() || !is_map(map)) {
        bytes.truncate(map_at);
        bytes.extend_from_slice(EMPTY);
    }
    let Place { pair, value: old, pairs } = locate(bytes, map_at, key);
    if !pair.is_empty() {
        replace(bytes, old, &[value]);
    } else if let Ok(length) = u32::try_from(key.len()) {
        replace(bytes, pair, &[&[BINARY_EXT], &length.to_be_bytes(), key, value]);
        set_pairs(bytes, map_at, pairs.saturating_add(1));
    }
}

/// Adds a pair to the end of `bytes`: the key's term, or the term of a string.
pub(crate) fn push_pair(term: Option<&[u8]>, name: &[u8], value: &[u8], bytes: &mut Vec<u8>) {
    if let Some(term) = term {
        bytes.extend_from_slice(term);
    } else {
        bytes.push(BINARY_EXT);
        bytes.extend_from_slice(&u32::try_from(name.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(name);
    }
    bytes.extend_from_slice(value);
}

/// Takes a string key out of the map that starts at `map_at` and goes to the end of `bytes`.
pub(crate) fn delete(bytes: &mut Vec<u8>, map_at: usize, key: &[u8]) {
    let Place { pair, pairs, .. } = locate(bytes, map_at, key);
    if pair.is_empty() {
        return;
    }
    replace(bytes, pair, &[]);
    let pairs = pairs.saturating_sub(1);
    set_pairs(bytes, map_at, pairs);
    // Small enough for term order again.
    if pairs == SORTED_PAIRS {
        sort(bytes, map_at);
    }
}

/// Brings the strings, which come last in term order, into it. What is no string stays in its place among its like.
fn sort(bytes: &mut Vec<u8>, map_at: usize) {
    let mut sorted = Vec::with_capacity(bytes.len());
    let map = bytes.get(map_at..).unwrap_or_default();
    let pairs: Vec<_> = entries(map).collect();
    let name = |at: usize| pairs.get(at).and_then(|(key, _)| string_key(key));
    let by_name = order(pairs.len(), &|left, right| name(left).cmp(&name(right)));
    for (key, value) in by_name.into_iter().filter_map(|at| pairs.get(at)) {
        sorted.extend_from_slice(key);
        sorted.extend_from_slice(value);
    }
    bytes.truncate(map_at + EMPTY.len());
    bytes.extend_from_slice(&sorted);
}

/// Where the pair of a key is, and in it the value. Both are empty, and where the pair would go, if there is none.
struct Place {
    pair: Range<usize>,
    value: Range<usize>,
    /// How many there are in the map.
    pairs: u32,
}

fn locate(bytes: &[u8], map_at: usize, key: &[u8]) -> Place {
    let map = bytes.get(map_at..).unwrap_or_default();
    let pairs = pairs(map);
    let mut at = map_at + EMPTY.len();
    let mut insert_at = None;
    for (found_key, found_value) in entries(map) {
        let value_at = at + found_key.len();
        let end = value_at + found_value.len();
        if string_key(found_key) == Some(key) {
            return Place { pair: at..end, value: value_at..end, pairs };
        }
        if insert_at.is_none() && is_after(found_key, key) {
            insert_at = Some(at);
        }
        at = end;
    }
    let at = insert_at.filter(|_| pairs < SORTED_PAIRS).unwrap_or(at);
    Place { pair: at..at, value: at..at, pairs }
}

/// Puts other bytes into the place of some, all at once: what there was is copied a single time.
pub(crate) fn replace(bytes: &mut Vec<u8>, old: Range<usize>, new: &[&[u8]]) {
    let (Some(before), Some(after)) = (bytes.get(..old.start), bytes.get(old.end..)) else {
        return;
    };
    let length: usize = new.iter().map(|piece| piece.len()).sum();
    let mut replaced = Vec::with_capacity(before.len() + length + after.len());
    replaced.extend_from_slice(before);
    for piece in new {
        replaced.extend_from_slice(piece);
    }
    replaced.extend_from_slice(after);
    *bytes = replaced;
}

/// The number of pairs.
#[must_use]
pub fn pairs(map: &[u8]) -> u32 {
    map.get(2..).and_then(<[u8]>::first_chunk).map_or(0, |field| u32::from_be_bytes(*field))
}

pub(crate) fn set_pairs(bytes: &mut [u8], map_at: usize, pairs: u32) {
    if let Some(field) = bytes.get_mut(map_at + 2..).and_then(<[u8]>::first_chunk_mut) {
        *field = pairs.to_be_bytes();
    }
}

/// The bytes of a key that is a binary. A bitstring of whole bytes is one too, however it is written.
pub(crate) fn string_key(key: &[u8]) -> Option<&[u8]> {
    // A list without items is its tail.
    let mut key = key;
    while let [LIST_EXT, 0, 0, 0, 0, tail @ ..] = key {
        key = tail;
    }
    match key {
        [BINARY_EXT, _, _, _, _, text @ ..] | [BIT_BINARY_EXT, _, _, _, _, 8, text @ ..] => Some(text),
        [BIT_BINARY_EXT, 0, 0, 0, 0, 0] => Some(&[]),
        _ => None,
    }
}

/// Whether `found` comes after the string `key` in the order of terms, in which bitstrings are last.
fn is_after(found: &[u8], key: &[u8]) -> bool {
    string_key(found).is_some_and(|found| found > key)
}
