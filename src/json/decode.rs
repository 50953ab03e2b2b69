//! JSON, read to the letter into the bytes of a term.

use crate::term::atom::Name;
use crate::term::decode::{BIGNUM, DEPTH, NODES};
use crate::term::encode::Otp;
use crate::term::float;
use crate::term::integer::{magnitude, significant};
use crate::term::order::order;
use crate::term::put::{put_counted, put_float, put_integer, set_count, take_last};
use crate::term::tag;

/// An integer of [`BIGNUM`] bytes has so many digits at most, and perhaps a sign.
const INTEGER_DIGITS: usize = 19_730;

/// Reads one JSON text into a term with its version byte.
pub(crate) fn read(text: &[u8]) -> Option<Vec<u8>> {
    str::from_utf8(text).ok()?;
    let mut parser = Parser { text, at: 0, out: vec![tag::VERSION], open: Vec::new(), pairs: Vec::new() };
    for _ in 0..NODES {
        parser.space();
        if parser.value()? {
            continue;
        }
        // The value may complete an array or an object, which may complete the one around it, and so on.
        while parser.end()? {}
        if parser.open.is_empty() {
            return parser.peek().is_none().then_some(parser.out);
        }
    }
    None
}

/// An array or an object that is being read.
struct Frame {
    is_object: bool,
    /// Where its term begins.
    start: usize,
    count: usize,
}

/// A place in a text, which is UTF-8 as a whole.
struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    /// The term so far. What is open has no count yet.
    out: Vec<u8>,
    open: Vec<Frame>,
    /// Where the pairs begin in `out`, of all the objects that are open.
    pairs: Vec<usize>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Steps over `byte`, if that is next.
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// A value; or, which is true, the beginning of one that holds others.
    fn value(&mut self) -> Option<bool> {
        match self.peek()? {
            b'"' => self.string()?,
            b'[' => return self.begin(false),
            b'{' => return self.begin(true),
            b'n' => self.word("null", "nil")?,
            b't' => self.word("true", "true")?,
            b'f' => self.word("false", "false")?,
            _ => self.number()?,
        }
        Some(false)
    }

    fn word(&mut self, word: &str, atom: &str) -> Option<()> {
        for byte in word.bytes() {
            self.expect(byte)?;
        }
        Name::new(atom).write(Otp::Otp26, &mut self.out);
        Some(())
    }

    /// An array or an object up to its first value, which is true; or all of it, if it is empty.
    fn begin(&mut self, is_object: bool) -> Option<bool> {
        self.at += 1;
        self.space();
        let start = self.out.len();
        put_counted(if is_object { tag::MAP } else { tag::LIST }, 0, &mut self.out);
        if self.eat(if is_object { b'}' } else { b']' }) {
            if !is_object {
                self.out.truncate(start);
                self.out.push(tag::NIL);
            }
            return Some(false);
        }
        if self.open.len() >= DEPTH {
            return None;
        }
        self.open.push(Frame { is_object, start, count: 0 });
        if is_object {
            self.name()?;
        }
        Some(true)
    }

    /// A name of an object up to its colon.
    fn name(&mut self) -> Option<()> {
        self.pairs.push(self.out.len());
        self.space();
        self.string()?;
        self.space();
        self.expect(b':')
    }

    /// What follows a value. True if that was the last one of what is open, which then is a value itself.
    fn end(&mut self) -> Option<bool> {
        self.space();
        let Some(frame) = self.open.last_mut() else {
            return Some(false);
        };
        frame.count += 1;
        let is_object = frame.is_object;
        if self.eat(b',') {
            if is_object {
                self.name()?;
            }
            return Some(false);
        }
        self.expect(if is_object { b'}' } else { b']' })?;
        let mut frame = self.open.pop()?;
        if is_object {
            self.first_of_each(&mut frame);
        } else {
            self.out.push(tag::NIL);
        }
        set_count(frame.start, frame.count, &mut self.out);
        Some(true)
    }

    /// Takes out the pairs whose name came before: of a name the first counts, as in Jason and in Elixir's JSON.
    fn first_of_each(&mut self, frame: &mut Frame) {
        let pairs = take_last(frame.count, &mut self.pairs);
        // The length stands before a name, which is in order, too.
        let name = |at: usize| {
            let [_, a, b, c, d, text @ ..] = self.out.get(*pairs.get(at)?..)? else { return None };
            text.get(..usize::try_from(u32::from_be_bytes([*a, *b, *c, *d])).ok()?)
        };
        let by_name = order(pairs.len(), &|left, right| name(left).cmp(&name(right)));
        let mut came_before = vec![false; pairs.len()];
        for (left, right) in by_name.iter().zip(by_name.iter().skip(1)) {
            if name(*left) == name(*right)
                && let Some(came_before) = came_before.get_mut(*right)
            {
                *came_before = true;
            }
        }
        if !came_before.contains(&true) {
            return;
        }
        let mut kept = Vec::new();
        frame.count = 0;
        for (at, came_before) in came_before.into_iter().enumerate() {
            let (start, end) = (pairs.get(at).copied(), pairs.get(at + 1).copied());
            if !came_before {
                let pair = start.and_then(|start| self.out.get(start..end.unwrap_or(self.out.len())));
                kept.extend_from_slice(pair.unwrap_or_default());
                frame.count += 1;
            }
        }
        self.out.truncate(pairs.first().copied().unwrap_or_default());
        self.out.extend_from_slice(&kept);
    }

    fn string(&mut self) -> Option<()> {
        self.expect(b'"')?;
        let start = self.out.len();
        put_counted(tag::BINARY, 0, &mut self.out);
        loop {
            match self.next()? {
                b'"' => break,
                b'\\' => {
                    let character = self.escaped()?;
                    self.out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
                0..0x20 => return None,
                byte => self.out.push(byte),
            }
        }
        set_count(start, self.out.len() - start - 5, &mut self.out);
        Some(())
    }

    /// What follows a backslash. Half a surrogate pair is none.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hex()?;
                if !(0xD800..0xDC00).contains(&unit) {
                    return char::from_u32(unit);
                }
                self.expect(b'\\')?;
                self.expect(b'u')?;
                let low = self.hex()?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
                return char::from_u32(0x1_0000 + ((unit - 0xD800) << 10 | low));
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number << 4 | char::from(self.next()?).to_digit(16)?;
        }
        Some(number)
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        let is_negative = self.eat(b'-');
        let digits_start = self.at;
        if !self.eat(b'0') {
            self.digits()?;
        }
        let digits = self.text.get(digits_start..self.at)?;
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _signed = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        if digits_start + digits.len() < self.at {
            let float = float::parse(self.text.get(start..self.at)?)?;
            put_float(float, &mut self.out);
            return Some(());
        }
        // Reading takes time quadratic in the digits.
        if digits.len() > INTEGER_DIGITS {
            return None;
        }
        let magnitude = magnitude(digits);
        let magnitude = significant(&magnitude);
        if magnitude.len() > BIGNUM {
            return None;
        }
        put_integer(is_negative, magnitude, &mut self.out);
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}
