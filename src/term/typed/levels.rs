//! How deep values are read and written: serde calls itself for each level, on the stack.

use crate::term::typed::fault::Fault;

/// How deep values are read and written: containers in each other, and a level for each option and newtype.
///
/// A term may be deeper (2,048 levels), and is where nobody looks, or in a [`Term`](crate::term::Term).
///
/// ```
/// # use waxseal::term::{self, typed::LEVELS};
/// #[derive(serde::Serialize)]
/// struct Nested(Option<Box<Nested>>, u8);
///
/// let nested = (0..=LEVELS).fold(Nested(None, 0), |inner, _| Nested(Some(Box::new(inner)), 0));
/// assert_eq!(term::to_vec(&nested).unwrap_err().code(), "ERR_ENCODE");
/// ```
pub const LEVELS: usize = 128;

#[cold]
pub(crate) fn too_deep() -> Fault {
    Fault::new(format!("nests deeper than {LEVELS} levels"))
}
