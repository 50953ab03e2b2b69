//! JSON, written as Jason writes it.

use std::borrow::Cow;

use crate::error::Error;
use crate::term::cursor::Cursor;
use crate::term::decode::DEPTH;
use crate::term::encode::Otp;
use crate::term::float;
use crate::term::head::{Head, head};
use crate::term::integer::decimal;
use crate::term::rewrite::rewrite;
use crate::term::walk::{Container, Place, Step, Walk};

/// Writes the term at `at` as JSON.
pub(crate) fn write(bytes: &[u8], at: usize) -> Result<Vec<u8>, Error> {
    // Names are in the order of text, as atoms were before OTP 26: who reads JSON has no atom table.
    let mut term = Vec::with_capacity(bytes.len());
    rewrite(bytes, at, Otp::Otp25, &mut term).map_err(Error::encode)?;
    let mut walk = Walk::new(&term, 0, usize::MAX);
    let mut out = Vec::with_capacity(term.len());
    loop {
        let depth = walk.open().len();
        let Some(step) = walk.next().map_err(|error| Error::encode(error.message()))? else {
            return Ok(out);
        };
        match step {
            Step::End(frame) => out.push(if frame.container == Container::Map { b'}' } else { b']' }),
            Step::Term(place, head) => {
                let around = depth.checked_sub(1).and_then(|around| walk.open().get(around));
                let is_first = around.is_none_or(|frame| frame.count == 1);
                let put = match place {
                    Place::Tail if matches!(head, Head::Nil) => continue,
                    Place::Tail => Err("is an improper list, which JSON does not have"),
                    Place::Key => {
                        // Equal keys follow each other. No term is the beginning of another one.
                        let key = term.get(walk.start()..walk.at()).unwrap_or_default();
                        let before = around.and_then(|frame| term.get(frame.mark..)).unwrap_or_default();
                        let is_same = !is_first && before.starts_with(key);
                        walk.mark(walk.start());
                        put_name(&head, is_first, is_same, &mut out)
                    }
                    Place::Plain | Place::Item | Place::Value => {
                        put_before(place, is_first, &mut out);
                        put_value(&head, depth, &mut out)
                    }
                };
                if let Err(what) = put {
                    // What is wrong with a name or a tail is wrong with what it is in.
                    let outside = matches!(place, Place::Key | Place::Tail);
                    return Err(fault(&walk, &term, depth - usize::from(outside), what));
                }
            }
        }
    }
}

fn put_before(place: Place, is_first: bool, out: &mut Vec<u8>) {
    if place == Place::Value {
        out.push(b':');
    } else if !is_first {
        out.push(b',');
    }
}

/// Writes a key. The error is what is wrong with its map.
fn put_name(head: &Head<'_>, is_first: bool, is_same: bool, out: &mut Vec<u8>) -> Result<(), &'static str> {
    let name = text(head).ok_or("has a key that is neither a string nor an atom nor a number")?;
    if is_same {
        return Err("can't be written: a map has the same key twice");
    }
    if matches!(head, Head::Atom(_)) && *name == *b"__struct__" {
        return Err("is a struct, which JSON does not have");
    }
    put_before(Place::Key, is_first, out);
    put_string(&name, out);
    Ok(())
}

/// Writes a term, but for what is in it. The error is what is wrong with it.
fn put_value(head: &Head<'_>, depth: usize, out: &mut Vec<u8>) -> Result<(), &'static str> {
    match head {
        Head::Nil | Head::String(_) | Head::List(_) | Head::Map(_) if depth >= DEPTH => {
            return Err("nests deeper than 2,048 levels");
        }
        Head::Nil => out.extend_from_slice(b"[]"),
        Head::String(bytes) => {
            for (at, byte) in bytes.iter().enumerate() {
                out.push(if at == 0 { b'[' } else { b',' });
                out.extend_from_slice(byte.to_string().as_bytes());
            }
            out.push(b']');
        }
        Head::List(_) => out.push(b'['),
        Head::Map(0) => out.extend_from_slice(b"{}"),
        Head::Map(_) => out.push(b'{'),
        Head::Tuple(_) => return Err("is a tuple, which JSON does not have"),
        Head::Bits(..) => return Err("is a bitstring, which JSON does not have"),
        Head::Opaque(_) => return Err("is a pid or a reference, which JSON does not have"),
        Head::Float(_) => out.extend_from_slice(&text(head).ok_or("is infinite or not a number")?),
        Head::Int(_) | Head::Big(..) => out.extend_from_slice(&text(head).unwrap_or_default()),
        Head::Binary(_) => {
            put_string(&text(head).ok_or("is a binary that is not UTF-8, which JSON does not have")?, out);
        }
        Head::Atom(name) => match &*name.utf8() {
            b"nil" => out.extend_from_slice(b"null"),
            name @ (b"true" | b"false") => out.extend_from_slice(name),
            name => put_string(name, out),
        },
    }
    Ok(())
}

/// What is a name, as `String.Chars` has it: `nil` too is text here.
fn text<'a>(head: &Head<'a>) -> Option<Cow<'a, [u8]>> {
    match head {
        Head::Int(int) => Some(Cow::Owned(int.to_string().into_bytes())),
        Head::Big(is_negative, magnitude) => Some(Cow::Owned(decimal(*is_negative, magnitude).into_bytes())),
        Head::Float(float) => float.is_finite().then(|| Cow::Owned(float::short(*float))),
        Head::Atom(name) => Some(name.utf8()),
        Head::Binary(bytes) => str::from_utf8(bytes).is_ok().then_some(Cow::Borrowed(bytes)),
        Head::Bits(..)
        | Head::Opaque(_)
        | Head::Nil
        | Head::String(_)
        | Head::List(_)
        | Head::Tuple(_)
        | Head::Map(_) => None,
    }
}

fn put_string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text {
        let short = match byte {
            b'"' | b'\\' => *byte,
            0x08 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0C => b'f',
            b'\r' => b'r',
            0..0x20 => {
                out.extend_from_slice(format!("\\u{byte:04X}").as_bytes());
                continue;
            }
            _ => {
                out.push(*byte);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', short]);
    }
    out.push(b'"');
}

/// An error that says where: in so many of the containers that are open.
fn fault(walk: &Walk<'_>, term: &[u8], depth: usize, what: &str) -> Error {
    let mut path = Vec::new();
    for frame in walk.open().iter().take(depth) {
        if frame.container == Container::List {
            path.extend_from_slice(format!("[{}]", frame.count - 1).as_bytes());
            continue;
        }
        if !path.is_empty() {
            path.push(b'.');
        }
        let key = head(&mut Cursor::new(term, frame.mark)).ok();
        path.extend_from_slice(&key.and_then(|key| text(&key)).unwrap_or_default());
    }
    let path = String::from_utf8(path).unwrap_or_default();
    Error::encode(format!("{} {what}", if path.is_empty() { "the term" } else { &path }))
}
