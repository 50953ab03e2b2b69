//! Every flow of `session_flow.json`: whole requests as real Plug served them, with both stores.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod plug;
mod requests;
mod vectors;

use std::collections::BTreeMap;

use plug::Site;
use requests::Service;
use serde_json::Value;
use vectors::{base64, load, name, term, text, unordered};
use waxseal::cookies::{self, Attributes};
use waxseal::error::Error;
use waxseal::plug::{Commit, Fetch, before_send, fetch, resume};
use waxseal::session::map;
use waxseal::session::{Action, Session, Sid};
use waxseal::store::{Conn, Step, Store};
use waxseal::term::Term;
use waxseal::term::decode::decode;
use waxseal::term::encode::{Otp, encode_value};

/// How many flows, requests and headers went by, and how many ended as `tests/README.md` says instead ("Differences from Plug").
#[derive(Debug, Default, PartialEq)]
struct Counts {
    flows: usize,
    requests: usize,
    gets: usize,
    /// Set-Cookie headers that are Plug's, byte for byte.
    exact: usize,
    /// Headers that differ in what is random: an encrypted value, and nothing else.
    random: usize,
    rows: usize,
    already_sent: usize,
    overflow: usize,
    /// "config-at-construction"
    at_construction: usize,
    /// "not-a-map"
    not_a_map: usize,
    /// "no-session-before-fetch"
    not_fetched: usize,
    /// "other-cookies"
    other_cookies: usize,
    /// "sid-shape"
    shorter_header: usize,
    /// "sid-stays"
    sid_stays: usize,
}

#[test]
fn every_flow_with_the_cookie_store() {
    for otp in [Otp::Otp25, Otp::Otp26] {
        let mut counts = Counts::default();
        for case in load("session_flow").iter().filter(|case| case["config"]["store"] == "cookie") {
            match Site::cookie(&case["config"]) {
                Ok(site) => Flow::new(case, &site, otp, &mut counts).run(),
                Err(error) => refused(case, &error, &mut counts),
            }
        }
        let expected = Counts {
            flows: 192,
            requests: 227,
            gets: 54,
            exact: 129,
            random: 13,
            rows: 0,
            already_sent: 2,
            overflow: 6,
            at_construction: 1,
            not_a_map: 7,
            not_fetched: 3,
            other_cookies: 1,
            shorter_header: 0,
            sid_stays: 0,
        };
        assert_eq!(counts, expected, "{otp:?}");
    }
}

#[test]
fn every_flow_with_the_key_value_store_in_the_place_of_ets() {
    let mut counts = Counts::default();
    for case in load("session_flow").iter().filter(|case| case["config"]["store"] == "ets") {
        match Site::kv(&case["config"]) {
            Ok(site) => Flow::new(case, &site, Otp::Otp25, &mut counts).run(),
            Err(error) => refused(case, &error, &mut counts),
        }
    }
    let expected = Counts {
        flows: 87,
        requests: 114,
        gets: 29,
        exact: 45,
        rows: 207,
        shorter_header: 1,
        sid_stays: 22,
        ..Counts::default()
    };
    assert_eq!(counts, expected);
}

/// Attributes that would break the header are no configuration.
fn refused(case: &Value, error: &Error, counts: &mut Counts) {
    assert_eq!(name(case), "opts_injection_extra_crlf", "{error}");
    assert_eq!(error.code(), "ERR_CONFIG", "{error}");
    counts.flows += 1;
    counts.requests += 1;
    counts.at_construction += 1;
}

/// One flow: the jar and the service between its requests.
struct Flow<'a, S> {
    case: &'a Value,
    name: &'a str,
    site: &'a Site<S>,
    otp: Otp,
    counts: &'a mut Counts,
    service: Service,
    /// Plug's sids to ours.
    sids: BTreeMap<String, Vec<u8>>,
    jar: BTreeMap<Vec<u8>, Vec<u8>>,
}

/// What one request has had so far.
struct Request<'a> {
    conn: Conn<'a>,
    headers: Vec<Vec<u8>>,
    session: Option<Session>,
    version: Option<u64>,
    after_fetch: Option<String>,
    at_send: Option<String>,
    gets: Vec<String>,
    /// `conn.resp_cookies`
    cookies: BTreeMap<Vec<u8>, RespCookie>,
    sent: bool,
}

