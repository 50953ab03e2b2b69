//! For which of OTP's releases a term is written.

/// The version of OTP that is to read the bytes. Both read both, but write atoms differently.
///
/// ```
/// # use waxseal::term::{Term, encode::{Otp, encode}};
/// let atom = Term::Atom("ok".to_owned());
/// assert_eq!(encode(&atom, Otp::Otp25)?, b"\x83d\0\x02ok");
/// assert_eq!(encode(&atom, Otp::Otp26)?, b"\x83w\x02ok");
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otp {
    /// OTP 25 and before: atoms in Latin-1 where that can be.
    Otp25,
    /// OTP 26 and later: atoms in UTF-8.
    Otp26,
}
