//! JSON, as a serializer of Plug's with Jason reads and writes it: RFC 8259 to the letter, over the bytes of terms.
//!
//! Strings are binaries, `null`, `true` and `false` atoms, arrays lists and objects maps with binary keys. Integers are exact
//! at any size; what has a fraction or an exponent is a float.
//!
//! Not by `serde_json`: it was tried, at 47 KB of gzip and 1.35 to 1.52 times the time.
//!
//! ```
//! use waxseal::json;
//! use waxseal::term::Term;
//!
//! let term = json::decode(br#"{ "tea": 2.50 }"#).unwrap();
//! assert_eq!(term, Term::Map(vec![(Term::Binary(b"tea".to_vec()), Term::Float(2.5))]));
//! assert_eq!(json::encode(&term)?, r#"{"tea":2.5}"#);
//! assert_eq!(json::decode(b"{tea: 2}"), None);
//! # Ok::<(), waxseal::error::Error>(())
//! ```

use crate::error::Error;
pub(crate) mod decode;
pub(crate) mod encode;

use crate::term::Term;
use crate::term::build::build;
use crate::term::encode::plain;

/// Reads one JSON text: `Jason.decode/1`. Of a name that an object has twice, the first value counts.
///
/// Nothing for any other text, an integer or a float that no term holds, and what is over the bounds that terms have.
#[must_use]
pub fn decode(text: &[u8]) -> Option<Term> {
    build(&decode::read(text)?, 1)
}

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
    // What no term has stands there as what JSON lacks, and is told by its place.
    let (plain, _) = plain(term);
    let text = encode::write(&plain, 0)?;
    String::from_utf8(text).map_err(|_| Error::encode("the term is not UTF-8"))
}
