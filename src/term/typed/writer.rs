//! Terms written as serde hands them over, each part at once in the form of `term_to_binary/1`.

use crate::term::cursor::Cursor;
use crate::term::head::{Head, head};
use crate::term::otp::Otp;
use crate::term::rewrite::Writer;
use crate::term::typed::fault::Fault;
use crate::term::typed::levels::{LEVELS, too_deep};
use crate::term::typed::name;
use crate::term::walk::{Container, Frame, Place};

/// What a value is written to.
pub(crate) struct Out<'o> {
    writer: Writer<'o>,
    levels: usize,
    /// Whether the next term is a key of a map.
    is_key: bool,
    /// Whether the next bytes are a term.
    pub(crate) is_whole: bool,
}

/// A container that is not yet at its end.
pub(crate) struct Open {
    container: Container,
    mark: usize,
    count: usize,
}

impl<'o> Out<'o> {
    pub(crate) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { writer: Writer::new(out, Otp::Otp26), levels: LEVELS, is_key: false, is_whole: false }
    }

    /// Writes a head.
    pub(crate) fn head(&mut self, head: &Head<'_>) {
        let place = if std::mem::take(&mut self.is_key) { Place::Key } else { Place::Plain };
        self.writer.head(place, head);
    }

    /// Writes a binary.
    pub(crate) fn binary(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        if u32::try_from(bytes.len()).is_err() {
            return Err(Fault::new("has more than 2^32 - 1 bytes"));
        }
        self.head(&Head::Binary(bytes));
        Ok(())
    }

    /// Writes a name of a field or a variant.
    pub(crate) fn name(&mut self, name: &'static str) -> Result<(), Fault> {
        let Some(atom) = name::atom(name) else {
            return self.binary(name.as_bytes());
        };
        if !atom.is_good() {
            return Err(Fault::new("an atom has more than 255 characters"));
        }
        self.head(&Head::Atom(atom));
        Ok(())
    }

    /// Writes an atom of these few letters.
    pub(crate) fn atom(&mut self, name: &'static str) {
        self.head(&Head::Atom(crate::term::atom::Name::new(name)));
    }

    /// Writes a term that is as `encode` has it, without a version byte.
    pub(crate) fn whole(&mut self, term: &[u8]) {
        let place = if std::mem::take(&mut self.is_key) { Place::Key } else { Place::Plain };
        self.writer.whole(place, term);
    }

    /// Goes a level deeper, until [`Out::rise`].
    pub(crate) fn sink(&mut self) -> Result<(), Fault> {
        self.levels = self.levels.checked_sub(1).ok_or_else(too_deep)?;
        Ok(())
    }

    pub(crate) fn rise(&mut self) {
        self.levels += 1;
    }

    /// Begins a list, a map, or a tuple of so many.
    pub(crate) fn open(&mut self, container: Container, count: usize) -> Result<Open, Fault> {
        self.sink()?;
        let mark = self.length();
        self.head(&match container {
            Container::List => Head::List(count),
            Container::Tuple => Head::Tuple(count),
            Container::Map => Head::Map(count),
        });
        Ok(Open { container, mark, count })
    }

    /// How many bytes there are.
    pub(crate) fn length(&self) -> usize {
        self.writer.written().len()
    }

    /// The key that begins there as a part of a path.
    #[cold]
    pub(crate) fn shown(&self, at: usize) -> String {
        let text = match head(&mut Cursor::new(self.writer.written(), at)) {
            Ok(Head::Binary(text)) => text.to_vec(),
            Ok(Head::Atom(name)) => name.utf8().into_owned(),
            _ => Vec::new(),
        };
        name::shown(&String::from_utf8(text).unwrap_or_default()).to_owned()
    }

    /// The next term is a key.
    pub(crate) fn key(&mut self) {
        self.is_key = true;
    }

    /// Ends what was begun: it has so many parts, of a map keys and values.
    pub(crate) fn close(&mut self, open: &Open, parts: usize) -> Result<(), Fault> {
        self.rise();
        let mut count = parts;
        match open.container {
            Container::Tuple if parts != open.count => {
                return Err(Fault::new("has another number of parts than it said"));
            }
            Container::Tuple => {}
            Container::List if parts == 0 => {
                self.writer.back_to(open.mark);
                self.writer.head(Place::Plain, &Head::Nil);
                return Ok(());
            }
            Container::List => {
                self.writer.head(Place::Tail, &Head::Nil);
                count += 1;
            }
            Container::Map if !parts.is_multiple_of(2) => return Err(Fault::new("has a key without a value")),
            Container::Map => {
                self.writer.set_pairs(open.mark, parts / 2);
                if self.writer.end_strings(parts / 2) {
                    return Ok(());
                }
            }
        }
        self.writer.end(&Frame::ended(open.container, count, open.mark)).map_err(Fault::new)?;
        if self.writer.has_twice() {
            return Err(Fault::new("has the same key twice"));
        }
        Ok(())
    }
}
