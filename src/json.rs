//! JSON, as a serializer of Plug's with Jason reads and writes it: RFC 8259 to the letter, over terms.
//!
//! Strings are binaries, `null`, `true` and `false` atoms, arrays lists and objects maps with binary keys. Integers are exact
//! at any size; what has a fraction or an exponent is a float.

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
    let text = std::str::from_utf8(text).ok()?;
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
            Token::Open(mut frame) => {
                if let Frame::Object { name, .. } = &mut frame {
                    *name = parser.name()?;
                }
                stack.push(frame);
                continue;
            }
        };
        loop {
            let Some(frame) = stack.last_mut() else {
                parser.space();
                return parser.rest().is_empty().then_some(value);
            };
            let Some(complete) = parser.give(frame, value)? else {
                break;
            };
            value = complete;
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
        name: String,
    },
}

enum Token {
    Value(Term),
    /// With something in it.
    Open(Frame),
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Steps over `what` if that is next.
    fn eat(&mut self, what: &str) -> Option<()> {
        self.rest().starts_with(what).then(|| self.at += what.len())
    }

    /// A value, or the beginning of one that holds others.
    fn value(&mut self) -> Option<Token> {
        self.space();
        let atom = |name: &str| Token::Value(Term::Atom(name.to_owned()));
        Some(match self.rest().bytes().next()? {
            b'"' => Token::Value(Term::Binary(self.string()?.into_bytes())),
            b'[' => self.open("[", "]", Term::List(Vec::new()), Frame::Array(Vec::new()))?,
            b'{' => {
                let frame = Frame::Object { pairs: Vec::new(), name: String::new() };
                self.open("{", "}", Term::Map(Vec::new()), frame)?
            }
            b'n' => self.eat("null").map(|()| atom("nil"))?,
            b't' => self.eat("true").map(|()| atom("true"))?,
            b'f' => self.eat("false").map(|()| atom("false"))?,
            _ => Token::Value(self.number()?),
        })
    }

    fn open(&mut self, open: &str, close: &str, empty: Term, frame: Frame) -> Option<Token> {
        self.eat(open)?;
        self.space();
        Some(if self.eat(close).is_some() { Token::Value(empty) } else { Token::Open(frame) })
    }

    /// A name of an object up to its colon.
    fn name(&mut self) -> Option<String> {
        self.space();
        let name = self.string()?;
        self.space();
        self.eat(":")?;
        Some(name)
    }

    /// Gives an array or object a value. Gives it back, in the inner option, if that was the last one.
    #[expect(clippy::option_option, reason = "the outer one is the fault, as everywhere here")]
    fn give(&mut self, frame: &mut Frame, value: Term) -> Option<Option<Term>> {
        self.space();
        let more = self.eat(",").is_some();
        match frame {
            Frame::Array(items) => {
                items.push(value);
                if more {
                    return Some(None);
                }
                self.eat("]")?;
                Some(Some(Term::List(std::mem::take(items))))
            }
            Frame::Object { pairs, name } => {
                pairs.push((Term::Binary(std::mem::take(name).into_bytes()), value));
                if more {
                    *name = self.name()?;
                    return Some(None);
                }
                self.eat("}")?;
                Some(Some(Term::Map(last_of_each(std::mem::take(pairs)))))
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        self.eat("\"")?;
        let mut string = String::new();
        loop {
            let rest = self.rest();
            let end = rest.find(|character| matches!(character, '"' | '\\' | '\0'..' '))?;
            string.push_str(rest.get(..end)?);
            self.at += end;
            if self.eat("\"").is_some() {
                return Some(string);
            }
            self.eat("\\")?;
            string.push(self.escaped()?);
        }
    }

    /// What follows a backslash. Half a surrogate pair is none.
    fn escaped(&mut self) -> Option<char> {
        let escape = self.rest().chars().next()?;
        self.at += escape.len_utf8();
        Some(match escape {
            '"' | '\\' | '/' => escape,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let unit = self.hex()?;
                let low = if (0xD800..0xDC00).contains(&unit) {
                    self.eat("\\u")?;
                    Some(self.hex()?)
                } else {
                    None
                };
                char::decode_utf16(std::iter::once(unit).chain(low)).next()?.ok()?
            }
            _ => return None,
        })
    }

    fn hex(&mut self) -> Option<u16> {
        let digits = self.rest().get(..4)?;
        self.at += 4;
        digits.chars().try_fold(0, |number, digit| Some(number << 4 | u16::try_from(digit.to_digit(16)?).ok()?))
    }

    fn number(&mut self) -> Option<Term> {
        let start = self.at;
        let _sign = self.eat("-");
        if self.eat("0").is_none() {
            self.digits()?;
        }
        let integer_end = self.at;
        if self.eat(".").is_some() {
            self.digits()?;
        }
        if self.eat("e").or_else(|| self.eat("E")).is_some() {
            let _sign = self.eat("+").or_else(|| self.eat("-"));
            self.digits()?;
        }
        let text = self.text.get(start..self.at)?;
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

    fn digits(&mut self) -> Option<()> {
        let rest = self.rest();
        let count = rest.len() - rest.trim_start_matches(|character: char| character.is_ascii_digit()).len();
        self.at += count;
        (count > 0).then_some(())
    }
}

/// The pairs without those whose name comes again.
fn last_of_each(pairs: Vec<(Term, Term)>) -> Vec<(Term, Term)> {
    let name = |at: usize| match pairs.get(at) {
        Some((Term::Binary(name), _)) => name.as_slice(),
        _ => &[],
    };
    let by_name = order(pairs.len(), &|left, right| name(left).cmp(name(right)).then(left.cmp(&right)));
    let mut again: Vec<usize> = by_name
        .windows(2)
        .filter_map(|pair| match pair {
            [left, right] if name(*left) == name(*right) => Some(*left),
            _ => None,
        })
        .collect();
    if again.is_empty() {
        return pairs;
    }
    let mut comes_again = vec![false; pairs.len()];
    for at in again.drain(..) {
        if let Some(comes_again) = comes_again.get_mut(at) {
            *comes_again = true;
        }
    }
    pairs.into_iter().zip(comes_again).filter(|(_, again)| !again).map(|(pair, _)| pair).collect()
}
