//! The keys of a map: the order in which `term_to_binary` writes them, and with it `Map.to_list`; and that none is there twice,
//! which `binary_to_term` refuses.
//!
//! Terms can be written in several ways, so the bytes alone don't tell; but the keys that sessions have (strings in ascending
//! order) cost one comparison each.

use crate::term_atom::place;
use crate::term_encode::Otp;
use crate::term_head::{Cursor, Head, head, tag};
use crate::term_order::{order, put_code};
use crate::term_put::put;

/// Whether the keys are strings and each is greater than the one before: in order, then, and none twice. `terms` are the places
/// of keys and values in turn.
pub(crate) fn are_ascending(bytes: &[u8], terms: &[usize]) -> bool {
    let mut before = None;
    for [key, _] in terms.as_chunks().0 {
        let Some([tag::BINARY, a, b, c, d, text @ ..]) = bytes.get(*key..) else {
            return terms.len() <= 2;
        };
        let length = usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
        let text = text.get(..length);
        if text <= before {
            return false;
        }
        before = text;
    }
    true
}

/// A map's pairs by their numbers, and whether a key is there twice.
pub(crate) struct Ordered {
    pub(crate) pairs: Vec<usize>,
    pub(crate) has_twice: bool,
}

/// Puts the pairs of a map in order. `terms` are the places of its keys and values in turn.
///
/// Nothing if `budget` does not suffice: how many bytes of compound keys may be read a second time for it.
pub(crate) fn in_order(bytes: &[u8], terms: &[usize], otp: Otp, budget: &mut usize) -> Option<Ordered> {
    let mut codes = Vec::new();
    let mut starts = Vec::with_capacity(terms.len() / 2);
    for [key, _] in terms.as_chunks().0 {
        starts.push(codes.len());
        put_key(bytes, *key, otp, budget, &mut codes)?;
    }
    let code = |at: usize| codes.get(*starts.get(at)?..*starts.get(at + 1).unwrap_or(&codes.len()));
    let pairs = order(starts.len(), &|left, right| code(left).cmp(&code(right)));
    let has_twice = pairs.iter().zip(pairs.iter().skip(1)).any(|(left, right)| code(*left) == code(*right));
    Some(Ordered { pairs, has_twice })
}

/// Adds what tells the place of a key among others: numbers, then atoms, then the rest.
fn put_key(bytes: &[u8], at: usize, otp: Otp, budget: &mut usize, out: &mut Vec<u8>) -> Option<()> {
    let mut cursor = Cursor::new(bytes, at);
    let head = head(&mut cursor).ok()?;
    let place = match &head {
        Head::Int(_) | Head::Big(..) | Head::Float(_) => 0,
        Head::Atom(_) if otp == Otp::Otp25 => 1,
        Head::Atom(name) => u16::try_from(place(&name.utf8())).map_or(u16::MAX - 1, |place| 1 + place),
        Head::Binary(_)
        | Head::Bits(..)
        | Head::Opaque(_)
        | Head::Nil
        | Head::String(_)
        | Head::List(_)
        | Head::Tuple(_)
        | Head::Map(_) => u16::MAX,
    };
    put(&place.to_be_bytes(), out);
    let end = put_code(bytes, at, budget, out)?;
    if !matches!(head, Head::Int(_) | Head::Atom(_) | Head::Binary(_)) {
        *budget = budget.checked_sub(end - at)?;
    }
    Some(())
}
