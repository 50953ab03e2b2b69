//! Many writes to a session map at once: what they give one after the other (`put` and `delete` in `map.rs`), in one pass.
//!
//! One write finds its key by looking at all of the map, and moves what stands behind it. With thousands of writes that would be
//! thousands of passes.

use std::collections::BTreeMap;

use crate::session::map::{self, SORTED_PAIRS, string_key};
use crate::term::decode::entries;
use crate::term::order::order;

const SORTED: usize = SORTED_PAIRS as usize;

/// A pair of the map, or the place of one that was deleted.
#[derive(Clone, Copy)]
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
    /// Where each string key is in `pairs`, and where a deleted one was.
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
        if let Some(pair) = self.pair(key) {
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
        let Some(pair) = self.pair(key) else {
            return;
        };
        pair.is_there = false;
        self.count -= 1;
        if self.count <= SORTED {
            self.pairs.retain(|pair| pair.is_there);
            if self.count == SORTED {
                // Small enough for term order again, in which strings are last.
                let name = |at: usize| self.pairs.get(at).and_then(|pair| pair.name);
                let by_name = order(self.pairs.len(), &|left, right| name(left).cmp(&name(right)));
                self.pairs = by_name.into_iter().filter_map(|at| self.pairs.get(at).copied()).collect();
            }
            self.find_places();
        }
    }

    /// The pair of a string key, if it is there.
    fn pair(&mut self, key: &[u8]) -> Option<&mut Pair<'a>> {
        let at = *self.places.get(key)?;
        self.pairs.get_mut(at).filter(|pair| pair.is_there)
    }

    /// The value of a string key, as it came or was put.
    pub(crate) fn get(&self, key: &[u8]) -> Option<&'a [u8]> {
        let pair = self.pairs.get(*self.places.get(key)?)?;
        pair.is_there.then_some(pair.value)
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
