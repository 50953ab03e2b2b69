//! The keys of a map: the order in which `term_to_binary` writes them, and with it `Map.to_list`; and that none is there twice,
//! which `binary_to_term` refuses.
//!
//! Terms can be written in several ways, so the bytes alone don't tell; but the keys that sessions have (strings in ascending
//! order) cost one comparison each.

use crate::term::atom::place;
use crate::term::cursor::Cursor;
use crate::term::head::{Head, head};
use crate::term::order::{order, put_code};
use crate::term::otp::Otp;
use crate::term::tag;

/// Whether the keys, which begin at `keys`, are strings and each is greater than the one before: in order, then, and none twice.
pub(crate) fn are_ascending(bytes: &[u8], keys: &[usize]) -> bool {
    let mut before = None;
    keys.iter().all(|key| {
        let key = simple(bytes, *key).filter(|(tag, _)| *tag == tag::BINARY);
        let is_greater = key > before;
        before = key;
        is_greater
    })
}

/// Whether it is easily seen that no key is there twice: they are all strings, or all atoms, and few or ascending.
pub(crate) fn are_distinct(bytes: &[u8], keys: &[usize]) -> bool {
    const FEW: usize = 32;
    let mut greatest = None;
    keys.iter().enumerate().all(|(at, key)| {
        let key = simple(bytes, *key);
        if at > 0 && key.map(|(tag, _)| tag) != greatest.map(|(tag, _)| tag) {
            return false;
        }
        if key > greatest {
            greatest = key;
            return true;
        }
        at < FEW && key.is_some() && keys.iter().take(at).all(|before| simple(bytes, *before) != key)
    })
}

/// The pairs of a map in order, which goes to the end of `bytes`, if its keys are few strings, none of them twice: they need no codes.
pub(crate) fn sorted_strings(bytes: &[u8], keys: &[usize]) -> Option<Vec<u8>> {
    let ends = keys.iter().skip(1).copied().chain([bytes.len()]);
    let pair = |(key, end): (&usize, usize)| {
        let (_, name) = simple(bytes, *key).filter(|(tag, _)| *tag == tag::BINARY)?;
        Some((name, bytes.get(*key..end)?))
    };
    let mut pairs: Vec<(&[u8], &[u8])> = keys.iter().zip(ends).map(pair).collect::<Option<_>>()?;
    pairs.sort_unstable();
    let is_once = pairs.iter().zip(pairs.iter().skip(1)).all(|((name, _), (next, _))| name != next);
    is_once.then(|| pairs.iter().map(|(_, pair)| *pair).collect::<Vec<_>>().concat())
}

/// The tag and the bytes of a string, or of an atom as OTP 26 writes it. Those of one tag are equal if their bytes are.
fn simple(bytes: &[u8], at: usize) -> Option<(u8, &[u8])> {
    match bytes.get(at..)? {
        [tag @ tag::BINARY, a, b, c, d, text @ ..] => {
            Some((*tag, text.get(..usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).ok()?)?))
        }
        [tag @ tag::SMALL_ATOM_UTF8, length, text @ ..] => Some((*tag, text.get(..usize::from(*length))?)),
        _ => None,
    }
}

/// A map's pairs by their numbers, and whether a key is there twice.
pub(crate) struct Ordered {
    pub(crate) pairs: Vec<usize>,
    pub(crate) has_twice: bool,
}

/// Puts the pairs of a map in order, whose keys begin at `keys`.
///
/// Nothing if `budget` does not suffice: how many bytes of compound keys may be read a second time for it.
pub(crate) fn in_order(bytes: &[u8], keys: &[usize], otp: Otp, budget: &mut usize) -> Option<Ordered> {
    let mut codes = Vec::new();
    let mut starts = Vec::with_capacity(keys.len());
    for key in keys {
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
    out.extend_from_slice(&place.to_be_bytes());
    let end = put_code(bytes, at, otp, budget, out)?;
    if !matches!(head, Head::Int(_) | Head::Atom(_) | Head::Binary(_)) {
        *budget = budget.checked_sub(end - at)?;
    }
    Some(())
}
