//! Terms written as `term_to_binary/1` does, from their bytes in whatever form.
//!
//! See "External Term Format" in OTP's documentation, and `enc_term` in `erts/emulator/beam/external.c`.

use crate::term::bounds::KEY_BYTES;
use crate::term::head::Head;
use crate::term::integer::significant;
use crate::term::keys::{are_ascending, in_order, sorted_strings};
use crate::term::opaque::put_opaque;
use crate::term::otp::Otp;
use crate::term::put::{put_binary, put_counted, put_float, put_integer, put_string, set_count, take_last};
use crate::term::tag;
use crate::term::walk::{Container, Frame, Place, Step, Walk};

/// Up to here a map is kept in the order of its keys (`MAP_SMALL_MAP_LIMIT`), above it in the order of Erlang's hash.
const SORTED_PAIRS: usize = 32;
/// How many bytes may be moved to put maps in order; or so many times those of the term, if that is more. Beyond are only maps
/// in maps in maps, each of them out of order.
const MOVED: usize = 64 << 20;
const MOVED_TIMES: usize = 64;

/// Writes the checked term at `at` to the end of `out`. Gives whether a map has a key twice; such maps have their pairs in order,
/// however many, so that equal keys follow each other.
///
/// The error is a sentence; then a part of the term may have been written.
pub(crate) fn rewrite(bytes: &[u8], at: usize, otp: Otp, out: &mut Vec<u8>) -> Result<bool, &'static str> {
    let mut walk = Walk::new(bytes, at, usize::MAX);
    let mut writer = Writer::new(out, otp);
    writer.moved = bytes.len().saturating_mul(MOVED_TIMES).max(MOVED);
    // All but the depth was checked.
    while let Some(step) = walk.next().map_err(|_| "term nests deeper than 2,048 levels")? {
        match step {
            Step::Term(place, head) => {
                if head.inside() > 0 {
                    walk.mark(writer.out.len());
                }
                writer.head(place, &head);
            }
            Step::End(frame) => writer.end(&frame)?,
        }
    }
    Ok(writer.has_twice)
}

pub(crate) struct Writer<'o> {
    out: &'o mut Vec<u8>,
    otp: Otp,
    /// Where the keys begin in `out`, of all the maps that are open.
    keys: Vec<usize>,
    /// How many items the tail had that was written last.
    tail_items: usize,
    has_twice: bool,
    /// So many bytes of compound keys may still be read a second time.
    key_bytes: usize,
    /// So many bytes may still be moved.
    moved: usize,
}

impl<'o> Writer<'o> {
    pub(crate) const fn new(out: &'o mut Vec<u8>, otp: Otp) -> Self {
        Writer { out, otp, keys: Vec::new(), tail_items: 0, has_twice: false, key_bytes: KEY_BYTES, moved: MOVED }
    }

    /// What is written so far.
    pub(crate) fn written(&self) -> &[u8] {
        self.out
    }

    /// Whether a map has a key twice.
    pub(crate) const fn has_twice(&self) -> bool {
        self.has_twice
    }

    /// Takes back what was written since then.
    pub(crate) fn back_to(&mut self, length: usize) {
        self.out.truncate(length);
    }

    /// Sets the number of a map's pairs that begins there.
    pub(crate) fn set_pairs(&mut self, mark: usize, pairs: usize) {
        set_count(mark, pairs, self.out);
    }

    /// A term that is already as it is to be.
    pub(crate) fn whole(&mut self, place: Place, term: &[u8]) {
        if place == Place::Key {
            self.keys.push(self.out.len());
        }
        self.out.extend_from_slice(term);
    }

