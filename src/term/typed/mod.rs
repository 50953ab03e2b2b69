//! Any type of serde's as a term, and back: over the bytes, with no tree between.
//!
//! | Rust | written | read, too |
//! |---|---|---|
//! | `bool` | `true`, `false` | |
//! | integers of any width | an integer | |
//! | `f32`, `f64`, finite | a float | an integer |
//! | text, `char` | a string | an atom but for `nil`, `true` and `false`; a charlist |
//! | bytes (`&[u8]`, and what `serde_bytes` has) | a binary | a charlist |
//! | `Option`: none, some | `nil`, the value | |
//! | `()`, a unit struct | `nil` | |
//! | sequences (`Vec`, sets) | a list | a tuple; for `Vec<u8>` a binary |
//! | tuples, tuple structs, arrays | a tuple | a list; for `[u8; N]` a binary |
//! | maps | a map with any keys | |
//! | a struct | a map with its fields' names | |
//! | an enum's variant without data | its name | `{name}`, a map of the name and nil |
//! | any other variant | a map of its name and its data | a tuple of its name and its data |
//! | a newtype | as what is in it | |
//! | [`Term`](crate::term::Term) | itself | |
//!
//! **Names** of fields and variants are written as strings: `%{"id" => 1}`. One that begins with a colon, as by
//! `#[serde(rename = ":id")]`, is written as Elixir would have it, as an atom: `%{id: 1}`, and a variant then as a tuple
//! `{:name, data}`. Both are read, whichever of the two is written. Text is never made an atom: a VM has room for so many, and never forgets one.
//! (With `#[serde(flatten)]` serde hands over names as text. And what it reads by way of a buffer, as with `tag` and `untagged`, is compared without
//! the colon: there a field has both names, `#[serde(rename = ":id", alias = "id")]`.)
//!
//! What Elixir's structs have under `__struct__` is left out, unless a field has that name; a [`Term`](crate::term::Term) has it.

mod de;
mod fault;
mod fields;
mod items;
mod levels;
mod name;
mod parts;
mod reader;
mod ser;
mod variant;
mod whole;
mod writer;

use std::borrow::Cow;

use serde_core::{Deserialize, Serialize};

use crate::error::Error;
use crate::term::decode::{self, DEPTH};
use crate::term::tag;
use crate::term::typed::fault::Fault;
pub use crate::term::typed::levels::LEVELS;
use crate::term::typed::reader::Reader;
use crate::term::typed::writer::Out;

/// Writes a value as `term_to_binary/1` would, with the version byte. See [`typed`](crate::term::typed) for what becomes of what.
///
/// ```
/// # use waxseal::term;
/// #[derive(serde::Serialize)]
/// struct Item<'a> {
///     sku: &'a str,
///     #[serde(rename = ":amount")]
///     amount: u32,
/// }
///
/// // %{:amount => 2, "sku" => "tea"}
/// let bytes = term::to_vec(&Item { sku: "tea", amount: 2 })?;
/// assert_eq!(bytes, b"\x83t\0\0\0\x02w\x06amounta\x02m\0\0\0\x03skum\0\0\0\x03tea");
/// # Ok::<(), waxseal::error::Error>(())
/// ```
///
/// # Errors
///
/// `ERR_ENCODE`, with a [path](Error::path): a float that is not finite, a key twice in a map, an atom of more than 255 characters, what nests deeper than
/// [`LEVELS`], has more parts than [`NODES`](decode::NODES) or is refused by its own type.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut out = vec![tag::VERSION];
    write(value, b"", &mut out)?;
    Ok(out)
}

/// Reads a term with its version byte, compressed or not. See [`typed`](crate::term::typed) for what becomes of what. Text and bytes can be
/// borrowed, unless the term is compressed. Bytes after the term are ignored, as in OTP.
///
/// ```
/// # use waxseal::term;
/// #[derive(serde::Deserialize)]
/// struct Item<'a> {
///     sku: &'a str,
///     amount: u32,
/// }
///
/// // %{"sku" => "tea", amount: 2}
/// let bytes = b"\x83t\0\0\0\x02w\x06amounta\x02m\0\0\0\x03skum\0\0\0\x03tea";
/// let item: Item = term::from_slice(bytes)?;
/// assert_eq!((item.sku, item.amount), ("tea", 2));
///
/// let error = term::from_slice::<Vec<Item>>(b"\x83l\0\0\0\x01t\0\0\0\x01w\x03skua\x07j").err().unwrap();
/// assert_eq!(error.to_string(), "[0].sku: got an integer, takes a borrowed string");
/// assert_eq!((error.code(), error.path()), ("ERR_DECODE", "[0].sku"));
/// # Ok::<(), waxseal::error::Error>(())
/// ```
///
/// # Errors
///
/// `ERR_DECODE`: bytes that are no term, or over the bounds of [`decode::decode`]; with a [path](Error::path), what is no `T`, or nests deeper than
/// [`LEVELS`] where `T` looks. No error has a value in it.
pub fn from_slice<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Error> {
    match decode::check(bytes)? {
        Cow::Borrowed(term) => read(term.strip_prefix(&[tag::VERSION]).unwrap_or_default(), b""),
        Cow::Owned(term) => {
            let term = term.strip_prefix(&[tag::VERSION]).unwrap_or_default();
            T::deserialize(&mut Reader::copying(term)).map_err(|fault| fault.decode(b""))
        }
    }
}

/// Reads a term without a version byte; the path of an error begins with `key`.
pub(crate) fn read<'de, T: Deserialize<'de>>(term: &'de [u8], key: &[u8]) -> Result<T, Error> {
    T::deserialize(&mut Reader::lending(term)).map_err(|fault| fault.decode(key))
}

/// A term without a version byte; the path of an error begins with `key`.
pub(crate) fn to_value<T: Serialize + ?Sized>(value: &T, key: &[u8]) -> Result<Vec<u8>, Error> {
    let mut term = Vec::new();
    write(value, key, &mut term)?;
    Ok(term)
}

/// Writes a term without a version byte to the end of `out`; the path of an error begins with `key`. After an error there may be a part of
/// the term.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T, key: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    let start = out.len();
    value.serialize(&mut Out::new(out)).map_err(|fault| fault.encode(key))?;
    check_readable(out.get(start..).unwrap_or_default()).map_err(|fault| fault.encode(key))
}

/// Refuses what could not be read back: it has too many parts, or whole terms in it nest too deep.
fn check_readable(term: &[u8]) -> Result<(), Fault> {
    // A level takes two bytes at least, and all other bounds are wider.
    if term.len() <= 2 * DEPTH {
        return Ok(());
    }
    decode::check_value(term).map_err(|error| Fault::new(error.message()))
}
