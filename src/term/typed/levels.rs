//! How deep values are read and written: serde calls itself for each level, on the stack.

use crate::term::typed::fault::Fault;

/// How deep values are read and written: containers in each other, and a level for each option and newtype.
///
/// A term may be deeper (2,048 levels), and is where nobody looks, or in a [`Term`](crate::term::Term).
pub const LEVELS: usize = 128;

#[cold]
pub(crate) fn too_deep() -> Fault {
    Fault::new(format!("nests deeper than {LEVELS} levels"))
}
