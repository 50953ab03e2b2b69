//! Who asks: one visitor, who sends back the cookies that were set; in this process, or over a connection that stays.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::http::header::{COOKIE, SET_COOKIE};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// A visitor of one app.
pub trait Browser {
    /// The answer's text. What is no 200 is the end of the run.
    fn get(&mut self, path: &str) -> String;
    /// Changes a character in the middle of its cookie's value.
    fn forge(&mut self);
}

fn pair(set_cookie: &str) -> String {
    set_cookie.split(';').next().unwrap_or_default().to_owned()
}

fn forged(cookie: &str) -> String {
    let (name, value) = cookie.split_once('=').expect("a cookie");
    let at = value.len() / 2;
    let other = if value[at..].starts_with('A') { "B" } else { "A" };
    format!("{name}={}{other}{}", &value[..at], &value[at + 1..])
}

/// The app is called as a service: no server, no socket.
pub struct InProcess<'r> {
    pub app: Router,
    pub runtime: &'r Runtime,
    pub cookie: String,
}

impl Browser for InProcess<'_> {
    fn get(&mut self, path: &str) -> String {
        let request = Request::get(path).header(COOKIE, self.cookie.as_str()).body(Body::empty()).expect("a request");
        self.runtime.block_on(async {
            let response = self.app.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), 200, "{path}");
            if let Some(set) = response.headers().get(SET_COOKIE) {
                self.cookie = pair(set.to_str().expect("text"));
            }
            let body = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
            String::from_utf8(body.into()).expect("text")
        })
    }

    fn forge(&mut self) {
        self.cookie = forged(&self.cookie);
    }
}

/// Over HTTP/1.1, one request after the other.
pub struct OverHttp {
    connection: BufReader<TcpStream>,
    cookie: String,
}

impl OverHttp {
    /// Connects to an app that is served.
    pub fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("an open socket");
        Self { connection: BufReader::new(stream), cookie: String::new() }
    }
}

impl Browser for OverHttp {
    fn get(&mut self, path: &str) -> String {
        let cookie = &self.cookie;
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: {cookie}\r\n\r\n");
        self.connection.get_mut().write_all(request.as_bytes()).expect("an open connection");
        let (mut line, mut length, mut is_first) = (String::new(), 0, true);
        loop {
            line.clear();
            self.connection.read_line(&mut line).expect("a header");
            assert!(!is_first || line.starts_with("HTTP/1.1 200"), "{path}: {line}");
            is_first = false;
            let Some((name, value)) = line.trim_end().split_once(": ") else {
                if line == "\r\n" {
                    break;
                }
                continue;
            };
            match name {
                "set-cookie" => self.cookie = pair(value),
                "content-length" => length = value.parse().expect("a length"),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.connection.read_exact(&mut body).expect("a body");
        String::from_utf8(body).expect("text")
    }

    fn forge(&mut self) {
        self.cookie = forged(&self.cookie);
    }
}
