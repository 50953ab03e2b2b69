//! Many writes to a session map at once: what they give one after the other (`put` and `delete` in `map.rs`), in one pass.
//!
//! One write finds its key by looking at all of the map, and moves what stands behind it. With thousands of writes that would be
//! thousands of passes.

use std::collections::BTreeMap;

use crate::session::map::{self, SORTED_PAIRS, string_key};
use crate::term::decode::entries;

const SORTED: usize = SORTED_PAIRS as usize;

/// A pair of the map, or the place of one that was deleted.
struct Pair<'a> {
    /// The key's term as it came; none for a new key.
    term: Option<&'a [u8]>,
    /// What the key is, if it is a string.
    name: Option<&'a [u8]>,
    value: &'a [u8],
    is_there: bool,
}

/// A map that is being written.
pub(crate) struct Merge<'a> {
    pairs: Vec<Pair<'a>>,
    /// Where each string key is in `pairs`.
    places: BTreeMap<&'a [u8], usize>,
    count: usize,
}

impl<'a> Merge<'a> {
    /// Of bytes that are no map: an empty one.
    pub(crate) fn new(map: &'a [u8]) -> Self {
        let mut pairs = Vec::new();
        for (term, value) in entries(map) {
            pairs.push(Pair { term: Some(term), name: string_key(term), value, is_there: true });
        }
        let mut merge = Self { count: pairs.len(), pairs, places: BTreeMap::new() };
        merge.find_places();
        merge
    }

    pub(crate) fn put(&mut self, key: &'a [u8], value: &'a [u8]) {
        if let Some(pair) = self.places.get(key).and_then(|at| self.pairs.get_mut(*at)) {
            pair.value = value;
            return;
        }
        let new = Pair { term: None, name: Some(key), value, is_there: true };
        let is_after = |pair: &Pair<'_>| pair.name.is_some_and(|name| name > key);
        // Few pairs stand in term order; and of them none is a place that was left.
        let place = if self.count < SORTED { self.pairs.iter().position(is_after) } else { None };
        self.count += 1;
        if let Some(place) = place {
            self.pairs.insert(place, new);
            self.find_places();
        } else {
            self.places.insert(key, self.pairs.len());
            self.pairs.push(new);
        }
    }

    pub(crate) fn delete(&mut self, key: &[u8]) {
        let Some(at) = self.places.remove(key) else {
            return;
        };
        if let Some(pair) = self.pairs.get_mut(at) {
            pair.is_there = false;
        }
        self.count -= 1;
        if self.count <= SORTED {
            self.pairs.retain(|pair| pair.is_there);
            if self.count == SORTED {
                // Small enough for term order again, in which strings are last.
                self.pairs.sort_by(|left, right| left.name.cmp(&right.name));
            }
            self.find_places();
        }
    }

    fn find_places(&mut self) {
        self.places.clear();
        for (at, pair) in self.pairs.iter().enumerate() {
            // Of a key that is there twice, the first counts.
            if let Some(name) = pair.name.filter(|_| pair.is_there) {
                self.places.entry(name).or_insert(at);
            }
        }
    }

    /// The map with its version byte.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        let mut bytes = map::EMPTY.to_vec();
        let mut count = 0;
        for pair in self.pairs.iter().filter(|pair| pair.is_there) {
            map::push_pair(pair.term, pair.name.unwrap_or_default(), pair.value, &mut bytes);
            count += 1;
        }
        map::set_pairs(&mut bytes, 0, count);
        bytes
    }
}
