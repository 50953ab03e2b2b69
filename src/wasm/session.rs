//! A request at the border: from the Cookie header to the session, and from the session and its [operations](`apply`) to what
//! is sent and stored.

use wasm_bindgen::prelude::*;

use crate::error::{Error, Reason};
use crate::plug::{self, Carried, Commit, Effect, Fetch, Merge};
use crate::session::{Action, ROTATED, Session, Sid, map};
use crate::store::cookie::CookieStore;
use crate::store::times::Times;
use crate::store::{Conn, Lookup, Step, Store};
use crate::store::{kv, life};
use crate::wasm::border::{Answer, call};
use crate::wasm::site::{Kind, Site};

/// Fetches out of a Cookie header of `length` bytes of input. Gives a session; or the key of a record, with which [`resume`] goes
/// on; or a payload for a serializer of the user's.
#[wasm_bindgen]
#[must_use]
pub fn fetch_session(handle: usize, length: usize, https: bool) -> i32 {
    call(|border| {
        let (site, header) = (border.site(handle)?, border.input(length));
        let conn = site.conn(https);
        if let Kind::Serialized(store) = &site.kind {
            return match site.cookie.find(header) {
                None => store.check(&conn).map(|()| nothing(Reason::NoCookie)),
                Some(value) => open(store, &conn, value, |reason| {
                    site.cookie
                        .reason(header, reason, |other| matches!(store.open(&conn, other, &mut Vec::new()), Ok(Ok(_))))
                }),
            };
        }
        Ok(match plug::fetch(&site.cookie, site.store()?, &conn, header)? {
            Fetch::Ready(session) => Answer::Bytes(session.into_bytes()),
            Fetch::Need(key) => Answer::Other(key.into_bytes()),
        })
    })
}

fn nothing(reason: Reason) -> Answer {
    Answer::Bytes(Session::nothing(&Sid::Nil, reason).into_bytes())
}

/// The payload of a cookie's value, for a serializer of the user's, behind a byte that is 1 if a rotated key opened it.
fn open(
    store: &CookieStore,
    conn: &Conn<'_>,
    value: &[u8],
    why: impl FnOnce(Reason) -> Reason,
) -> Result<Answer, Error> {
    let mut payload = vec![0];
    Ok(match store.open(conn, value, &mut payload)? {
        Ok(index) => {
            if let Some(is_rotated) = payload.first_mut() {
                *is_rotated = u8::from(index > 0);
            }
            Answer::Other(payload)
        }
        Err(reason) => nothing(why(reason)),
    })
}

/// Goes on with a fetch: the input is the header, and the record if there is one; if not, its length is negative.
#[wasm_bindgen]
#[must_use]
pub fn resume(handle: usize, header: usize, record: i32) -> i32 {
    call(|border| {
        let (site, length) = (border.site(handle)?, usize::try_from(record).ok());
        let (header, rest) = border.parts(header, length.unwrap_or(0));
        let record = length.map(|_| rest);
        let session = plug::resume(&site.cookie, site.store()?, &site.conn(false), header, record)?;
        Ok(Answer::Bytes(session.into_bytes()))
    })
}

/// The session that is the first `session` bytes of input, after the operations in the bytes behind it: one after the other, a
/// letter, then the lengths of the key and the value (u32 le), the key, the value's term.
///
/// `p` puts, `d` deletes, `c` clears; `r`, `x` and `i` configure the session to be renewed, dropped, ignored; `o` states what it says of
/// itself, its key a digit, the tag in `session/own.rs`; `t` touches it; `b` lets it begin no earlier than its value says (u64 le,
/// milliseconds).
fn applied(session: &[u8], mut operations: &[u8]) -> Result<Session, Error> {
    let mut session = Session::from_bytes(session);
    let mut writes = Vec::new();
    while let Some((letter, key, value)) = operation(&mut operations) {
        match letter {
            b'p' => writes.push((key, Some(value))),
            b'd' => writes.push((key, None)),
            _ => {
                session.write_all(&std::mem::take(&mut writes))?;
                match letter {
                    b'c' => session.clear()?,
                    b'o' => state(&mut session, key, value)?,
                    b't' => session.touch()?,
                    b'b' => session.begin_no_earlier(value.try_into().map_or(0, u64::from_le_bytes)),
                    _ => session.configure(letter == b'r', letter == b'x', letter == b'i')?,
                }
            }
        }
    }
    session.write_all(&writes)?;
    Ok(session)
}

/// States what a session says of itself: seconds (u32 le; 0 for none) or text, empty to take it away.
fn state(session: &mut Session, tag: &[u8], value: &[u8]) -> Result<(), Error> {
    let seconds = value.try_into().ok().map(u32::from_le_bytes).filter(|seconds| *seconds > 0);
    let text = std::str::from_utf8(value).ok().filter(|text| !text.is_empty());
    match tag {
        b"1" => session.set_max_age(seconds),
        b"2" => session.set_idle_timeout(seconds),
        b"3" => session.set_owner(text),
        _ => session.set_about(text),
    }
}

