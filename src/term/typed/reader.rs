//! A place in a term's bytes, for serde's side: its next head, its text and how deep it may still go.

use std::borrow::Cow;

use serde_core::de::{Expected, Visitor};

use crate::term::atom::Name;
use crate::term::bounds::Kind;
use crate::term::cursor::Cursor;
use crate::term::decode::skip;
use crate::term::head::{Head, head};
use crate::term::tag;
use crate::term::typed::fault::Fault;
use crate::term::typed::levels::{LEVELS, too_deep};

/// Reads terms one after the other. What it is given may be no term: every step says so.
pub(crate) struct Reader<'de, 'b> {
    pub(crate) cursor: Cursor<'b>,
    /// The same bytes, if text and bytes may be borrowed from them.
    source: Option<&'de [u8]>,
    levels: usize,
}

impl<'de> Reader<'de, 'de> {
    /// Over bytes that what is read may borrow from.
    pub(crate) const fn lending(bytes: &'de [u8]) -> Self {
        Self { cursor: Cursor::new(bytes, 0), source: Some(bytes), levels: LEVELS }
    }
}

impl<'de, 'b> Reader<'de, 'b> {
    /// Over bytes that are gone once the value is read.
    pub(crate) const fn copying(bytes: &'b [u8]) -> Self {
        Self { cursor: Cursor::new(bytes, 0), source: None, levels: LEVELS }
    }

    /// Over a term beside this one, as deep in it.
    pub(crate) const fn beside<'o>(&self, term: &'o [u8]) -> Reader<'de, 'o> {
        Reader { cursor: Cursor::new(term, 0), source: None, levels: self.levels }
    }

    /// The next head. A list without items is its tail.
    pub(crate) fn head(&mut self) -> Result<Head<'b>, Fault> {
        loop {
            match head(&mut self.cursor) {
                Ok(Head::List(0)) => {}
                Ok(head) => return Ok(head),
                Err(Kind::Executable) => return Err(Fault::new("got a function or a port")),
                Err(_) => return Err(no_term()),
            }
        }
    }

    /// Steps over a nil, if one is next.
    pub(crate) fn nil(&mut self) -> bool {
        if self.cursor.exactly(b"w\x03nil") {
            return true;
        }
        if !matches!(self.cursor.peek(), Some(tag::ATOM | tag::SMALL_ATOM | tag::ATOM_UTF8)) {
            return false;
        }
        let mut after = self.cursor.clone();
        let is_nil = matches!(head(&mut after), Ok(Head::Atom(name)) if *name.utf8() == *b"nil");
        if is_nil {
            self.cursor = after;
        }
        is_nil
    }

    /// Steps over a term and gives its bytes.
    pub(crate) fn skip(&mut self) -> Result<&'b [u8], Fault> {
        skip(&mut self.cursor).ok_or_else(no_term)
    }

    /// Goes a level deeper, and back.
    pub(crate) fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.levels = self.levels.checked_sub(1).ok_or_else(too_deep)?;
        let done = inside(self);
        self.levels += 1;
        done
    }

    /// These bytes, which end here, as they are lent.
    fn lent(&self, bytes: &[u8]) -> Option<&'de [u8]> {
        let end = self.cursor.at();
        self.source?.get(end.checked_sub(bytes.len())?..end)
    }

    /// Bytes that end here.
    pub(crate) fn visit_bytes<V: Visitor<'de>>(&self, bytes: &[u8], visitor: V) -> Result<V::Value, Fault> {
        match self.lent(bytes) {
            Some(bytes) => visitor.visit_borrowed_bytes(bytes),
            None => visitor.visit_bytes(bytes),
        }
    }

    /// Text that ends here.
    pub(crate) fn visit_text<V: Visitor<'de>>(&self, bytes: &[u8], visitor: V) -> Result<V::Value, Fault> {
        if let Some(bytes) = self.lent(bytes) {
            return match str::from_utf8(bytes) {
                Ok(text) => visitor.visit_borrowed_str(text),
                Err(_) => Err(Fault::got("bytes that are not text", &visitor)),
            };
        }
        match str::from_utf8(bytes) {
            Ok(text) => visitor.visit_str(text),
            Err(_) => Err(Fault::got("bytes that are not text", &visitor)),
        }
    }

    /// An atom's name that ends here, as text.
    pub(crate) fn visit_name<V: Visitor<'de>>(&self, name: &Name<'b>, visitor: V) -> Result<V::Value, Fault> {
        match name.utf8() {
            Cow::Borrowed(text) => self.visit_text(text, visitor),
            Cow::Owned(text) => {
                let text = str::from_utf8(&text).map_err(|_| no_term())?;
                visitor.visit_str(text)
            }
        }
    }
}

#[cold]
pub(crate) fn no_term() -> Fault {
    Fault::new("the bytes are not a term in Erlang's external format")
}

/// One term in the place of another.
#[cold]
#[inline(never)]
pub(crate) fn mismatch(head: &Head<'_>, takes: &dyn Expected) -> Fault {
    Fault::got(describe(head), takes)
}

/// What a term is, without saying what it holds.
fn describe(head: &Head<'_>) -> &'static str {
    match head {
        Head::Int(_) | Head::Big(..) => "an integer",
        Head::Float(_) => "a float",
        Head::Atom(name) => match &*name.utf8() {
            b"nil" => "nil",
            b"true" | b"false" => "a boolean",
            _ => "an atom",
        },
        Head::Binary(bytes) if str::from_utf8(bytes).is_err() => "bytes",
        Head::Binary(_) => "a string",
        Head::Bits(..) => "a bitstring",
        Head::Opaque(_) => "a pid or a reference",
        Head::Nil => "an empty list",
        Head::String(_) | Head::List(_) => "a list",
        Head::Tuple(_) => "a tuple",
        Head::Map(_) => "a map",
    }
}
