//! Erlang's external term format, written: the bytes of `term_to_binary/1`.
//!
//! See "External Term Format" in OTP's documentation, and `enc_term` in `erts/emulator/beam/external.c`.

use std::iter::Chain;
use std::{slice, vec};

use crate::error::Error;
use crate::term::{Term, significant};
use crate::term_decode::{DEPTH, KEY_BYTES};
use crate::term_head::{ATOM_CHARACTERS, tag};
use crate::term_map::in_order;
use crate::term_opaque;

/// The version of OTP that is to read the bytes. Both read both, but write atoms differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otp {
    /// OTP 25 and before: atoms in Latin-1 where that can be.
    Otp25,
    /// OTP 26 and later: atoms in UTF-8.
    Otp26,
}

/// Writes a term with its version byte. Maps of up to 32 pairs are put in order; larger ones stay in theirs, which in Erlang
/// is that of its own hash, so that what came from there goes back as it came.
///
/// # Errors
///
/// What Erlang has no term for: an atom of more than 255 characters, a key twice in a map, a float that is not finite,
/// [`Term::Bits`] and [`Term::Opaque`] that are none. And what would not be read back here: more than 2,048 levels.
pub fn encode(term: &Term, otp: Otp) -> Result<Vec<u8>, Error> {
    let mut out = vec![tag::VERSION];
    encode_value(term, otp, &mut out)?;
    Ok(out)
}

/// Writes a term without a version byte to the end of `out`.
///
/// # Errors
///
/// As [`encode`]; then a part of the term may have been written.
pub fn encode_value(term: &Term, otp: Otp, out: &mut Vec<u8>) -> Result<(), Error> {
    Writer { out, maps: Maps::Ordered { key_bytes: KEY_BYTES }, otp }.write(term)
}

/// Writes a term with its maps as they are, duplicate keys and all.
pub(crate) fn encode_as_is(term: &Term) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    Writer { out: &mut out, maps: Maps::AsTheyAre, otp: Otp::Otp26 }.write(term)?;
    Ok(out)
}

/// What is still to be written of one container.
enum Work<'a> {
    Items(Chain<slice::Iter<'a, Term>, slice::Iter<'a, Term>>),
    /// Keys and values in turn.
    Pairs(vec::IntoIter<&'a Term>),
}

enum Maps {
    AsTheyAre,
    /// Up to 32 pairs in order, none twice. So many bytes of compound keys may still be written a second time for it.
    Ordered {
        key_bytes: usize,
    },
}

struct Writer<'o> {
    out: &'o mut Vec<u8>,
    maps: Maps,
    otp: Otp,
}

/// What ends a proper list.
static NIL: Term = Term::List(Vec::new());