/// A cookie of a response: its value, unless it is deleted, and its header.
struct RespCookie {
    value: Option<Vec<u8>>,
    header: Vec<u8>,
}

impl<'a, S: Store> Flow<'a, S> {
    fn new(case: &'a Value, site: &'a Site<S>, otp: Otp, counts: &'a mut Counts) -> Self {
        let (service, sids, jar) = <_>::default();
        Self { case, name: name(case), site, otp, counts, service, sids, jar }
    }

    fn run(mut self) {
        self.preload();
        let requests = self.case["requests"].as_array().expect("requests");
        let responses = self.case["responses"].as_array().expect("responses");
        assert_eq!(requests.len(), responses.len(), "{}", self.name);
        for (index, (asked, wanted)) in requests.iter().zip(responses).enumerate() {
            self.request(index, asked, wanted);
            self.counts.requests += 1;
        }
        self.counts.flows += 1;
    }

    /// Rows that were there before, under sids of ours.
    fn preload(&mut self) {
        let conn = self.site.conn(false, first_now_ms(self.case));
        for row in self.case["ets_before"].as_array().into_iter().flatten() {
            let mut session = Session::new(&Sid::Nil, map::EMPTY, &[], None);
            let Term::Map(pairs) = term(&row["data"]) else { panic!("a map") };
            for (key, value) in pairs {
                let Term::Binary(key) = key else { panic!("a string") };
                session.put_raw(&key, &self.encoded(&value)).unwrap();
            }
            let put = self.site.store.put(&conn, &Sid::Nil, &session).unwrap();
            self.perform(&put.steps, None);
            self.sids.insert(text(row, "sid").to_owned(), put.cookie);
        }
    }

    fn encoded(&self, value: &Term) -> Vec<u8> {
        let mut bytes = Vec::new();
        encode_value(value, self.otp, &mut bytes).unwrap();
        bytes
    }

    fn perform(&mut self, steps: &[Step], version: Option<u64>) {
        for step in steps {
            match step {
                Step::Write { key, value, create, .. } => {
                    let condition = if *create { requests::If::Absent } else { requests::If::Version(version) };
                    assert!(self.service.put(key, value, condition), "{}", self.name);
                }
                Step::Delete { key, mark } => assert!(self.service.put(key, mark, requests::If::Any)),
                Step::Enter { .. } | Step::Seen { .. } | Step::Leave { .. } => panic!("these sessions are nobody's"),
                Step::Retire { key, mark } => {
                    assert!(self.service.put(key, mark, requests::If::Version(version)), "{}", self.name);
                }
            }
        }
    }

    fn request(&mut self, index: usize, asked: &Value, wanted: &Value) {
        let https = asked["scheme"] == "https";
        let now_ms = wanted["now_unix"].as_u64().expect("a time") * 1000;
        let mut request = Request {
            conn: self.site.conn(https, now_ms),
            headers: self.headers(asked, wanted),
            session: None,
            version: None,
            after_fetch: None,
            at_send: None,
            gets: Vec::new(),
            cookies: BTreeMap::new(),
            sent: false,
        };
        if asked["fetch"] != false {
            self.fetch(&mut request);
            request.after_fetch = request.session.as_ref().map(|session| shown(session.map()));
        }
        if self.is_other_than_plug(&request, asked, wanted) {
            return;
        }
        let mut outcome = Ok(());
        for op in asked["ops"].as_array().expect("operations") {
            outcome = self.op(&mut request, op);
            if outcome.is_err() {
                break;
            }
        }
        if outcome.is_ok() && !request.sent {
            outcome = self.send(&mut request);
        }
        self.compare(index, &request, wanted, outcome);
        for (name, cookie) in request.cookies {
            match cookie.value {
                Some(value) => drop(self.jar.insert(name, value)),
                None => drop(self.jar.remove(&name)),
            }
        }
    }

    /// The request's Cookie headers, with our sids for Plug's.
    fn headers(&self, asked: &Value, wanted: &Value) -> Vec<Vec<u8>> {
        if asked["cookie_from_jar"] == true {
            let pairs: Vec<_> = self.jar.iter().map(|(name, value)| [name, &b"="[..], value].concat()).collect();
            assert_eq!(
                pairs.is_empty(),
                wanted["sent_cookie_headers_b64"].as_array().expect("what was sent").is_empty(),
                "{}",
                self.name
            );
            return if pairs.is_empty() { Vec::new() } else { vec![pairs.join(&b"; "[..])] };
        }
        let headers = asked["cookie_headers_b64"].as_array().expect("headers");
        headers.iter().map(|header| self.with_our_sids(base64(header.as_str().expect("base64")))).collect()
    }

