//! Atoms: names in Latin-1 or in UTF-8, and where the names of Elixir's own stand in a VM's atom table.

use std::borrow::Cow;

use crate::term::cursor::Cursor;
use crate::term::otp::Otp;
use crate::term::tag;

/// The most characters that an atom may have (`MAX_ATOM_CHARACTERS`).
const CHARACTERS: usize = 255;

/// An atom's name as it is written.
#[derive(Clone, Copy)]
pub(crate) struct Name<'a> {
    bytes: &'a [u8],
    is_latin1: bool,
}

impl<'a> Name<'a> {
    pub(crate) const fn new(name: &'a str) -> Self {
        Self { bytes: name.as_bytes(), is_latin1: false }
    }

    /// Reads a name from its length on.
    pub(crate) fn after_tag(cursor: &mut Cursor<'a>, tag: u8) -> Option<Self> {
        let width = match tag {
            tag::SMALL_ATOM | tag::SMALL_ATOM_UTF8 => 1,
            tag::ATOM | tag::ATOM_UTF8 => 2,
            _ => return None,
        };
        let bytes = cursor.counted(width)?;
        Some(Self { bytes, is_latin1: matches!(tag, tag::ATOM | tag::SMALL_ATOM) })
    }

    /// Whether it is one that an atom may have.
    pub(crate) fn is_good(&self) -> bool {
        // In UTF-8, every byte but those that go on a character begins one.
        let begins = |byte: &&u8| self.is_latin1 || **byte & 0xC0 != 0x80;
        (self.is_latin1 || str::from_utf8(self.bytes).is_ok())
            && (self.bytes.len() <= CHARACTERS || self.bytes.iter().filter(begins).count() <= CHARACTERS)
    }

    /// In UTF-8.
    pub(crate) fn utf8(&self) -> Cow<'a, [u8]> {
        if !self.is_latin1 || self.bytes.is_ascii() {
            return Cow::Borrowed(self.bytes);
        }
        let mut utf8 = Vec::with_capacity(2 * self.bytes.len());
        for byte in self.bytes {
            if byte.is_ascii() {
                utf8.push(*byte);
            } else {
                utf8.extend_from_slice(&[0xC0 | byte >> 6, 0x80 | byte & 0x3F]);
            }
        }
        Cow::Owned(utf8)
    }

    /// Writes the atom as that OTP does.
    pub(crate) fn write(&self, otp: Otp, out: &mut Vec<u8>) {
        let utf8 = self.utf8();
        let latin1 = if otp == Otp::Otp25 { latin1(&utf8) } else { None };
        let bytes = latin1.as_deref().unwrap_or(&utf8);
        // At most 255 characters of at most four bytes.
        let [high, low] = u16::try_from(bytes.len()).unwrap_or_default().to_be_bytes();
        match (latin1.is_some(), high) {
            (true, _) => out.extend_from_slice(&[tag::ATOM, high, low]),
            (false, 0) => out.extend_from_slice(&[tag::SMALL_ATOM_UTF8, low]),
            (false, _) => out.extend_from_slice(&[tag::ATOM_UTF8, high, low]),
        }
        out.extend_from_slice(bytes);
    }
}

/// UTF-8 in Latin-1, if that has all of its characters.
fn latin1(utf8: &[u8]) -> Option<Vec<u8>> {
    let mut latin1 = Vec::with_capacity(utf8.len());
    let mut high = 0;
    for byte in utf8 {
        match byte {
            0..0x80 => latin1.push(*byte),
            0x80..0xC0 => latin1.push(high | byte & 0x3F),
            0xC2 | 0xC3 => high = byte << 6,
            _ => return None,
        }
    }
    Some(latin1)
}

/// Atoms that are keys of Elixir's own structs, in the order of a VM's atom table.
///
/// From OTP 26 on, a small map has its atom keys in the order in which the VM first met the atoms, and that may differ from
/// VM to VM. These atoms are met while the VM and Elixir start, so this order (OTP 27, Elixir 1.18) is as good as fixed.
const TABLE: &[u8] =
    b"true error first id message microsecond name nil ok port re_pattern scheme second version exp last major map \
minor path host opts source step build calendar month __struct__ day year minute hour time_zone zone_abbr utc_offset \
std_offset sign coef query fragment authority userinfo pre patch re_version __exception__ __meta__";

/// Where an atom of this name stands in the table: the lower the earlier, and the greatest number if it is not in there.
pub(crate) fn place(name: &[u8]) -> usize {
    TABLE.split(|byte| *byte == b' ').position(|known| known == name).unwrap_or(usize::MAX)
}
