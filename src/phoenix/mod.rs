//! What Phoenix keeps in a session, beside what Plug does: the [`flash`].

pub mod flash;
