//! No map has a key twice: `binary_to_term` refuses one that has.
//!
//! Terms can be written in several ways, so the bytes alone don't tell; but the keys that sessions have (strings in ascending
//! order) cost one comparison each. Others are compared as what they mean, and only compound keys are built for it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use crate::term::Term;
use crate::term_build::Terms;
use crate::term_decode::{KEY_BYTES, Kind};
use crate::term_head::{Cursor, Head, head, tag};
use crate::term_order::{compare, order};
use crate::term_read::read;

/// The keys of all the maps that are being read: where each is.
pub(crate) struct Keys {
    found: Vec<Range<usize>>,
    /// How many bytes of compound keys may still be read a second time. Nothing: no key is looked at.
    budget: Option<usize>,
}

/// A map among [`Keys`].
pub(crate) struct Mark {
    first: usize,
    /// Whether its keys so far are strings and each is greater than the one before.
    ascending: bool,
}

impl Keys {
    pub(crate) const fn new() -> Self {
        Self { found: Vec::new(), budget: Some(KEY_BYTES) }
    }

    /// For terms that were checked before.
    pub(crate) const fn unchecked() -> Self {
        Self { found: Vec::new(), budget: None }
    }

    /// Begins a map.
    pub(crate) const fn mark(&self) -> Mark {
        Mark { first: self.found.len(), ascending: true }
    }

    /// Adds the next key of a map.
    pub(crate) fn push(&mut self, mark: &mut Mark, key: Range<usize>, bytes: &[u8]) {
        if self.budget.is_none() {
            return;
        }
        let found = self.found.get(mark.first..).and_then(<[_]>::last);
        mark.ascending = mark.ascending
            && match (found.map(|found| string(bytes, found)), string(bytes, &key)) {
                (_, None) | (Some(None), _) => false,
                (None, Some(_)) => true,
                (Some(Some(found)), Some(key)) => found < key,
            };
        self.found.push(key);
    }

    /// Ends a map: an error if it has a key twice.
    pub(crate) fn check(&mut self, mark: &Mark, bytes: &[u8]) -> Result<(), Kind> {
        let keys = self.found.get(mark.first..).unwrap_or_default();
        if keys.len() > 1 && !mark.ascending && !plain_differ(keys, bytes) {
            let length = keys.iter().map(Range::len).sum();
            self.budget = self.budget.map(|budget| budget.checked_sub(length).ok_or(Kind::Keys)).transpose()?;
            let terms: Vec<Term> = keys.iter().filter_map(|key| sorted(bytes.get(key.clone())?)).collect();
            if !differ(&terms, &compare) {
                return Err(Kind::Malformed);
            }
        }
        self.found.truncate(mark.first);
        Ok(())
    }
}

/// The bytes of a string.
fn string<'a>(bytes: &'a [u8], key: &Range<usize>) -> Option<&'a [u8]> {
    match bytes.get(key.clone())? {
        [tag::BINARY, _, _, _, _, string @ ..] => Some(string),
        _ => None,
    }
}

/// A key without anything nested in it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Plain<'a> {
    Int(i64),
    Atom(Cow<'a, str>),
    Binary(&'a [u8]),
}

/// Whether the keys are all plain and all different.
fn plain_differ(keys: &[Range<usize>], bytes: &[u8]) -> bool {
    let plain = |key: &Range<usize>| {
        let head = head(&mut Cursor::new(bytes, key.start)).ok()?;
        if let Head::Int(int) = head {
            Some(Plain::Int(int))
        } else if let Head::Atom(name) = head {
            Some(Plain::Atom(name))
        } else if let Head::Binary(bytes) = head {
            Some(Plain::Binary(bytes))
        } else {
            None
        }
    };
    keys.iter().map(plain).collect::<Option<Vec<_>>>().is_some_and(|keys| differ(&keys, &Plain::cmp))
}

/// Whether no two are equal.
fn differ<T>(keys: &[T], compare: &dyn Fn(&T, &T) -> Ordering) -> bool {
    let compare = |left: usize, right: usize| match (keys.get(left), keys.get(right)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    };
    let equal = |keys: &[usize]| matches!(keys, [left, right] if compare(*left, *right) == Ordering::Equal);
    !order(keys.len(), &compare).windows(2).any(equal)
}

/// A term that was checked before, with the keys of every map in it in order, so that it can be compared.
pub(crate) fn sorted(term: &[u8]) -> Option<Term> {
    read(&mut Cursor::new(term, 0), &mut Terms { sorted: true }, Keys::unchecked()).ok()
}