    fn with_our_sids(&self, header: Vec<u8>) -> Vec<u8> {
        self.sids.iter().fold(header, |header, (theirs, ours)| replace(&header, theirs.as_bytes(), ours))
    }

    /// `fetch_session`: the second time nothing. A cookie that the response sets already is what is read.
    fn fetch(&mut self, request: &mut Request<'_>) {
        if request.session.is_some() {
            return;
        }
        let key = self.site.cookie.key().as_bytes();
        let header = match request.cookies.get(key) {
            Some(RespCookie { value: Some(value), .. }) => [key, b"=", value].concat(),
            Some(RespCookie { value: None, .. }) => Vec::new(),
            None => {
                // Of several headers the last counts, and in one of them the first pair.
                let backwards: Vec<_> = request.headers.iter().rev().map(Vec::as_slice).collect();
                let joined = backwards.join(&b";"[..]);
                let headers: Vec<_> = request.headers.iter().map(Vec::as_slice).collect();
                assert_eq!(cookies::find(&joined, key), cookies::find_in(&headers, key), "{}", self.name);
                joined
            }
        };
        let (cookie, store) = (&self.site.cookie, &self.site.store);
        request.session = Some(match fetch(cookie, store, &request.conn, &header).unwrap() {
            Fetch::Ready(session) => session,
            Fetch::Need(key) => {
                let found = self.service.get(&key);
                request.version = found.as_ref().map(|(version, _)| *version);
                let record = found.as_ref().map(|(_, record)| record.as_slice());
                resume(cookie, store, &request.conn, &header, record).unwrap()
            }
        });
    }

    fn op(&mut self, request: &mut Request<'_>, op: &Value) -> Result<(), Error> {
        match text(op, "op") {
            "fetch" => self.fetch(request),
            "send" => return self.send(request),
            "put_resp_cookie" => {
                let value = text(op, "value").as_bytes();
                let (name, attributes) = resp_cookie(op);
                let now_s = i64::try_from(request.conn.now_ms / 1000).unwrap();
                let header = cookies::encode(name, Some(value), &attributes, now_s)?;
                request.cookies.insert(name.to_vec(), RespCookie { value: Some(value.to_vec()), header });
            }
            "delete_resp_cookie" => {
                let (name, attributes) = resp_cookie(op);
                let header = cookies::delete(name, &attributes)?;
                request.cookies.insert(name.to_vec(), RespCookie { value: None, header });
            }
            operation => {
                let key = op["key"].as_str().or(op["key_atom"].as_str()).unwrap_or_default().as_bytes();
                let session = request.session.as_mut().expect("a session");
                match operation {
                    "put" => session.put_raw(key, &self.encoded(&term(&op["value"])))?,
                    "delete" => session.delete(key)?,
                    "clear" => session.clear()?,
                    "configure" => session.configure(op["renew"] == true, op["drop"] == true, op["ignore"] == true)?,
                    "get_all" => request.gets.push(shown(session.map())),
                    "get" => request.gets.push(match session.get_raw(key) {
                        Some(value) => shown(&[&[131], value].concat()),
                        None if op["default"].is_null() => format!("{:?}", Term::Atom("nil".to_owned())),
                        None => format!("{:?}", term(&op["default"])),
                    }),
                    other => panic!("{}: {other}", self.name),
                }
            }
        }
        Ok(())
    }

    /// `send_resp`: the session's cookie comes to the others.
    fn send(&mut self, request: &mut Request<'_>) -> Result<(), Error> {
        let Some(session) = &mut request.session else {
            return Ok(());
        };
        request.at_send = Some(shown(session.map()));
        let Commit { set_cookie, steps } = before_send(&self.site.cookie, &self.site.store, &request.conn, session)?;
        session.mark_sent()?;
        self.perform(&steps, request.version);
        if let Some(header) = set_cookie {
            let value = cookie_value(&header);
            let value = if session.action() == Action::Drop { None } else { Some(value.to_vec()) };
            request.cookies.insert(self.site.cookie.key().as_bytes().to_vec(), RespCookie { value, header });
        }
        request.sent = true;
        Ok(())
    }

