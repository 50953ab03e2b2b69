//! The names of fields and variants: strings, or atoms if they begin with a colon; read, they are either.

use crate::term::atom::Name;

/// The atom that a name is written as, if it is.
pub(crate) fn atom(name: &str) -> Option<Name<'_>> {
    name.strip_prefix(':').filter(|name| !name.is_empty()).map(Name::new)
}

/// Whether one of a type's names is an atom's.
pub(crate) fn has_atoms(names: &[&str]) -> bool {
    names.iter().any(|name| name.as_bytes().first() == Some(&b':'))
}

/// A name as it was found.
#[derive(Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) text: &'a str,
    pub(crate) is_atom: bool,
}

impl<'a> Found<'a> {
    /// Which of a type's names it is: that of its own kind first. If it is none, the name as it was found.
    pub(crate) fn among(self, names: &'static [&'static str]) -> &'a str {
        // Most types have no atoms, and who asked compares the name anyway.
        if !has_atoms(names) {
            return self.text;
        }
        let colon = names.iter().find(|name| name.strip_prefix(':') == Some(self.text));
        let plain = names.iter().find(|name| **name == self.text);
        let (first, second) = if self.is_atom { (colon, plain) } else { (plain, colon) };
        first.or(second).map_or(self.text, |name| *name)
    }
}

/// A name from the data as a part of a path: one that may be a secret in the wrong place is not shown.
pub(crate) fn shown(name: &str) -> &str {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-');
    if name.len() <= 24 && !name.is_empty() && name.bytes().all(is_word) { name } else { "(…)" }
}

/// A session's key as a part of a path: so much of it, and nothing that would begin another line of a log.
pub(crate) fn of_session(key: &[u8]) -> String {
    const LONGEST: usize = 64;
    String::from_utf8_lossy(key).chars().filter(|char| !char.is_control()).take(LONGEST).collect()
}