fn operation<'a>(operations: &mut &'a [u8]) -> Option<(u8, &'a [u8], &'a [u8])> {
    let (&letter, rest) = operations.split_first()?;
    let (&key, rest) = rest.split_first_chunk::<4>()?;
    let (&value, rest) = rest.split_first_chunk::<4>()?;
    let (key, rest) = rest.split_at_checked(u32::from_le_bytes(key) as usize)?;
    let (value, rest) = rest.split_at_checked(u32::from_le_bytes(value) as usize)?;
    *operations = rest;
    Some((letter, key, value))
}

/// The session after its operations.
#[wasm_bindgen]
#[must_use]
pub fn apply(session: usize, operations: usize) -> i32 {
    call(|border| {
        let (session, operations) = border.parts(session, operations);
        Ok(Answer::Bytes(applied(session, operations)?.into_bytes()))
    })
}

/// `before_send` for the cookie store: the Set-Cookie value, empty for none.
#[wasm_bindgen]
#[must_use]
pub fn commit(handle: usize, session: usize, operations: usize, https: bool) -> i32 {
    call(|border| {
        let (session, operations) = border.parts(session, operations);
        let commit = before_send(border.site(handle)?, &applied(session, operations)?, https)?;
        Ok(Answer::Bytes(commit.set_cookie.unwrap_or_default()))
    })
}

fn before_send(site: &Site, session: &Session, https: bool) -> Result<Commit, Error> {
    plug::before_send(&site.cookie, site.store()?, &site.conn_for(https, session), session)
}

/// `before_send` for a store that keeps records: the Set-Cookie value (empty for none), the session after its operations, and the
/// steps; each of these parts with its length (u32 le) before it. A step is a letter (`w`rite, `c`reate, `d`elete, `r`etire), its
/// seconds to live (u32 le), its key and its record or mark, these with their lengths. One in an index is a letter (`e`nter, enter
/// `f`rom, `s`een, `l`eave), its owner in the place of the key, and its entry; with `e` and `f` a hash of 32 bytes before that.
#[wasm_bindgen]
#[must_use]
pub fn plan(handle: usize, session: usize, operations: usize, https: bool) -> i32 {
    call(|border| {
        let (session, operations) = border.parts(session, operations);
        let session = applied(session, operations)?;
        let Commit { set_cookie, steps } = before_send(border.site(handle)?, &session, https)?;
        let mut plan = Vec::new();
        part(&mut plan, &set_cookie.unwrap_or_default());
        part(&mut plan, session.as_bytes());
        for step in &steps {
            let own;
            let (letter, ttl_s, key, record): (u8, u32, &str, &[u8]) = match step {
                Step::Write { key, value, ttl_s, create } => (if *create { b'c' } else { b'w' }, *ttl_s, key, value),
                Step::Delete { key, mark } => (b'd', 0, key, mark),
                Step::Retire { key, mark } => (b'r', 0, key, mark),
                Step::Enter { owner, entry, from } => {
                    own = [&from.unwrap_or_default()[..], &entry.to_bytes()].concat();
                    (if from.is_some() { b'f' } else { b'e' }, 0, owner, &own)
                }
                Step::Seen { owner, entry } => {
                    own = entry.to_bytes();
                    (b's', 0, owner, &own)
                }
                Step::Leave { owner, entry } => {
                    own = entry.to_bytes();
                    (b'l', 0, owner, &own)
                }
            };
            plan.push(letter);
            plan.extend_from_slice(&ttl_s.to_le_bytes());
            part(&mut plan, key.as_bytes());
            part(&mut plan, record);
        }
        Ok(Answer::Bytes(plan))
    })
}

fn part(plan: &mut Vec<u8>, bytes: &[u8]) {
    plan.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
    plan.extend_from_slice(bytes);
}

/// Takes what others wrote to the session's record into the session: the input is the session, and the record if there is one; if
/// not, its length is negative.
#[wasm_bindgen]
#[must_use]
pub fn rebase(handle: usize, session: usize, record: i32) -> i32 {
    call(|border| {
        let (site, length) = (border.site(handle)?, usize::try_from(record).ok());
        let (session, rest) = border.parts(session, length.unwrap_or(0));
        let mut session = Session::from_bytes(session);
        site.store()?.rebase(&site.conn(false), &mut session, length.map(|_| rest))?;
        Ok(Answer::Bytes(session.into_bytes()))
    })
}