    fn compare(&mut self, index: usize, request: &Request<'_>, wanted: &Value, outcome: Result<(), Error>) {
        let name = self.name;
        for (got, field) in [(&request.after_fetch, "session_after_fetch"), (&request.at_send, "session_at_send")] {
            let wanted = wanted.get(field).map(tagged);
            assert_eq!(*got, wanted, "{name} {index}: {field}");
        }
        let gets: Vec<_> = wanted["gets"].as_array().into_iter().flatten().map(tagged).collect();
        assert_eq!(request.gets, gets, "{name} {index}");
        self.counts.gets += gets.len();

        if wanted["outcome"] == "raise" {
            let code = match text(wanted, "exception") {
                "Plug.Conn.AlreadySentError" => "ERR_ALREADY_SENT",
                "Plug.Conn.CookieOverflowError" => "ERR_COOKIE_OVERFLOW",
                other => panic!("{name}: {other}"),
            };
            if name == "overflow_ets_extra_4097" {
                // 43 characters of sid in the place of 128.
                outcome.unwrap();
                let (_, cookie) = request.cookies.first_key_value().expect("a cookie");
                assert_eq!(cookie.header.len(), 4097 - (128 - 43), "{name}");
                self.counts.shorter_header += 1;
                return;
            }
            assert_eq!(outcome.expect_err(name).code(), code, "{name}");
            match code {
                "ERR_ALREADY_SENT" => self.counts.already_sent += 1,
                _ => self.counts.overflow += 1,
            }
            return;
        }
        outcome.unwrap_or_else(|error| panic!("{name} {index}: {error}"));
        // Plug writes the last name first.
        let got: Vec<_> = request.cookies.values().rev().map(|cookie| cookie.header.clone()).collect();
        // A sid that stays is not sent again.
        let stays = |header: &&Value| header["sid"].as_str().is_some_and(|sid| self.sids.contains_key(sid));
        let all = wanted["set_cookie"].as_array().expect("headers");
        let headers: Vec<_> = all.iter().filter(|header| header["session_cookie"] != "sid" || !stays(header)).collect();
        self.counts.sid_stays += all.len() - headers.len();
        assert_eq!(got.len(), headers.len(), "{name} {index}");
        for (at, (got, header)) in got.iter().zip(headers).enumerate() {
            self.compare_header(index, at, got, header);
        }
        if let Some(rows) = wanted["ets_after"].as_array() {
            self.compare_rows(index, request, rows);
        }
    }

    fn compare_header(&mut self, index: usize, at: usize, got: &[u8], header: &Value) {
        let name = self.name;
        let mut wanted = base64(text(header, "header_b64"));
        if header["session_cookie"] == "sid" {
            let value = cookie_value(got).to_vec();
            assert_eq!(value.len(), 43, "{name} {index}");
            let ours = self.sids.entry(text(header, "sid").to_owned()).or_insert_with(|| value.clone());
            assert_eq!(*ours, value, "{name} {index}: another sid");
            wanted = self.with_our_sids(wanted);
        }
        if let Some(carried) = header.get("carries_session") {
            let conn = self.site.conn(false, first_now_ms(self.case));
            let Ok(Fetch::Ready(session)) = fetch(&self.site.cookie, &self.site.store, &conn, got) else {
                panic!("{name} {index}: not to be read back")
            };
            assert_eq!(shown(session.map()), tagged(carried), "{name} {index}");
        }
        let is_encrypted = self.case["config"].get("encryption_salt_b64").is_some();
        if is_encrypted && header["session_cookie"] == "value" {
            let wanted = replace(&wanted, cookie_value(&wanted), cookie_value(got));
            assert_eq!(latin1(got), latin1(&wanted), "{name} {index}");
            self.counts.random += 1;
            return;
        }
        // A key that was not put keeps its bytes, also those that OTP 25 wrote ("keeps-bytes").
        let keeps_bytes = name.starts_with("key_atom_") || name.starts_with("key_struct_");
        let otp27 = self.case["otp27_set_cookie_b64"][index][at].as_str().map(base64);
        if let (Otp::Otp26, Some(otp27), false) = (self.otp, otp27, keeps_bytes) {
            wanted = otp27;
        }
        assert_eq!(latin1(got), latin1(&wanted), "{name} {index}");
        self.counts.exact += 1;
    }

