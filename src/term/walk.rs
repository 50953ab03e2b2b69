//! The one loop that reads terms, step by step, whatever is made of them.
//!
//! Nothing here recurses, and no length is trusted: `owed` counts the terms that the heads so far have announced, each of
//! which takes a byte at least. More than there are bytes left, or than there may be, is an error at once.

use crate::term::bounds::{DEPTH, DecodeError, Kind};
use crate::term::cursor::Cursor;
use crate::term::head::{Head, head};

/// A walk through one term. A list that is the tail of a list is more of it, however it was cut.
pub(crate) struct Walk<'a> {
    cursor: Cursor<'a>,
    start: usize,
    owed: usize,
    nodes: usize,
    most: usize,
    open: Vec<Frame>,
}

/// A container that is not yet at its end.
pub(crate) struct Frame {
    pub(crate) container: Container,
    left: usize,
    /// How many terms of it were met: items and the tail, or keys and values.
    pub(crate) count: usize,
    /// Whoever walks may keep a number here.
    pub(crate) mark: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    List,
    Tuple,
    Map,
}

/// Where a term stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// It is the whole, or in a tuple.
    Plain,
    /// In a list.
    Item,
    /// What ends a list: [`Head::Nil`], [`Head::String`] for the last items and no more tail, or that of an improper list.
    Tail,
    Key,
    Value,
}

pub(crate) enum Step<'a> {
    /// A term; if something is in it, that follows.
    Term(Place, Head<'a>),
    /// After the last of a container.
    End(Frame),
}

impl<'a> Walk<'a> {
    /// A walk that begins at `at`. More than so many terms are an error.
    pub(crate) const fn new(bytes: &'a [u8], at: usize, most: usize) -> Self {
        Self { cursor: Cursor::new(bytes, at), start: at, owed: 1, nodes: 0, most, open: Vec::new() }
    }

    /// Where the term of the last step begins.
    pub(crate) const fn start(&self) -> usize {
        self.start
    }

    /// Where the last step ended.
    pub(crate) const fn at(&self) -> usize {
        self.cursor.at()
    }

    /// The containers around the next term, the outermost first.
    pub(crate) fn open(&self) -> &[Frame] {
        &self.open
    }

    /// Marks the innermost container.
    pub(crate) fn mark(&mut self, mark: usize) {
        if let Some(frame) = self.open.last_mut() {
            frame.mark = mark;
        }
    }

    /// The next step; none after the last one.
    pub(crate) fn next(&mut self) -> Result<Option<Step<'a>>, DecodeError> {
        if let Some(frame) = self.open.pop_if(|frame| frame.left == 0) {
            return Ok(Some(Step::End(frame)));
        }
        if self.owed == 0 {
            return Ok(None);
        }
        self.term().map(Some).map_err(|kind| DecodeError::new(kind, self.start))
    }

    /// Steps over the leaves of a container that come next ([`Cursor::leaf`]), and says where each stands and begins. Whatever is
    /// against one, [`next`](Self::next) says. As many terms as a leaf takes were owed before it: of these there are not too many.
    pub(crate) fn leaves(&mut self, mut met: impl FnMut(Place, usize)) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        let mut leaves = 0;
        while frame.left > 0 {
            let (place, start) = (frame.next_place(), self.cursor.at());
            if place == Place::Tail || !self.cursor.leaf(self.owed - leaves - 1) {
                break;
            }
            met(place, start);
            frame.left -= 1;
            leaves += 1;
        }
        frame.count += leaves;
        self.owed -= leaves;
        self.nodes += leaves;
    }

    fn term(&mut self) -> Result<Step<'a>, Kind> {
        loop {
            self.start = self.cursor.at();
            let head = head(&mut self.cursor)?;
            let inside = head.inside();
            self.count(&head, inside)?;
            let place = self.open.last().map_or(Place::Plain, Frame::next_place);
            match (&head, self.open.last_mut()) {
                (Head::List(0), _) => continue,
                (Head::List(items), Some(list)) if place == Place::Tail => {
                    list.left += items;
                    continue;
                }
                (_, Some(frame)) => {
                    frame.left -= 1;
                    frame.count += 1;
                }
                (_, None) => {}
            }
            if inside > 0 {
                if self.open.len() >= DEPTH {
                    self.start = self.cursor.at();
                    return Err(Kind::Depth);
                }
                let container = if matches!(head, Head::List(_)) {
                    Container::List
                } else if matches!(head, Head::Map(_)) {
                    Container::Map
                } else {
                    Container::Tuple
                };
                self.open.push(Frame { container, left: inside, count: 0, mark: 0 });
            }
            return Ok(Step::Term(place, head));
        }
    }

    /// Keeps count of what is read and of what must still come.
    fn count(&mut self, head: &Head<'_>, inside: usize) -> Result<(), Kind> {
        self.owed = self.owed.saturating_sub(1).saturating_add(inside);
        if self.owed > self.cursor.left() {
            return Err(Kind::Malformed);
        }
        self.nodes += if let Head::String(bytes) = head { bytes.len() } else { 1 };
        if self.nodes.saturating_add(self.owed) > self.most { Err(Kind::Nodes) } else { Ok(()) }
    }
}

impl Frame {
    /// A container at its end, of so many terms.
    pub(crate) const fn ended(container: Container, count: usize, mark: usize) -> Self {
        Self { container, left: 0, count, mark }
    }

    fn next_place(&self) -> Place {
        match self.container {
            Container::Tuple => Place::Plain,
            Container::List if self.left == 1 => Place::Tail,
            Container::List => Place::Item,
            Container::Map if self.left.is_multiple_of(2) => Place::Key,
            Container::Map => Place::Value,
        }
    }
}