/// The cookie's value in a Cookie header of `length` bytes of input; not there if it gives [`OTHER`](crate::wasm::border::OTHER).
#[wasm_bindgen]
#[must_use]
pub fn find_cookie(handle: usize, length: usize) -> i32 {
    call(|border| {
        let value = border.site(handle)?.cookie.find(border.input(length));
        Ok(value.map_or(Answer::Other(Vec::new()), |value| Answer::Bytes(value.to_vec())))
    })
}

/// The Set-Cookie value for a cookie's value: the input is the session, for an error that says what weighs how much, and the value.
/// If the value's length is negative, for the cookie's deletion.
#[wasm_bindgen]
#[must_use]
pub fn set_cookie(handle: usize, session: usize, length: i32, https: bool) -> i32 {
    call(|border| {
        let site = border.site(handle)?;
        let conn = site.conn(https);
        Ok(Answer::Bytes(match usize::try_from(length) {
            Ok(length) => {
                let (session, value) = border.parts(session, length);
                let session = Session::from_bytes(session);
                let lasts = site.lasts(&conn, &session);
                site.cookie.set(&conn, value, lasts, || plug::weights(session.map()))?
            }
            Err(_) => site.cookie.delete(&conn)?,
        }))
    })
}

/// The cookie's value for a payload that a serializer of the user's encoded, `length` bytes of input.
#[wasm_bindgen]
#[must_use]
pub fn seal(handle: usize, length: usize) -> i32 {
    call(|border| {
        let site = border.site(handle)?;
        let Kind::Serialized(store) = &site.kind else {
            return Err(Error::config("serializer: there is none of the user's"));
        };
        store.seal(&site.conn(false), border.input(length)).map(Answer::Bytes)
    })
}

/// `store.get` of the contract: a cookie's value, `length` bytes of input. Answers like [`fetch_session`]; the session's times stay in its
/// map, for whoever puts it again.
#[wasm_bindgen]
#[must_use]
pub fn store_get(handle: usize, length: usize) -> i32 {
    call(|border| {
        let (site, cookie) = (border.site(handle)?, border.input(length));
        let conn = site.conn(false);
        if let Kind::Serialized(store) = &site.kind {
            return open(store, &conn, cookie, |reason| reason);
        }
        Ok(match site.store()?.get(&conn, cookie)? {
            Lookup::Ready(mut session) => {
                if let (Some(times), Kind::Cookie(_)) = (Times::of_note(session.note()), &site.kind) {
                    // Of one that had no times yet, they begin now.
                    let times = times.used(times.created);
                    let text = life::text(times, &session.settled(false, times.created, times.created));
                    let is_rotated = session.is_rotated();
                    session = Session::new(&session.sid(), &life::with(session.map(), &text), &[], None);
                    if is_rotated {
                        session.set_flag(ROTATED);
                    }
                }
                Answer::Bytes(session.into_bytes())
            }
            Lookup::Need(key) => Answer::Other(key.into_bytes()),
        })
    })
}

/// `store.put` of the contract, for the cookie store: the cookie's value of a session map, `length` bytes of input. One that is kept by
/// hand has its times in it.
#[wasm_bindgen]
#[must_use]
pub fn store_put(handle: usize, length: usize) -> i32 {
    call(|border| {
        let site = border.site(handle)?;
        let (store, conn) = (site.cookie_store()?, site.conn(false));
        let session = Session::new(&Sid::Term, border.input(length), &[], None);
        let session = store.living.lifted(&conn, session);
        Ok(Answer::Bytes(store.put(&conn, &Sid::Term, &session)?.cookie))
    })
}

/// The cookie's value of a session, `length` bytes of input.
#[wasm_bindgen]
#[must_use]
pub fn put_session(handle: usize, length: usize) -> i32 {
    call(|border| {
        let (site, session) = (border.site(handle)?, Session::from_bytes(border.input(length)));
        let sid = if session.begins() { Sid::Nil } else { Sid::Term };
        Ok(Answer::Bytes(site.cookie_store()?.put(&site.conn(false), &sid, &session)?.cookie))
    })
}

/// A session of a serializer of the user's, so far without its map: the input is the text under the reserved key, if its length is not
/// negative.
#[wasm_bindgen]
#[must_use]
pub fn living(handle: usize, length: i32) -> i32 {
    call(|border| {
        let site = border.site(handle)?;
        let text = usize::try_from(length).ok().map(|length| border.input(length));
        let session = site.living()?.living(&site.conn(false), &Sid::Custom, map::EMPTY, text);
        Ok(Answer::Bytes(session.into_bytes()))
    })
}

/// A session of a store of the user's, `length` bytes of input, with its times out of its map.
#[wasm_bindgen]
#[must_use]
pub fn lifted(handle: usize, length: usize) -> i32 {
    call(|border| {
        let site = border.site(handle)?;
        let session = Session::from_bytes(border.input(length));
        Ok(Answer::Bytes(site.living()?.lifted(&site.conn(false), session).into_bytes()))
    })
}