    /// The service has the rows that ETS has, and no more: each opens with its sid alone.
    fn compare_rows(&mut self, index: usize, request: &Request<'_>, rows: &[Value]) {
        let name = self.name;
        let records = self.service.dump().filter(|(_, record)| record.first() != Some(&0)).count();
        assert_eq!(records, rows.len(), "{name} {index}");
        for row in rows {
            let sid = &self.sids[text(row, "sid")];
            let header = [self.site.cookie.key().as_bytes(), b"=", sid].concat();
            let Ok(Fetch::Need(key)) = fetch(&self.site.cookie, &self.site.store, &request.conn, &header) else {
                panic!("{name} {index}: no key")
            };
            let (_, record) = self.service.get(&key).unwrap_or_else(|| panic!("{name} {index}: no record"));
            let found = self.site.store.resume(&request.conn, sid, Some(&record)).unwrap();
            assert_eq!((found.reason(), shown(found.map())), (None, tagged(&row["data"])), "{name} {index}");
            self.counts.rows += 1;
        }
    }

    /// Where Plug raises and we have another answer: that one.
    fn is_other_than_plug(&mut self, request: &Request<'_>, asked: &Value, wanted: &Value) -> bool {
        let name = self.name;
        match wanted["exception"].as_str() {
            Some("BadMapError") => {
                let session = request.session.as_ref().expect("a session");
                assert_eq!((session.sid(), session.map()), (Sid::Nil, map::EMPTY), "{name}");
                // From there on it is as without a cookie.
                let mut nothing = Session::new(&Sid::Nil, map::EMPTY, &[], None);
                let mut session = session.clone();
                let (cookie, store) = (&self.site.cookie, &self.site.store);
                for session in [&mut nothing, &mut session] {
                    let mut after = Request {
                        conn: request.conn,
                        headers: Vec::new(),
                        session: Some(session.clone()),
                        version: None,
                        after_fetch: None,
                        at_send: None,
                        gets: Vec::new(),
                        cookies: BTreeMap::new(),
                        sent: false,
                    };
                    for op in asked["ops"].as_array().expect("operations") {
                        self.op(&mut after, op).unwrap();
                    }
                    *session = after.session.expect("a session");
                }
                assert_eq!(
                    before_send(cookie, store, &request.conn, &session),
                    before_send(cookie, store, &request.conn, &nothing),
                    "{name}"
                );
                assert_eq!(session.map(), nothing.map(), "{name}");
                self.counts.not_a_map += 1;
                true
            }
            Some("ArgumentError") => {
                // What is called is called on a session, and there is none.
                assert!(request.session.is_none() && name.starts_with("unfetched_"), "{name}");
                self.counts.not_fetched += 1;
                true
            }
            Some("Plug.Conn.CookieOverflowError") if name == "overflow_other_cookie" => {
                let op = &asked["ops"][0];
                let (cookie, attributes) = resp_cookie(op);
                let header = cookies::encode(cookie, Some(text(op, "value").as_bytes()), &attributes, 0).unwrap();
                assert!(header.len() > cookies::MAX_SET_COOKIE, "{name}: not ours, and so not refused by us");
                self.counts.other_cookies += 1;
                true
            }
            _ => false,
        }
    }
}

fn resp_cookie(op: &Value) -> (&[u8], Attributes<'_>) {
    let mut attributes = Attributes::default();
    for (name, value) in op["opts"].as_object().expect("options") {
        match name.as_str() {
            "path" => attributes.path = Some(value.as_str().expect("a path").as_bytes()),
            "max_age" => attributes.max_age = Some(value.as_i64().expect("seconds")),
            other => panic!("{other}"),
        }
    }
    (text(op, "name").as_bytes(), attributes)
}

fn cookie_value(header: &[u8]) -> &[u8] {
    let pair = header.split(|byte| *byte == b';').next().unwrap_or_default();
    let equals = pair.iter().position(|byte| *byte == b'=').expect("a name");
    &pair[equals + 1..]
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(from.len().max(1)).position(|window| window == from) {
        replaced.extend_from_slice(&rest[..at]);
        replaced.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    replaced.extend_from_slice(rest);
    replaced
}

fn first_now_ms(case: &Value) -> u64 {
    case["responses"][0]["now_unix"].as_u64().expect("a time") * 1000
}

fn shown(bytes: &[u8]) -> String {
    format!("{:?}", unordered(decode(bytes).unwrap()))
}

fn tagged(value: &Value) -> String {
    format!("{:?}", unordered(term(value)))
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
