//! The order in which `term_to_binary` writes a map's pairs, and with it `Map.to_list`.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::error::Error;
use crate::term::Term;
use crate::term_encode::{Otp, encode_as_is};
use crate::term_keys::sorted;
use crate::term_order::{compare, order};

/// Up to here a map is kept in the order of its keys (`MAP_SMALL_MAP_LIMIT`), above it in the order of Erlang's hash.
const SORTED_PAIRS: usize = 32;

/// Atoms that are keys of Elixir's own structs, in the order of a VM's atom table.
///
/// From OTP 26 on, a small map has its atom keys in the order in which the VM first met the atoms, and that may differ from
/// VM to VM. These atoms are met while the VM and Elixir start, so this order (OTP 27, Elixir 1.18) is as good as fixed.
const ATOM_TABLE: &[&str] = &[
    "true",
    "error",
    "first",
    "id",
    "message",
    "microsecond",
    "name",
    "nil",
    "ok",
    "port",
    "re_pattern",
    "scheme",
    "second",
    "version",
    "exp",
    "last",
    "major",
    "map",
    "minor",
    "path",
    "host",
    "opts",
    "source",
    "step",
    "build",
    "calendar",
    "month",
    "__struct__",
    "day",
    "year",
    "minute",
    "hour",
    "time_zone",
    "zone_abbr",
    "utc_offset",
    "std_offset",
    "sign",
    "coef",
    "query",
    "fragment",
    "authority",
    "userinfo",
    "pre",
    "patch",
    "re_version",
    "__exception__",
    "__meta__",
];

/// The pairs in order if they are up to 32, else as they are. An error if a key is there twice.
///
/// `key_bytes`: how many bytes of compound keys may be looked at for it; counted down.
pub(crate) fn in_order<'a>(
    pairs: &'a [(Term, Term)],
    otp: Otp,
    key_bytes: &mut usize,
) -> Result<Vec<&'a (Term, Term)>, Error> {
    if pairs.windows(2).all(|pairs| matches!(pairs, [(left, _), (right, _)] if are_ascending_strings(left, right))) {
        return Ok(pairs.iter().collect());
    }
    let keys: Vec<_> = pairs.iter().map(|(key, _)| Key::new(key, otp, key_bytes)).collect::<Result<_, Error>>()?;
    let compare = |left: usize, right: usize| match (keys.get(left), keys.get(right)) {
        (Some(left), Some(right)) => left.place.cmp(&right.place).then_with(|| compare(&left.term, &right.term)),
        _ => Ordering::Equal,
    };
    let by_key = order(pairs.len(), &compare);
    if by_key.windows(2).any(|keys| matches!(keys, [left, right] if compare(*left, *right) == Ordering::Equal)) {
        return Err(Error::encode("a map has the same key twice"));
    }
    if pairs.len() > SORTED_PAIRS {
        return Ok(pairs.iter().collect());
    }
    Ok(by_key.into_iter().filter_map(|at| pairs.get(at)).collect())
}

fn are_ascending_strings(left: &Term, right: &Term) -> bool {
    matches!((left, right), (Term::Binary(left), Term::Binary(right)) if left < right)
}

/// A key, ready to be compared: first by its place, then as a term.
struct Key<'a> {
    place: usize,
    term: Cow<'a, Term>,
}

impl<'a> Key<'a> {
    fn new(term: &'a Term, otp: Otp, key_bytes: &mut usize) -> Result<Self, Error> {
        // Numbers, then atoms, then the rest.
        let place = match term {
            Term::Int(_) | Term::Big(_) | Term::Float(_) => 0,
            Term::Atom(name) => match otp {
                Otp::Otp25 => 1,
                Otp::Otp26 => 1 + ATOM_TABLE.iter().position(|known| known == name).unwrap_or(ATOM_TABLE.len()),
            },
            Term::Binary(_)
            | Term::Bits { .. }
            | Term::List(_)
            | Term::Improper(..)
            | Term::Tuple(_)
            | Term::Map(_)
            | Term::Opaque(_) => usize::MAX,
        };
        let is_compound = matches!(term, Term::List(_) | Term::Improper(..) | Term::Tuple(_) | Term::Map(_));
        let term = if is_compound { Cow::Owned(with_sorted_maps(term, key_bytes)?) } else { Cow::Borrowed(term) };
        Ok(Self { place, term })
    }
}

/// Comparing takes maps whose keys are in order; those inside a key may not be.
fn with_sorted_maps(term: &Term, key_bytes: &mut usize) -> Result<Term, Error> {
    let bytes = encode_as_is(term)?;
    let left = key_bytes.checked_sub(bytes.len());
    *key_bytes = left.ok_or_else(|| Error::encode("maps in the keys of maps are too large to compare"))?;
    sorted(&bytes).ok_or_else(|| Error::encode("a map's key is too large to compare"))
}
