//! axum with waxseal and with its peers: all in one run and in turns, so that what else the machine does is done to all. Each turn asks each
//! app so many times; the figure is the median of the turns. Writes Markdown; its argument is told at the end as it is.

mod apps;
mod browser;

use std::fmt::Write as _;
use std::time::Instant;

use axum::Router;
use browser::{Browser, InProcess, OverHttp};
use tokio::runtime::Runtime;

const TURNS: usize = 101;
/// How often an app is asked in a turn.
const TIMES: u32 = 100;

/// What is asked: its name, how many lines the cart has, the path.
const JOBS: [(&str, u32, &str); 3] = [
    ("a visit is counted, the session is small", 0, "/visit"),
    ("a visit is counted beside a cart of 12 lines", 12, "/visit"),
    ("a cart of 12 lines is read", 12, "/read"),
];

/// What an app without sessions has no part in.
const WITHOUT: &str = "no session";

/// What of the contestants is ours, to which the others are set in relation.
const OURS: usize = 1;

/// Of one app: the medians of the turns.
struct Figure {
    /// Microseconds a request.
    time: f64,
    /// How many times what ours takes in the same turn.
    times_ours: f64,
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// An app counts a visitor's visits and keeps the cart, beside another visitor of its own, and knows nobody by what was forged: figures of
/// one that doesn't would be of nothing.
fn check(name: &str, visitors: &mut [Box<dyn Browser + '_>; 2]) {
    let [one, other] = visitors;
    let asked = |browser: &mut Box<dyn Browser + '_>, path: &str, answers: &str| {
        assert_eq!(browser.get(path), answers, "{name}: {path}");
    };
    asked(one, "/read", ", 0 lines");
    asked(one, "/fill?lines=12", "filled");
    asked(one, "/visit", "ada, visit 1");
    asked(other, "/read", ", 0 lines");
    asked(other, "/fill?lines=3", "filled");
    asked(one, "/visit", "ada, visit 2");
    asked(one, "/read", "ada, 12 lines");
    asked(other, "/read", "ada, 3 lines");
    other.forge();
    asked(other, "/read", ", 0 lines");
}

/// What each browser's app takes.
fn measured(browsers: &mut [Box<dyn Browser + '_>], lines: u32, path: &str) -> Vec<Figure> {
    let mut seen: Vec<String> = Vec::new();
    for browser in &mut *browsers {
        browser.get(&format!("/fill?lines={lines}"));
        seen.push(browser.get(path));
    }
    // They do the same, and the one without sessions is alone in not knowing anybody.
    assert!(seen[1..].iter().all(|text| *text == seen[1] && text.starts_with("ada, ")), "{seen:?}");
    let mut times = vec![Vec::with_capacity(TURNS); browsers.len()];
    for turn in 0..TURNS {
        for step in 0..browsers.len() {
            let at = (turn + step) % browsers.len();
            let start = Instant::now();
            for _ in 0..TIMES {
                std::hint::black_box(browsers[at].get(path));
            }
            times[at].push(start.elapsed().as_secs_f64() * 1e6 / f64::from(TIMES));
        }
    }
    // What was counted is as many visits as there were.
    let asked = u32::try_from(TURNS).expect("few") * TIMES;
    let last = if path == "/visit" { format!("ada, visit {}", asked + 2) } else { seen[OURS].clone() };
    for browser in &mut browsers[1..] {
        assert_eq!(browser.get(path), last);
    }
    let ours = times[OURS].clone();
    let figure = |times: Vec<f64>| Figure {
        times_ours: median(times.iter().zip(&ours).map(|(time, ours)| time / ours).collect()),
        time: median(times),
    };
    times.into_iter().map(figure).collect()
}

fn table(out: &mut String, names: &[&str], figures: &[Vec<Figure>]) {
    for ((job, ..), figures) in JOBS.iter().zip(figures) {
        let head = format!("| | µs a request | of it the session's | requests a second | times {} |", names[OURS]);
        let _ = writeln!(out, "\n**{job}**\n\n{head}\n|---|---:|---:|---:|---:|");
        for (name, Figure { time, times_ours }) in names.iter().zip(figures) {
            let own = if *name == WITHOUT { String::new() } else { format!("{:.1}", time - figures[0].time) };
            let _ = writeln!(out, "| {name} | {time:.1} | {own} | {:.0} | {times_ours:.2} |", 1e6 / time);
        }
    }
}

async fn serve(app: Router) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let apps = apps::contestants();
    let names: Vec<&str> = apps.iter().map(|(name, _)| *name).collect();
    assert_eq!(names[0], WITHOUT);
    for (name, app) in &apps[1..] {
        let visitor = || InProcess { app: app.clone(), runtime: &runtime, cookie: String::new() };
        check(name, &mut [Box::new(visitor()), Box::new(visitor())]);
        let address = runtime.block_on(serve(app.clone()));
        check(name, &mut [Box::new(OverHttp::connect(address)), Box::new(OverHttp::connect(address))]);
    }
    let mut out = String::new();

    out.push_str("\n## In one process, each app called as a service\n");
    let mut browsers: Vec<Box<dyn Browser + '_>> = Vec::new();
    for (_, app) in &apps {
        browsers.push(Box::new(InProcess { app: app.clone(), runtime: &runtime, cookie: String::new() }));
    }
    let figures: Vec<_> = JOBS.iter().map(|(_, lines, path)| measured(&mut browsers, *lines, path)).collect();
    table(&mut out, &names, &figures);

    out.push_str("\n## Over HTTP/1.1 on one connection, one request after the other\n");
    let mut browsers: Vec<Box<dyn Browser>> = Vec::new();
    for (_, app) in apps {
        browsers.push(Box::new(OverHttp::connect(runtime.block_on(serve(app)))));
    }
    let figures: Vec<_> = JOBS.iter().map(|(_, lines, path)| measured(&mut browsers, *lines, path)).collect();
    table(&mut out, &names, &figures);

    println!(
        "# axum\n\nBy `make bench-axum`: {TURNS} turns of {TIMES} requests of each app, in one run; the medians of the turns. The client's \
         own work is in all of them.\n\nA signed cookie is verified, decoded, encoded and signed at each visit, where a store in memory \
         looks into a hash map; what it saves is reading the session's other values. waxseal's own store in memory is the key-value \
         store, which keeps what it seals: two derived keys and XChaCha20-Poly1305 for each record, so that no copy of the service opens \
         a session."
    );
    println!("{out}\n## `get::<T>` and serde_json\n\n```text\n{}\n```", std::env::args().nth(1).unwrap_or_default());
}
