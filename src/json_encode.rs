//! JSON, written as Jason writes it.

use std::fmt::Write as _;
use std::{slice, str, vec};

use crate::error::Error;
use crate::float;
use crate::term::Term;
use crate::term_decode::{DEPTH, KEY_BYTES};
use crate::term_encode::Otp;
use crate::term_map::in_order;

/// Writes a term as compact JSON: `Jason.encode!/1`.
///
/// Atoms are strings but for `nil`, `true` and `false`; floats have the fewest digits; the names of an object are in the
/// order of the map's keys, which may be strings, atoms and numbers. Only `"`, `\` and the characters below the space are
/// escaped.
///
/// # Errors
///
/// What JSON has nothing for: tuples, structs, binaries that are not UTF-8, bitstrings, improper lists, pids and references.
/// The message says where it stands, as in `cart.items[2] is a tuple`.
pub fn encode(term: &Term) -> Result<String, Error> {
    let mut out = String::new();
    let mut stack: Vec<Frame<'_>> = Vec::new();
    let mut key_bytes = KEY_BYTES;
    let mut term = term;
    loop {
        match head(term, &mut key_bytes, &mut out) {
            Ok(Some(_)) if stack.len() >= DEPTH => {
                return Err(fault(&stack, "nests deeper than 2,048 levels"));
            }
            Ok(Some(frame)) => stack.push(frame),
            Ok(None) => {}
            Err(what) => return Err(fault(&stack, &what)),
        }
        term = loop {
            let Some(frame) = stack.last_mut() else {
                return Ok(out);
            };
            match frame.next(&mut out) {
                Ok(Some(term)) => break term,
                Ok(None) => stack.pop(),
                Err(what) => {
                    stack.pop();
                    return Err(fault(&stack, what));
                }
            };
        };
    }
}

/// An array or an object that is being written.
enum Frame<'a> {
    Array { items: slice::Iter<'a, Term>, written: usize },
    Object { pairs: vec::IntoIter<&'a (Term, Term)>, name: Option<String> },
}

impl<'a> Frame<'a> {
    /// Writes what stands before the next value and gives that value; after the last one, writes the end.
    fn next(&mut self, out: &mut String) -> Result<Option<&'a Term>, &'static str> {
        match self {
            Frame::Array { items, written } => {
                let item = items.next();
                match item {
                    None => out.push(']'),
                    Some(_) if *written > 0 => out.push(','),
                    Some(_) => {}
                }
                *written += 1;
                Ok(item)
            }
            Frame::Object { pairs, name } => {
                let Some((key, value)) = pairs.next() else {
                    out.push('}');
                    return Ok(None);
                };
                if name.is_some() {
                    out.push(',');
                }
                let key = key_text(key).ok_or("has a key that is neither a string nor an atom nor a number")?;
                put_string(&key, out);
                out.push(':');
                *name = Some(key);
                Ok(Some(value))
            }
        }
    }
}

/// Writes a term but for what is in it, which it gives back. The error is what it is.
fn head<'a>(term: &'a Term, key_bytes: &mut usize, out: &mut String) -> Result<Option<Frame<'a>>, String> {
    match term {
        Term::Atom(name) => match name.as_str() {
            "nil" => out.push_str("null"),
            "true" | "false" => out.push_str(name),
            _ => put_string(name, out),
        },
        Term::Binary(bytes) => {
            let text = str::from_utf8(bytes).map_err(|_| "is a binary that is not UTF-8, which JSON does not have")?;
            put_string(text, out);
        }
        Term::Int(_) | Term::Big(_) => out.push_str(&key_text(term).unwrap_or_default()),
        Term::Float(_) => out.push_str(&key_text(term).ok_or("is infinite or not a number")?),
        Term::List(items) => {
            out.push('[');
            return Ok(Some(Frame::Array { items: items.iter(), written: 0 }));
        }
        Term::Map(pairs) => {
            if pairs.iter().any(|(key, _)| matches!(key, Term::Atom(name) if name == "__struct__")) {
                return Err("is a struct, which JSON does not have".to_owned());
            }
            let pairs = in_order(pairs, Otp::Otp25, key_bytes).map_err(|error| format!("can't be written: {error}"))?;
            out.push('{');
            return Ok(Some(Frame::Object { pairs: pairs.into_iter(), name: None }));
        }
        Term::Tuple(_) => return Err("is a tuple, which JSON does not have".to_owned()),
        Term::Bits { .. } => return Err("is a bitstring, which JSON does not have".to_owned()),
        Term::Improper(..) => {
            return Err("is an improper list, which JSON does not have".to_owned());
        }
        Term::Opaque(_) => {
            return Err("is a pid or a reference, which JSON does not have".to_owned());
        }
    }
    Ok(None)
}

/// A key as a name, as `String.Chars` has it: `nil` too is text here.
fn key_text(key: &Term) -> Option<String> {
    match key {
        Term::Atom(name) => Some(name.clone()),
        Term::Binary(bytes) => str::from_utf8(bytes).ok().map(str::to_owned),
        Term::Int(int) => Some(int.to_string()),
        Term::Big(big) => Some(big.to_string()),
        Term::Float(float) => float.is_finite().then(|| float::short(*float)),
        Term::Bits { .. } | Term::List(_) | Term::Improper(..) | Term::Tuple(_) | Term::Map(_) | Term::Opaque(_) => {
            None
        }
    }
}

fn put_string(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..' ' => {
                out.push_str("\\u00");
                let digit = |digit| char::from_digit(digit, 16).unwrap_or('0').to_ascii_uppercase();
                out.extend([digit(u32::from(character) >> 4), digit(u32::from(character) & 15)]);
            }
            _ => out.push(character),
        }
    }
    out.push('"');
}

/// An error that says where.
fn fault(stack: &[Frame<'_>], what: &str) -> Error {
    let mut path = String::new();
    for frame in stack {
        match frame {
            Frame::Array { written, .. } => {
                // Writing to a string never fails.
                let _ = write!(path, "[{}]", written.saturating_sub(1));
            }
            Frame::Object { name, .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(name.as_deref().unwrap_or_default());
            }
        }
    }
    let path = if path.is_empty() { "the term" } else { &path };
    Error::encode(format!("{path} {what}"))
}
