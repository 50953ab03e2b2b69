//! JSON, as a serializer of Plug's with Jason reads and writes it: RFC 8259 to the letter, over terms.
//!
//! Strings are binaries, `null`, `true` and `false` atoms, arrays lists and objects maps with binary keys. Integers are exact
//! at any size; what has a fraction or an exponent is a float.

use std::mem::take;

use crate::float;
pub use crate::json_encode::encode;
use crate::term::Term;
use crate::term_decode::{BIGNUM, DEPTH, NODES};
use crate::term_order::order;

/// An integer of [`BIGNUM`] bytes has so many digits at most, and perhaps a sign.
const INTEGER_DIGITS: usize = 19_730;

/// Reads one JSON text: `Jason.decode/1`. Of a name that an object has twice, the last value counts.
///
/// Nothing for any other text, an integer or a float that no term holds, and what is over the bounds that terms have.
#[must_use]
pub fn decode(text: &[u8]) -> Option<Term> {
    std::str::from_utf8(text).ok()?;
    let mut parser = Parser { text, at: 0 };
    let mut stack: Vec<Frame> = Vec::new();
    let mut nodes = 0;
    loop {
        nodes += 1;
        if nodes > NODES {
            return None;
        }
        let mut value = match parser.value()? {
            Token::Value(term) => term,
            Token::Open(_) if stack.len() >= DEPTH => return None,
            Token::Open(frame) => {
                stack.push(frame);
                continue;
            }
        };
        // The value may complete an array or an object, which may complete the one around it, and so on.
        loop {
            parser.space();
            let Some(frame) = stack.last_mut() else {
                return parser.peek().is_none().then_some(value);
            };
            match parser.give(frame, value)? {
                Given::Complete(complete) => value = complete,
                Given::Incomplete => break,
            }
            stack.pop();
        }
    }
}

/// An array or an object that waits for its next value.
enum Frame {
    Array(Vec<Term>),
    /// `name` is that of the value that comes next.
    Object {
        pairs: Vec<(Term, Term)>,
        name: Vec<u8>,
    },
}

enum Token {
    Value(Term),
    /// Something is in it.
    Open(Frame),
}

enum Given {
    Complete(Term),
    Incomplete,
}

/// A place in a text, which is UTF-8 as a whole.
struct Parser<'a> {
    text: &'a [u8],
    at: usize,
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

    /// A value, or the beginning of one that holds others.
    fn value(&mut self) -> Option<Token> {
        self.space();
        Some(Token::Value(match self.peek()? {
            b'"' => Term::Binary(self.string()?),
            b'[' => {
                self.at += 1;
                self.space();
                if !self.eat(b']') {
                    return Some(Token::Open(Frame::Array(Vec::new())));
                }
                Term::List(Vec::new())
            }
            b'{' => {
                self.at += 1;
                self.space();
                if !self.eat(b'}') {
                    return Some(Token::Open(Frame::Object { pairs: Vec::new(), name: self.name()? }));
                }
                Term::Map(Vec::new())
            }
            b'n' => self.word("null", "nil")?,
            b't' => self.word("true", "true")?,
            b'f' => self.word("false", "false")?,
            _ => self.number()?,
        }))
    }

    fn word(&mut self, word: &str, atom: &str) -> Option<Term> {
        for byte in word.bytes() {
            self.expect(byte)?;
        }
        Some(Term::Atom(atom.to_owned()))
    }

    /// A name of an object up to its colon.
    fn name(&mut self) -> Option<Vec<u8>> {
        self.space();
        let name = self.string()?;
        self.space();
        self.expect(b':')?;
        Some(name)
    }

    /// Gives an array or an object a value, which may be its last.
    fn give(&mut self, frame: &mut Frame, value: Term) -> Option<Given> {
        let more = self.eat(b',');
        match frame {
            Frame::Array(items) => {
                items.push(value);
                if more {
                    return Some(Given::Incomplete);
                }
                self.expect(b']')?;
                Some(Given::Complete(Term::List(take(items))))
            }
            Frame::Object { pairs, name } => {
                pairs.push((Term::Binary(take(name)), value));
                if more {
                    *name = self.name()?;
                    return Some(Given::Incomplete);
                }
                self.expect(b'}')?;
                Some(Given::Complete(Term::Map(last_of_each(take(pairs)))))
            }
        }
    }

    fn string(&mut self) -> Option<Vec<u8>> {
        self.expect(b'"')?;
        let mut string = Vec::new();
        loop {
            match self.next()? {
                b'"' => return Some(string),
                b'\\' => {
                    let character = self.escaped()?;
                    string.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
                0..0x20 => return None,
                byte => string.push(byte),
            }
        }
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

    fn number(&mut self) -> Option<Term> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        let integer_end = self.at;
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _signed = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        let text = std::str::from_utf8(self.text.get(start..self.at)?).ok()?;
        if integer_end < self.at {
            return float::parse(text).map(Term::Float);
        }
        // Reading takes time quadratic in the digits.
        if text.len() > INTEGER_DIGITS {
            return None;
        }
        let integer = Term::parse_integer(text)?;
        let is_too_large = matches!(&integer, Term::Big(big) if big.magnitude().len() > BIGNUM);
        (!is_too_large).then_some(integer)
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

/// The pairs without those whose name comes again.
fn last_of_each(mut pairs: Vec<(Term, Term)>) -> Vec<(Term, Term)> {
    let name = |at: usize| match pairs.get(at) {
        Some((Term::Binary(name), _)) => name.as_slice(),
        _ => &[],
    };
    let by_name = order(pairs.len(), &|left, right| name(left).cmp(name(right)).then(left.cmp(&right)));
    let mut comes_again = vec![false; pairs.len()];
    for pair in by_name.windows(2) {
        if let [left, right] = pair
            && name(*left) == name(*right)
            && let Some(comes_again) = comes_again.get_mut(*left)
        {
            *comes_again = true;
        }
    }
    let mut comes_again = comes_again.into_iter();
    pairs.retain(|_| comes_again.next() == Some(false));
    pairs
}
