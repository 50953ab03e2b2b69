//! What a session's header says besides its lengths: what is to be done, and whose session it is.

/// `conn.private.plug_session_info`: what `before_send` is to do.
///
/// ```
/// # use waxseal::session::{Action, Session};
/// let mut session = Session::default();
/// assert_eq!(session.action(), Action::None);
/// session.configure(true, false, false)?;
/// assert_eq!(session.action(), Action::Renew);
/// # Ok::<(), waxseal::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Nothing was written: nothing is done.
    None = 0,
    /// Something was put, deleted or cleared.
    Write = 1,
    /// `configure_session(conn, drop: true)`.
    Drop = 2,
    /// `configure_session(conn, renew: true)`.
    Renew = 3,
    /// `configure_session(conn, ignore: true)`.
    Ignore = 4,
}

impl Action {
    pub(crate) const fn from_byte(byte: u8) -> Self {
        match byte {
            1 => Self::Write,
            2 => Self::Drop,
            3 => Self::Renew,
            4 => Self::Ignore,
            _ => Self::None,
        }
    }
}

/// What a store's `get` says of a cookie. Anything but [`Sid::Nil`] makes `drop` emit a deletion.
///
/// ```
/// # use waxseal::session::{Session, Sid, map};
/// let session = Session::new(&Sid::Id(b"row 42".to_vec()), map::EMPTY, b"", None);
/// assert_eq!(session.sid(), Sid::Id(b"row 42".to_vec()));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Sid {
    /// The cookie identifies nothing: there is nothing to delete, and a new sid is made at the next write.
    Nil,
    /// The cookie store's sid for its own terms (`:term`).
    Term,
    /// The cookie store's sid for a serializer of the user's (`:custom`).
    Custom,
    /// A server-side store's id.
    Id(Vec<u8>),
    /// An id that a server-side store could have given, and has no session under: `drop` makes sure of that, and nothing is ever
    /// put under it.
    Unknown(Vec<u8>),
}

/// Whoever has an id has the session: it is not shown.
impl std::fmt::Debug for Sid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nil => "Nil",
            Self::Term => "Term",
            Self::Custom => "Custom",
            Self::Id(_) => "Id(..)",
            Self::Unknown(_) => "Unknown(..)",
        })
    }
}
