//! The border: thin synchronous bindings that convert, delegate and convert. `pkg/border.js` alone calls them.
//!
//! Bytes cross in three buffers: JavaScript writes `input` before a call, reads `output` after it, and does both with
//! `session`, a session's flat value. Only configurations live on this side, one a `createSessions`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use zeroize::Zeroize;

use crate::env;
use crate::error::{Error, Reason};
use crate::secret_key_base::SecretKeyBase;
use crate::session::{self, Commit, Fetch, SessionCookie};
use crate::session_bytes::Session;
use crate::store::{Conn, Lookup, Step, Store};
use crate::term_encode::Otp;
use crate::wasm_term::Bridge;

/// What a call throws if it fails: the package's own error.
pub(crate) type Thrown<T> = Result<T, JsValue>;

/// One `createSessions`, or one `CookieStore.init`.
pub(crate) struct Site {
    pub(crate) cookie: SessionCookie,
    /// None for a store of the user's, which is JavaScript.
    pub(crate) store: Option<Box<dyn Store>>,
    pub(crate) otp: Otp,
    /// What the options were, as a hash, and the user's own serializer.
    pub(crate) made_of: ([u8; 32], JsValue),
    conn_secret: RefCell<Option<SecretKeyBase>>,
}

impl Site {
    pub(crate) fn new(
        cookie: SessionCookie,
        store: Option<Box<dyn Store>>,
        otp: Otp,
        made_of: ([u8; 32], JsValue),
    ) -> Self {
        Self { cookie, store, otp, made_of, conn_secret: RefCell::default() }
    }

    /// Runs with the connection as the border knows it.
    pub(crate) fn run<T>(&self, https: bool, run: impl FnOnce(&Conn<'_>) -> Result<T, Error>) -> Thrown<T> {
        let secret = self.conn_secret.borrow().clone();
        let conn = Conn { secret_key_base: secret.as_ref(), https, now_ms: env::now_ms() };
        run(&conn).map_err(|error| thrown(&error))
    }

    pub(crate) fn store(&self) -> Result<&dyn Store, Error> {
        self.store.as_deref().ok_or_else(|| Error::config("store: this one is called from JavaScript"))
    }
}

/// What this side keeps between calls.
#[derive(Default)]
pub(crate) struct Border {
    input: Vec<u8>,
    pub(crate) output: Vec<u8>,
    pub(crate) session: Session,
    /// The newest ones; the first has the handle `forgotten`.
    sites: VecDeque<Rc<Site>>,
    forgotten: usize,
    bridge: Option<Rc<Bridge>>,
}

impl Border {
    /// The first `length` bytes of input.
    pub(crate) fn input(&self, length: usize) -> &[u8] {
        self.input.get(..length).unwrap_or_default()
    }

    /// The first `length` bytes of input, and the session.
    pub(crate) fn input_and_session(&mut self, length: usize) -> (&[u8], &mut Session) {
        (self.input.get(..length).unwrap_or_default(), &mut self.session)
    }

    /// Leaves bytes as the output and gives their length.
    pub(crate) fn answer(&mut self, bytes: Vec<u8>) -> i32 {
        self.output.zeroize();
        self.output = bytes;
        i32::try_from(self.output.len()).unwrap_or(i32::MAX)
    }