impl Writer<'_> {
    fn write(&mut self, term: &Term) -> Result<(), Error> {
        let mut stack = vec![Work::Items(slice::from_ref(term).iter().chain(&[]))];
        while let Some(work) = stack.last_mut() {
            let next = match work {
                Work::Items(items) => items.next(),
                Work::Pairs(terms) => terms.next(),
            };
            let Some(term) = next else {
                stack.pop();
                continue;
            };
            if let Some(inside) = self.head(term)? {
                if stack.len() > DEPTH {
                    return Err(Error::encode("term nests deeper than 2,048 levels"));
                }
                stack.push(inside);
            }
        }
        Ok(())
    }

    /// Writes a term but for what is nested in it, which it gives back.
    fn head<'a>(&mut self, term: &'a Term) -> Result<Option<Work<'a>>, Error> {
        match term {
            Term::Atom(name) if name.len() > ATOM_CHARACTERS && name.chars().count() > ATOM_CHARACTERS => {
                return Err(Error::encode("an atom has more than 255 characters"));
            }
            Term::Atom(name) => put_atom(name, self.otp, self.out),
            Term::Int(int) => self.int(*int)?,
            Term::Big(big) => self.integer(big.is_negative(), big.magnitude())?,
            Term::Float(float) if float.is_finite() => self.tagged(tag::NEW_FLOAT, &float.to_be_bytes()),
            Term::Float(_) => return Err(Error::encode("a float is infinite or not a number")),
            Term::Binary(bytes) => {
                self.counted(tag::BINARY, bytes.len())?;
                self.out.extend_from_slice(bytes);
            }
            Term::Bits { bytes, bits } => self.bits(bytes, *bits)?,
            Term::Opaque(bytes) => term_opaque::write(bytes, self.otp, self.out)
                .ok_or_else(|| Error::encode("an opaque term is neither a pid nor a reference"))?,
            Term::List(items) => return self.list(items, &NIL),
            Term::Improper(items, tail) => return self.list(items, tail),
            Term::Tuple(items) => {
                match u8::try_from(items.len()) {
                    Ok(count) => self.tagged(tag::SMALL_TUPLE, &[count]),
                    Err(_) => self.counted(tag::LARGE_TUPLE, items.len())?,
                }
                return Ok(Some(Work::Items(items.iter().chain(&[]))));
            }
            Term::Map(pairs) => {
                self.counted(tag::MAP, pairs.len())?;
                let pairs = match &mut self.maps {
                    Maps::AsTheyAre => pairs.iter().collect(),
                    Maps::Ordered { key_bytes } => in_order(pairs, self.otp, key_bytes)?,
                };
                let terms: Vec<&Term> = pairs.into_iter().flat_map(|(key, value)| [key, value]).collect();
                return Ok(Some(Work::Pairs(terms.into_iter())));
            }
        }
        Ok(None)
    }

    fn tagged(&mut self, tag: u8, fields: &[u8]) {
        self.out.push(tag);
        self.out.extend_from_slice(fields);
    }

    /// A tag and a length of four bytes.
    fn counted(&mut self, tag: u8, count: usize) -> Result<(), Error> {
        let count = u32::try_from(count).map_err(|_| Error::encode("a term has more than 2^32 - 1 parts"))?;
        self.tagged(tag, &count.to_be_bytes());
        Ok(())
    }

    fn int(&mut self, int: i64) -> Result<(), Error> {
        if let Ok(byte) = u8::try_from(int) {
            self.tagged(tag::SMALL_INTEGER, &[byte]);
        } else if let Ok(int) = i32::try_from(int) {
            self.tagged(tag::INTEGER, &int.to_be_bytes());
        } else {
            self.integer(int < 0, significant(&int.unsigned_abs().to_le_bytes()))?;
        }
        Ok(())
    }

    fn integer(&mut self, negative: bool, magnitude: &[u8]) -> Result<(), Error> {
        match u8::try_from(magnitude.len()) {
            Ok(length) => self.tagged(tag::SMALL_BIG, &[length]),
            Err(_) => self.counted(tag::LARGE_BIG, magnitude.len())?,
        }
        self.out.push(negative.into());
        self.out.extend_from_slice(magnitude);
        Ok(())
    }

    fn bits(&mut self, bytes: &[u8], bits: u8) -> Result<(), Error> {
        let (Some((last, whole)), 1..8) = (bytes.split_last(), bits) else {
            return Err(Error::encode("a bitstring has no bytes, or uses none or all bits of the last one"));
        };
        self.counted(tag::BIT_BINARY, bytes.len())?;
        self.out.push(bits);
        self.out.extend_from_slice(whole);
        self.out.push(last & !(0xFF >> bits));
        Ok(())
    }

    /// A list up to its tail, or a whole string (`is_external_string` in OTP).
    fn list<'a>(&mut self, items: &'a [Term], tail: &'a Term) -> Result<Option<Work<'a>>, Error> {
        let is_proper = *tail == NIL;
        if items.is_empty() && is_proper {
            self.out.push(tag::NIL);
            return Ok(None);
        }
        let byte = |item: &Term| {
            if let Term::Int(int) = item { u8::try_from(*int).ok() } else { None }
        };
        if let Ok(length) = u16::try_from(items.len())
            && is_proper
            && let Some(bytes) = items.iter().map(byte).collect::<Option<Vec<u8>>>()
        {
            self.tagged(tag::STRING, &length.to_be_bytes());
            self.out.extend_from_slice(&bytes);
            return Ok(None);
        }
        self.counted(tag::LIST, items.len())?;
        Ok(Some(Work::Items(items.iter().chain(slice::from_ref(tail)))))
    }
}

/// Writes an atom of at most 255 characters.
pub(crate) fn put_atom(name: &str, otp: Otp, out: &mut Vec<u8>) {
    let latin1 = || name.chars().map(|character| u8::try_from(character).ok()).collect::<Option<Vec<u8>>>();
    let latin1 = if otp == Otp::Otp25 { latin1() } else { None };
    let bytes = latin1.as_deref().unwrap_or(name.as_bytes());
    // At most 255 characters of at most four bytes.
    let length = u16::try_from(bytes.len()).unwrap_or_default();
    match (latin1.is_some(), u8::try_from(length)) {
        (true, _) => {
            out.push(tag::ATOM);
            out.extend_from_slice(&length.to_be_bytes());
        }
        (false, Ok(length)) => out.extend_from_slice(&[tag::SMALL_ATOM_UTF8, length]),
        (false, Err(_)) => {
            out.push(tag::ATOM_UTF8);
            out.extend_from_slice(&length.to_be_bytes());
        }
    }
    out.extend_from_slice(bytes);
}