/// What a serializer or a store of the user's is to write besides: whether the session is to be put though it was only read (a byte, 1
/// if so), and the text for the reserved key, if any.
#[wasm_bindgen]
#[must_use]
pub fn life_text(handle: usize, session: usize, operations: usize) -> i32 {
    call(|border| {
        let site = border.site(handle)?;
        let (session, operations) = border.parts(session, operations);
        let (living, session) = (site.living()?, applied(session, operations)?);
        let conn = site.conn_for(false, &session);
        let mut answer = vec![u8::from(living.is_due(&conn, &session))];
        let text = match living.text(&conn, session.begins(), &session) {
            // Of one that is only read nothing is lost.
            Err(_) if session.action() == Action::None => None,
            text => text?,
        };
        answer.extend_from_slice(text.unwrap_or_default().as_bytes());
        Ok(Answer::Bytes(answer))
    })
}

/// The public id of a record, by its key in the service, `length` bytes of input.
#[wasm_bindgen]
#[must_use]
pub fn public_id(length: usize) -> i32 {
    call(|border| {
        let key = std::str::from_utf8(border.input(length)).unwrap_or_default();
        Ok(Answer::Bytes(kv::public_id(key).into_bytes()))
    })
}

/// When a session began and when it is over, each in milliseconds (u64 le), after its operations at a time; of the second nothing without a
/// limit, of both where the store does not say.
#[wasm_bindgen]
#[must_use]
pub fn span(handle: usize, session: usize, operations: usize, at_ms: f64) -> i32 {
    call(|border| {
        let site = border.site(handle)?;
        let (session, operations) = border.parts(session, operations);
        let session = applied(session, operations)?;
        // Whole, and what a broken clock says saturates, as in `env::now_ms`.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let now_ms = at_ms as u64;
        let (began, ends) = site.span_ms(&Conn { now_ms, ..site.conn(false) }, &session).unzip();
        Ok(Answer::Bytes([began, ends.flatten()].into_iter().flatten().flat_map(u64::to_le_bytes).collect()))
    })
}

/// What a response's Set-Cookie headers say of the session's cookie: the input is the headers, each with a line feed behind it,
/// and the path of the request's URL. Gives a byte for what it carries (0 nothing, 1 a value, 2 the cookie's deletion), one for
/// each header (1 if it is about this very cookie), and the value as a Cookie header.
#[wasm_bindgen]
#[must_use]
pub fn answer(handle: usize, headers: usize, path: usize) -> i32 {
    call(|border| {
        let site = border.site(handle)?;
        let (headers, path) = border.parts(headers, path);
        let headers: Vec<&[u8]> = headers.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end).collect();
        let conn = site.conn(false);
        let answer = plug::answer(&site.cookie, &conn, &headers, path)?;
        let carried = answer.value.map_or(0, |_| if answer.is_deleted { 2 } else { 1 });
        let mut bytes = vec![carried];
        bytes.extend(answer.ours.iter().map(|is_ours| u8::from(*is_ours)));
        if let Some(value) = answer.value {
            bytes.extend_from_slice(&[site.cookie.key().as_bytes(), b"=", value].concat());
        }
        Ok(Answer::Bytes(bytes))
    })
}

/// What is to be done with a session's changes where a response carries its cookie: `action` is the session's first byte, `carried`
/// 0 a deletion, 1 a session, 2 what no key opens. Gives 0 to leave the response as it is, 1 as a log-out elsewhere wins, 2 as nobody
/// here can open it; 3 to put the changes on what it carries, 4 to delete.
#[wasm_bindgen]
#[must_use]
pub fn merge(action: u8, carried: u8) -> u8 {
    let carried = match carried {
        0 => Carried::Deletion,
        1 => Carried::Session,
        _ => Carried::Foreign,
    };
    match plug::merge(Action::from_byte(action), carried) {
        Merge::Stay => 0,
        Merge::StayDropped => 1,
        Merge::StayForeign => 2,
        Merge::Put => 3,
        Merge::Delete => 4,
    }
}

/// What `before_send` is to do for a store of the user's, by the first two bytes of a session, its action and the kind of its sid:
/// 0 nothing, 1 put, 2 put as new, then delete the old, 3 put as new, 4 delete.
#[wasm_bindgen]
#[must_use]
pub fn effect(action: u8, sid: u8) -> u8 {
    match plug::effect(Action::from_byte(action), sid != 0) {
        Effect::Nothing => 0,
        Effect::Put => 1,
        Effect::PutNewThenDelete => 2,
        Effect::PutNew => 3,
        Effect::Delete => 4,
    }
}
