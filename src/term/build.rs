//! [`Term`]s out of bytes that were checked.

use crate::term::Term;
use crate::term::head::Head;
use crate::term::opaque::put_opaque;
use crate::term::otp::Otp;
use crate::term::walk::{Container, Place, Step, Walk};

/// Builds the term at `at`. Nothing if there is none.
pub(crate) fn build(bytes: &[u8], at: usize) -> Option<Term> {
    let mut walk = Walk::new(bytes, at, usize::MAX);
    // What is finished of each container around the next term, and of the whole.
    let mut open: Vec<Vec<Term>> = vec![Vec::new()];
    let mut is_proper = false;
    while let Some(step) = walk.next().ok()? {
        let ended_properly = std::mem::take(&mut is_proper);
        let term = match step {
            Step::Term(Place::Tail, Head::Nil) => {
                is_proper = true;
                continue;
            }
            Step::Term(Place::Tail, Head::String(bytes)) => {
                is_proper = true;
                open.last_mut()?.extend(integers(bytes));
                continue;
            }
            Step::Term(_, head) if head.inside() > 0 => {
                open.push(Vec::new());
                continue;
            }
            Step::Term(_, head) => leaf(&head),
            Step::End(frame) => {
                let mut items = open.pop()?;
                match frame.container {
                    Container::Tuple => Term::Tuple(items),
                    Container::Map => Term::Map(pairs(items)),
                    Container::List if ended_properly => Term::List(items),
                    Container::List => {
                        let tail = items.pop()?;
                        Term::Improper(items, Box::new(tail))
                    }
                }
            }
        };
        open.last_mut()?.push(term);
    }
    open.pop()?.pop()
}

/// A term with nothing in it.
fn leaf(head: &Head<'_>) -> Term {
    match head {
        Head::Int(int) => Term::Int(*int),
        Head::Big(is_negative, magnitude) => Term::integer(*is_negative, magnitude),
        Head::Float(float) => Term::Float(*float),
        Head::Atom(name) => Term::Atom(String::from_utf8(name.utf8().into_owned()).unwrap_or_default()),
        Head::Binary(bytes) => Term::Binary(bytes.to_vec()),
        Head::Bits(bytes, bits) => {
            let mut bytes = bytes.to_vec();
            if let Some(last) = bytes.last_mut() {
                *last &= !(0xFF >> bits);
            }
            Term::Bits { bytes, bits: *bits }
        }
        Head::Opaque(opaque) => {
            let mut bytes = Vec::new();
            put_opaque(opaque, Otp::Otp26, &mut bytes);
            Term::Opaque(bytes)
        }
        Head::String(bytes) => Term::List(integers(bytes).collect()),
        Head::Nil | Head::List(_) => Term::List(Vec::new()),
        Head::Tuple(_) => Term::Tuple(Vec::new()),
        Head::Map(_) => Term::Map(Vec::new()),
    }
}

fn integers(bytes: &[u8]) -> impl Iterator<Item = Term> {
    bytes.iter().map(|byte| Term::Int(i64::from(*byte)))
}

fn pairs(items: Vec<Term>) -> Vec<(Term, Term)> {
    let mut items = items.into_iter();
    std::iter::from_fn(|| Some((items.next()?, items.next()?))).collect()
}
