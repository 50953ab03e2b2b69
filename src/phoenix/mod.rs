//! What Phoenix keeps in a session, beside what Plug does: the [`flash`], and who is logged in ([`user_auth`]).

pub mod flash;
pub mod user_auth;