    /// Leaves a session and gives its length.
    pub(crate) fn begin(&mut self, session: Session) -> i32 {
        self.session = session;
        i32::try_from(self.session.as_bytes().len()).unwrap_or(i32::MAX)
    }
}

thread_local! {
    static BORDER: RefCell<Border> = RefCell::default();
}

/// Short work with the buffers. Never with a call into JavaScript inside that could come back here.
pub(crate) fn with<T>(work: impl FnOnce(&mut Border) -> T) -> T {
    BORDER.with_borrow_mut(work)
}

/// The package's classes.
pub(crate) fn bridge() -> Thrown<Rc<Bridge>> {
    with(|border| border.bridge.clone()).ok_or_else(|| "waxseal: connect was not called".into())
}

/// The package's own error.
pub(crate) fn thrown(error: &Error) -> JsValue {
    bridge().map_or_else(|thrown| thrown, |bridge| bridge.error(error))
}

/// How many sites are kept. JavaScript knows, and makes one again that was forgotten.
const SITES: usize = 1024;

/// Keeps a site and gives its handle.
pub(crate) fn keep(site: Site) -> usize {
    with(|border| {
        if border.sites.len() == SITES {
            border.sites.pop_front();
            border.forgotten += 1;
        }
        border.sites.push_back(Rc::new(site));
        border.forgotten + border.sites.len() - 1
    })
}

/// The handle of the site that was made of the same options before.
pub(crate) fn made_before(made_of: &([u8; 32], JsValue)) -> Option<usize> {
    with(|border| Some(border.forgotten + border.sites.iter().position(|site| site.made_of == *made_of)?))
}

/// The site of a handle.
pub(crate) fn find(handle: usize) -> Thrown<Rc<Site>> {
    let site = with(|border| border.sites.get(handle.checked_sub(border.forgotten)?).map(Rc::clone));
    site.ok_or_else(|| thrown(&Error::config("these sessions were made by another copy of the package")))
}

/// Registers the package's classes. Before anything else.
#[wasm_bindgen]
pub fn connect(functions: &JsValue) -> Thrown<()> {
    let bridge = Bridge::new(functions)?;
    with(|border| border.bridge = Some(Rc::new(bridge)));
    Ok(())
}

/// Where JavaScript may write `length` bytes of input.
#[wasm_bindgen]
#[must_use]
pub fn input(length: usize) -> *const u8 {
    with(|border| {
        if border.input.len() < length {
            // Not in place: growing could leave a copy of a secret behind.
            border.input.as_mut_slice().zeroize();
            border.input = vec![0; length.checked_next_power_of_two().unwrap_or(length).max(4096)];
        }
        border.input.as_ptr()
    })
}

/// Where JavaScript finds the output.
#[wasm_bindgen]
#[must_use]
pub fn output() -> *const u8 {
    with(|border| border.output.as_ptr())
}

/// Where JavaScript writes a session of `length` bytes.
#[wasm_bindgen]
#[must_use]
pub fn session(length: usize) -> *const u8 {
    with(|border| {
        let bytes = border.session.buffer();
        bytes.resize(length, 0);
        bytes.as_ptr()
    })
}

/// Where JavaScript finds the session.
#[wasm_bindgen]
#[must_use]
pub fn session_at() -> *const u8 {
    with(|border| border.session.as_bytes().as_ptr())
}

/// Overwrites what a call that saw secrets left in the buffers.
#[wasm_bindgen]
pub fn wipe() {
    with(|border| {
        border.input.as_mut_slice().zeroize();
        border.output.zeroize();
    });
}

/// The name of a reason for the log.
#[wasm_bindgen]
#[must_use]
pub fn reason(number: u8) -> Option<String> {
    Reason::from_number(number).map(|reason| reason.as_str().to_owned())
}

/// Sets the connection's secret for the calls that follow: `length` bytes of input, or none.
#[wasm_bindgen]
pub fn conn_secret(handle: usize, length: Option<usize>) -> Thrown<()> {
    let secret = length.map(|length| with(|border| SecretKeyBase::new(border.input(length))));
    find(handle)?.conn_secret.replace(secret);
    wipe();
    Ok(())
}

/// Fetches out of a Cookie header of `length` bytes of input. Gives the session's length; or, negative, the length of the
/// storage key in the output, whose record [`resume`] goes on with.
#[wasm_bindgen]
pub fn fetch_session(handle: usize, length: usize, https: bool) -> Thrown<i32> {
    let site = find(handle)?;
    // A copy, as a serializer of the user's may come here.
    let header = with(|border| border.input(length).to_vec());
    let fetched = site.run(https, |conn| session::fetch(&site.cookie, site.store()?, conn, &header))?;
    Ok(with(|border| match fetched {
        Fetch::Ready(session) => border.begin(session),
        Fetch::Need(key) => -border.answer(key.into_bytes()),
    }))
}

/// Goes on with a fetch: the input is the header, and the record if there is one. Gives the session's length.
#[wasm_bindgen]
pub fn resume(handle: usize, header: usize, record: Option<usize>) -> Thrown<i32> {
    let site = find(handle)?;
    let input = with(|border| border.input(header.saturating_add(record.unwrap_or(0))).to_vec());
    let (header, rest) = input.split_at_checked(header).unwrap_or_default();
    let record = record.map(|_| rest);
    let session = site.run(false, |conn| session::resume(&site.cookie, site.store()?, conn, header, record))?;
    Ok(with(|border| border.begin(session)))
}

/// The cookie's value in a Cookie header of `length` bytes of input: its length in the output, or none.
#[wasm_bindgen]
pub fn find_cookie(handle: usize, length: usize) -> Thrown<Option<i32>> {
    let site = find(handle)?;
    Ok(with(|border| {
        let value = site.cookie.find(border.input(length))?.to_vec();
        Some(border.answer(value))
    }))
}

/// `before_send` for the cookie store: the length of the Set-Cookie value in the output, 0 for none. The session is sent then.
#[wasm_bindgen]
pub fn commit(handle: usize, https: bool) -> Thrown<i32> {
    let site = find(handle)?;
    // A copy, as a serializer of the user's may come here. It is put back when nothing can go wrong any more.
    let mut session = with(|border| border.session.clone());
    let before = site.run(https, |conn| {
        session.check_not_sent()?;
        let before = session::before_send(&site.cookie, site.store()?, conn, &session)?;
        session.mark_sent().map(|()| before)
    })?;
    with(|border| {
        border.begin(session);
        Ok(border.answer(before.set_cookie.unwrap_or_default()))
    })
}

/// `before_send` for a store that keeps records: `[setCookie | undefined, ...steps]`, a step being `["write", key, value, ttl,
/// create]`, `["delete", key]` or `["retire", key]`. [`sent`] is called when they are done.
#[wasm_bindgen]
pub fn plan(handle: usize, https: bool) -> Thrown<Array> {
    let site = find(handle)?;
    let session = with(|border| border.session.clone());
    let Commit { set_cookie, steps } = site.run(https, |conn| {
        session.check_not_sent()?;
        session::before_send(&site.cookie, site.store()?, conn, &session)
    })?;
    // A header's text has one character a byte.
    let text = |bytes: Vec<u8>| JsValue::from_str(&bytes.into_iter().map(char::from).collect::<String>());
    let plan = Array::of1(&set_cookie.map_or(JsValue::UNDEFINED, text));
    for step in steps {
        plan.push(&match step {
            Step::Write { key, value, ttl_s, create } => Array::of5(
                &"write".into(),
                &key.into(),
                &Uint8Array::from(value.as_slice()),
                &ttl_s.into(),
                &create.into(),
            )
            .into(),
            Step::Delete { key } => Array::of2(&"delete".into(), &key.into()).into(),
            Step::Retire { key } => Array::of2(&"retire".into(), &key.into()).into(),
        });
    }
    Ok(plan)
}

/// Takes what others wrote to the session's record, the input, if there is one. Gives the session's new length.
#[wasm_bindgen]
pub fn rebase(handle: usize, record: Option<usize>) -> Thrown<i32> {
    let site = find(handle)?;
    let (mut session, record) = with(|border| {
        let record = record.map(|length| border.input(length).to_vec());
        (std::mem::take(&mut border.session), record)
    });
    site.run(false, |conn| site.store()?.rebase(conn, &mut session, record.as_deref()))?;
    Ok(with(|border| border.begin(session)))
}

/// Marks the session as sent.
#[wasm_bindgen]
pub fn sent() -> Thrown<()> {
    with(|border| border.session.mark_sent()).map_err(|error| thrown(&error))
}

/// The Set-Cookie value for a cookie's value, `length` bytes of input, or for its deletion: its length in the output.
#[wasm_bindgen]
pub fn set_cookie(handle: usize, length: Option<usize>, https: bool) -> Thrown<i32> {
    let site = find(handle)?;
    let value = length.map(|length| with(|border| border.input(length).to_vec()));
    let header = site.run(https, |conn| match &value {
        Some(value) => site.cookie.set(conn, value, String::new),
        None => site.cookie.delete(conn),
    })?;
    Ok(with(|border| border.answer(header)))
}

/// `store.get` of the contract: a cookie's value, `length` bytes of input. Answers like [`fetch_session`].
#[wasm_bindgen]
pub fn store_get(handle: usize, length: usize) -> Thrown<i32> {
    let site = find(handle)?;
    let cookie = with(|border| border.input(length).to_vec());
    let lookup = site.run(false, |conn| site.store()?.get(conn, &cookie))?;
    Ok(with(|border| match lookup {
        Lookup::Ready(session) => border.begin(session),
        Lookup::Need(key) => -border.answer(key.into_bytes()),
    }))
}

/// `store.put` of the contract, for the cookie store: the length of the cookie's value in the output.
#[wasm_bindgen]
pub fn store_put(handle: usize) -> Thrown<i32> {
    let site = find(handle)?;
    let session = with(|border| border.session.clone());
    let put = site.run(false, |conn| site.store()?.put(conn, &session.sid(), &session))?;
    Ok(with(|border| border.answer(put.cookie)))
}