    /// A term but for what is in it.
    pub(crate) fn head(&mut self, place: Place, head: &Head<'_>) {
        if place == Place::Key {
            self.keys.push(self.out.len());
        }
        match head {
            Head::Int(int) => put_integer(*int < 0, significant(&int.unsigned_abs().to_le_bytes()), self.out),
            Head::Big(is_negative, magnitude) => put_integer(*is_negative, magnitude, self.out),
            Head::Float(float) => put_float(*float, self.out),
            Head::Atom(name) => name.write(self.otp, self.out),
            Head::Binary(bytes) => put_binary(bytes, self.out),
            Head::Bits(bytes, bits) => {
                put_counted(tag::BIT_BINARY, bytes.len(), self.out);
                self.out.extend_from_slice(&[*bits]);
                self.out.extend_from_slice(bytes);
                if let Some(last) = self.out.last_mut() {
                    *last &= !(0xFF >> bits);
                }
            }
            Head::Opaque(opaque) => put_opaque(opaque, self.otp, self.out),
            Head::Nil => self.out.extend_from_slice(&[tag::NIL]),
            Head::String(bytes) if place == Place::Tail => {
                for byte in *bytes {
                    self.out.extend_from_slice(&[tag::SMALL_INTEGER, *byte]);
                }
                self.out.extend_from_slice(&[tag::NIL]);
                self.tail_items = bytes.len();
            }
            Head::String(bytes) => put_string(bytes, self.out),
            // The count comes at the end.
            Head::List(_) => put_counted(tag::LIST, 0, self.out),
            Head::Tuple(count) => match u8::try_from(*count) {
                Ok(count) => self.out.extend_from_slice(&[tag::SMALL_TUPLE, count]),
                Err(_) => put_counted(tag::LARGE_TUPLE, *count, self.out),
            },
            Head::Map(count) => put_counted(tag::MAP, *count, self.out),
        }
    }

    /// The end of a map whose keys are few strings, as most are; false, and nothing done, of any other.
    pub(crate) fn end_strings(&mut self, count: usize) -> bool {
        let first = self.keys.len().saturating_sub(count);
        let keys = self.keys.get(first..).unwrap_or_default();
        if count > SORTED_PAIRS {
            return false;
        }
        if !are_ascending(self.out, keys) {
            let Some(sorted) = sorted_strings(self.out, keys) else { return false };
            self.out.truncate(keys.first().copied().unwrap_or_default());
            self.out.extend_from_slice(&sorted);
        }
        self.keys.truncate(first);
        true
    }

    /// The end of a container.
    pub(crate) fn end(&mut self, frame: &Frame) -> Result<(), &'static str> {
        match frame.container {
            Container::Tuple => Ok(()),
            Container::List => {
                self.end_list(frame);
                Ok(())
            }
            Container::Map => self.end_map(frame),
        }
    }

    fn end_list(&mut self, frame: &Frame) {
        let items = frame.count - 1 + std::mem::take(&mut self.tail_items);
        let body = self.out.get(frame.mark + 5..).unwrap_or_default();
        // A string, if it is small integers and nothing else (`is_external_string` in OTP).
        let mut bytes = Vec::new();
        for item in body.as_chunks().0 {
            let [tag::SMALL_INTEGER, byte] = item else { break };
            bytes.push(*byte);
        }
        if bytes.len() == items && body.len() == 2 * items + 1 && u16::try_from(items).is_ok() {
            self.out.truncate(frame.mark);
            put_string(&bytes, self.out);
        } else {
            set_count(frame.mark, items, self.out);
        }
    }

    fn end_map(&mut self, frame: &Frame) -> Result<(), &'static str> {
        let keys = take_last(frame.count / 2, &mut self.keys);
        if keys.len() < 2 || are_ascending(self.out, &keys) {
            return Ok(());
        }
        let ordered = in_order(self.out, &keys, self.otp, &mut self.key_bytes)
            .ok_or("maps in the keys of maps are too large to compare")?;
        self.has_twice |= ordered.has_twice;
        if ordered.pairs.len() > SORTED_PAIRS && !ordered.has_twice {
            return Ok(());
        }
        let start = keys.first().copied().unwrap_or_default();
        let map = self.out.get(start..).unwrap_or_default().to_vec();
        self.moved = self.moved.checked_sub(map.len()).ok_or("maps in maps are too large to put in order")?;
        self.out.truncate(start);
        for pair in ordered.pairs {
            let key = keys.get(pair).copied().unwrap_or_default();
            let end = keys.get(pair + 1).map_or(map.len(), |end| end - start);
            self.out.extend_from_slice(map.get(key - start..end).unwrap_or_default());
        }
        Ok(())
    }
}
