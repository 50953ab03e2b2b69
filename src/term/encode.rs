//! Erlang's external term format, written: the bytes of `term_to_binary/1`.
//!
//! ```
//! use waxseal::term::Term;
//! use waxseal::term::encode::{self, Otp};
//!
//! let term = Term::Tuple(vec![Term::Atom("ok".to_owned()), Term::Int(7)]);
//! assert_eq!(encode::encode(&term, Otp::Otp26)?, b"\x83h\x02w\x02oka\x07");
//! // As OTP 25 writes it.
//! assert_eq!(encode::normalize(b"\x83h\x02w\x02oka\x07", Otp::Otp25)?, b"\x83h\x02d\0\x02oka\x07");
//!
//! let mut value = Vec::new();
//! encode::encode_value(&term, Otp::Otp26, &mut value)?;
//! assert_eq!(value, b"h\x02w\x02oka\x07");
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use crate::error::Error;
use crate::term::Term;
use crate::term::atom::Name;
use crate::term::integer::significant;
use crate::term::opaque::{Opaque, put_opaque};
pub use crate::term::otp::Otp;
use crate::term::put::{put_counted, put_float, put_integer};
use crate::term::rewrite::rewrite;
use crate::term::tag;

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
    let (plain, fault) = plain(term);
    match fault {
        Some(fault) => Err(Error::encode(fault)),
        None => normalize_value(&plain, 0, otp, out),
    }
}

/// The bytes of a term, checked and with their version byte, as [`encode`] writes that term.
///
/// # Errors
///
/// A key twice in a map; maps in keys, or maps in maps, that are too large to be put in order; more than 2,048 levels.
pub fn normalize(term: &[u8], otp: Otp) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(term.len());
    out.push(tag::VERSION);
    normalize_value(term, 1, otp, &mut out)?;
    Ok(out)
}

fn normalize_value(term: &[u8], at: usize, otp: Otp, out: &mut Vec<u8>) -> Result<(), Error> {
    match rewrite(term, at, otp, out) {
        Ok(false) => Ok(()),
        Ok(true) => Err(Error::encode("a map has the same key twice")),
        Err(fault) => Err(Error::encode(fault)),
    }
}

/// A term's bytes in a plain form, without a version byte; and what it has that no term has, which then stands there somehow.
pub(crate) fn plain(term: &Term) -> (Vec<u8>, Option<&'static str>) {
    let mut plain = Plain { out: Vec::new(), fault: None };
    // What is still to be written, the next one on top.
    let mut rest = vec![term];
    while let Some(term) = rest.pop() {
        let from = rest.len();
        plain.head(term, &mut rest);
        if let Some(inside) = rest.get_mut(from..) {
            inside.reverse();
        }
    }
    (plain.out, plain.fault)
}

struct Plain {
    out: Vec<u8>,
    fault: Option<&'static str>,
}

/// What ends a proper list.
static NIL: Term = Term::List(Vec::new());

impl Plain {
    /// Writes a term but for what is in it, which goes to `rest`.
    fn head<'a>(&mut self, term: &'a Term, rest: &mut Vec<&'a Term>) {
        match term {
            Term::Atom(name) => {
                let name = Name::new(name);
                self.fault(name.is_good(), "an atom has more than 255 characters");
                name.write(Otp::Otp26, &mut self.out);
            }
            Term::Int(int) => put_integer(*int < 0, significant(&int.unsigned_abs().to_le_bytes()), &mut self.out),
            Term::Big(big) => put_integer(big.is_negative(), big.magnitude(), &mut self.out),
            Term::Float(float) => {
                self.fault(float.is_finite(), "a float is infinite or not a number");
                put_float(*float, &mut self.out);
            }
            Term::Binary(bytes) => {
                self.counted(tag::BINARY, bytes.len());
                self.out.extend_from_slice(bytes);
            }
            Term::Bits { bytes, bits } => {
                let is_good = !bytes.is_empty() && matches!(bits, 1..8);
                self.fault(is_good, "a bitstring has no bytes, or uses none or all bits of the last one");
                self.counted(tag::BIT_BINARY, if is_good { bytes.len() } else { 1 });
                self.out.push(if is_good { *bits } else { 1 });
                self.out.extend_from_slice(if is_good { bytes } else { &[0] });
            }
            Term::Opaque(bytes) => {
                self.fault(is_opaque(bytes), "an opaque term is neither a pid nor a reference");
                self.out.extend_from_slice(if is_opaque(bytes) { bytes } else { NOBODY });
            }
            Term::List(items) if items.is_empty() => self.out.push(tag::NIL),
            Term::List(items) => {
                self.counted(tag::LIST, items.len());
                rest.extend(items);
                rest.push(&NIL);
            }
            Term::Improper(items, tail) => {
                self.counted(tag::LIST, items.len());
                rest.extend(items);
                rest.push(tail);
            }
            Term::Tuple(items) => {
                self.counted(tag::LARGE_TUPLE, items.len());
                rest.extend(items);
            }
            Term::Map(pairs) => {
                self.counted(tag::MAP, pairs.len());
                rest.extend(pairs.iter().flat_map(|(key, value)| [key, value]));
            }
        }
    }

    fn fault(&mut self, is_good: bool, what: &'static str) {
        if !is_good && self.fault.is_none() {
            self.fault = Some(what);
        }
    }

    fn counted(&mut self, tag: u8, count: usize) {
        self.fault(u32::try_from(count).is_ok(), "a term has more than 2^32 - 1 parts");
        put_counted(tag, count, &mut self.out);
    }
}

/// A pid, for what is neither a pid nor a reference.
const NOBODY: &[u8] = &[tag::NEW_PID, tag::SMALL_ATOM_UTF8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// Whether these bytes are a pid or a reference just as decoding gives it.
fn is_opaque(bytes: &[u8]) -> bool {
    let mut written = Vec::new();
    put_opaque(bytes, Otp::Otp26, &mut written);
    written == bytes && Opaque::read(bytes).is_some_and(|opaque| opaque.is_good())
}
