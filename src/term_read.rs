//! The one loop that reads terms, whoever builds out of them what they like.
//!
//! Nothing here recurses, and no length is trusted: `owed` counts the terms that the heads so far have announced, each of
//! which takes a byte at least. More than there are bytes left, or than [`NODES`], is an error at once, so what is reserved
//! stays within the input times a constant.

use std::mem::take;

use crate::term_decode::{Builder, DEPTH, DecodeError, Kind, NODES};
use crate::term_head::{Cursor, Head, head};
use crate::term_keys::{Keys, Mark};

/// A container that waits for its insides.
enum Frame<V> {
    Tuple {
        left: usize,
        items: Vec<V>,
    },
    /// With nothing `left`, its tail is next.
    List {
        start: usize,
        left: usize,
        items: Vec<V>,
    },
    /// Without a `key`, a key is next.
    Map {
        left: usize,
        pairs: Vec<(V, V)>,
        key: Option<V>,
        key_start: usize,
        mark: Mark,
    },
}

enum Read<V> {
    /// A whole term.
    Value(V),
    /// A container with something in it.
    Open(Frame<V>),
    /// No term of its own: more of the list that is being read, or a list that is its tail.
    Nothing,
}

/// Reads the one term at the cursor and leaves the cursor after it. `keys` sees to it that no map has a key twice.
pub(crate) fn read<B: Builder>(
    cursor: &mut Cursor<'_>,
    builder: &mut B,
    mut keys: Keys,
) -> Result<B::Value, DecodeError> {
    let mut reader = Reader { cursor, builder, owed: 1, nodes: 0 };
    let mut stack: Vec<Frame<B::Value>> = Vec::new();
    loop {
        let mut value = match reader.next(&mut stack, &keys)? {
            Read::Value(value) => value,
            Read::Nothing => continue,
            Read::Open(_) if stack.len() >= DEPTH => return Err(reader.cursor.error(Kind::Depth)),
            Read::Open(frame) => {
                stack.push(frame);
                continue;
            }
        };
        // The value may complete a container, which may complete the one around it, and so on.
        loop {
            let Some(frame) = stack.last_mut() else {
                return Ok(value);
            };
            let Some(complete) = reader.give(frame, value, &mut keys)? else {
                break;
            };
            value = complete;
            stack.pop();
        }
    }
}

struct Reader<'r, 'a, B> {
    cursor: &'r mut Cursor<'a>,
    builder: &'r mut B,
    owed: u64,
    nodes: usize,
}

impl<B: Builder> Reader<'_, '_, B> {
    /// Reads one head.
    fn next(&mut self, stack: &mut Vec<Frame<B::Value>>, keys: &Keys) -> Result<Read<B::Value>, DecodeError> {
        let start = self.cursor.clone();
        let head = head(self.cursor)?;
        self.count(&head).map_err(|kind| start.error(kind))?;
        if let Some(Frame::List { left: left @ 0, items, .. }) = stack.last_mut() {
            // A list whose tail is a list is one list, however it was cut.
            if let Head::List(more) = head {
                *left = more;
                items.reserve(more);
                return Ok(Read::Nothing);
            }
            if matches!(head, Head::Nil | Head::String(_)) {
                let mut items = take(items);
                if let Head::String(bytes) = head {
                    self.integers(bytes, &mut items);
                }
                stack.pop();
                return Ok(Read::Value(self.builder.list(items)));
            }
        }
        Ok(self.open(head, &start, keys))
    }

    /// Keeps count of what is read and of what must still come.
    fn count(&mut self, head: &Head<'_>) -> Result<(), Kind> {
        self.owed = self.owed.saturating_sub(1).saturating_add(head.inside());
        if self.owed > u64::try_from(self.cursor.left()).unwrap_or(u64::MAX) {
            return Err(Kind::Malformed);
        }
        self.nodes += if let Head::String(bytes) = head { bytes.len() } else { 1 };
        let still = usize::try_from(self.owed).unwrap_or(usize::MAX);
        if self.nodes.saturating_add(still) > NODES { Err(Kind::Nodes) } else { Ok(()) }
    }

    /// Builds what a head says, if that is all.
    fn open(&mut self, head: Head<'_>, start: &Cursor<'_>, keys: &Keys) -> Read<B::Value> {
        let start = start.at();
        Read::Value(match head {
            Head::Atom(name) => self.builder.atom(&name),
            Head::Int(int) => self.builder.int(int),
            Head::Big(negative, magnitude) => self.builder.big(negative, magnitude),
            Head::Float(float) => self.builder.float(float),
            Head::Binary(bytes) => self.builder.binary(bytes),
            Head::Bits(bytes, bits) => self.builder.bits(bytes, bits, self.cursor.since(start)),
            Head::Opaque(bytes) => self.builder.opaque(&bytes),
            Head::Nil => self.builder.list(Vec::new()),
            Head::String(bytes) => {
                let mut items = Vec::with_capacity(bytes.len());
                self.integers(bytes, &mut items);
                self.builder.list(items)
            }
            Head::List(0) => return Read::Nothing,
            Head::List(left) => {
                return Read::Open(Frame::List { start, left, items: Vec::with_capacity(left) });
            }
            Head::Tuple(0) => self.builder.tuple(Vec::new()),
            Head::Tuple(left) => {
                return Read::Open(Frame::Tuple { left, items: Vec::with_capacity(left) });
            }
            Head::Map(0) => self.builder.map(Vec::new()),
            Head::Map(left) => {
                let (key_start, pairs) = (self.cursor.at(), Vec::with_capacity(left));
                return Read::Open(Frame::Map { left, pairs, key: None, key_start, mark: keys.mark() });
            }
        })
    }

    fn integers(&mut self, bytes: &[u8], items: &mut Vec<B::Value>) {
        items.extend(bytes.iter().map(|byte| self.builder.int(i64::from(*byte))));
    }

    /// Gives a container the next value. Gives it back if that was the last one.
    fn give(
        &mut self,
        frame: &mut Frame<B::Value>,
        value: B::Value,
        keys: &mut Keys,
    ) -> Result<Option<B::Value>, DecodeError> {
        Ok(match frame {
            Frame::Tuple { left, items } => {
                items.push(value);
                *left -= 1;
                (*left == 0).then(|| self.builder.tuple(take(items)))
            }
            Frame::List { start, left: 0, items } => {
                Some(self.builder.improper(take(items), value, self.cursor.since(*start)))
            }
            Frame::List { left, items, .. } => {
                items.push(value);
                *left -= 1;
                None
            }
            Frame::Map { left, pairs, key, key_start, mark } => {
                let Some(complete) = key.take() else {
                    keys.push(mark, *key_start..self.cursor.at(), self.cursor.bytes());
                    *key = Some(self.builder.key(value, self.cursor.since(*key_start)));
                    return Ok(None);
                };
                pairs.push((complete, value));
                *left -= 1;
                *key_start = self.cursor.at();
                if *left > 0 {
                    return Ok(None);
                }
                keys.check(mark, self.cursor.bytes()).map_err(|kind| self.cursor.error(kind))?;
                Some(self.builder.map(take(pairs)))
            }
        })
    }
}
