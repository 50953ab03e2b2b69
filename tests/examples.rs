//! Every public item is used in an example: of its own, or of the type or module that it is of, in the same file. Reads the text, as rustdoc's
//! own lint for it is not of any release; that the examples run is rustdoc's affair.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

/// Of modules that nobody outside of the crate reaches.
const PRIVATE: &[&str] = &["cookies/http_date.rs", "crypto/a128gcm.rs", "crypto/mac.rs"];

/// Rust's files below a folder, but for the border: it is no part of the Rust API.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap().to_str().unwrap();
            if !name.starts_with("wasm/") && !PRIVATE.contains(&name) {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("\n#[cfg(test)]").next().unwrap_or_default();
                found.push((name.to_owned(), code.to_owned() + &included(&path)));
            }
        }
    }
}

/// The page that an adapter includes, which is tested where its client is (`tests/native`).
fn included(source: &Path) -> String {
    let page = fs::read_to_string(source.with_extension("md")).unwrap_or_default();
    page.lines().flat_map(|line| ["/// ", line, "\n"]).collect()
}

/// The words of a file's examples.
fn examples(code: &str) -> Vec<&str> {
    // The fence that a block began with, while it goes on.
    let mut block = None;
    let mut words = Vec::new();
    for line in code.lines() {
        let line = line.trim_start();
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")).map(str::trim_start) {
            None => block = None,
            Some(fence) if fence.starts_with("```") => block = if block.is_some() { None } else { Some(fence) },
            Some(text) if matches!(block, Some("```" | "```no_run")) => {
                words.extend(text.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
            }
            Some(_) => {}
        }
    }
    words
}

/// The public items of a file, and what each implementation of its traits has to have.
fn items(code: &str) -> Vec<&str> {
    let mut is_trait = false;
    let mut names = Vec::new();
    for line in code.lines() {
        let public = line.trim_start().strip_prefix("pub ");
        is_trait = public.is_some_and(|item| item.starts_with("trait ")) || is_trait && line != "}";
        let required = line.trim_start().strip_prefix("fn ").filter(|_| is_trait && line.ends_with(';'));
        let is_kind = |word: &&str| match *word {
            "fn" | "struct" | "enum" | "trait" | "type" | "static" => true,
            "const" => !line.contains(" fn "),
            _ => false,
        };
        let words = public.unwrap_or_default().split([' ', '(', '<', ':', ';', '=']);
        let public = words.skip_while(|word| !is_kind(word)).nth(1);
        names.extend(public.or(required.and_then(|function| function.split(['(', '<']).next())));
    }
    names
}

#[test]
fn every_public_item_is_in_an_example() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut count = 0;
    let mut without = Vec::new();
    for (file, code) in &files {
        let (items, words) = (items(code), examples(code));
        count += items.len();
        without.extend(items.iter().filter(|item| !words.contains(item)).map(|item| format!("{file}: {item}")));
    }
    assert!(count > 250, "it found {count} items alone");
    assert!(without.is_empty(), "in no example: {without:#?}");
}

#[test]
fn it_finds_an_item_without_one() {
    let code = "//! ```text\n//! open\n//! ```\n\n/// ```\n/// Shop::new();\n/// ```\npub struct Shop<T>(T);\n    pub const fn new() {}\n    pub const fn open() {}\npub trait Till {\n    fn pay(&self);\n    fn give(&self) {}\n}\npub const LONGEST: u8 = 1;\n";
    assert_eq!(items(code), ["Shop", "new", "open", "Till", "pay", "LONGEST"]);
    let words = examples(code);
    let without: Vec<_> = items(code).into_iter().filter(|item| !words.contains(item)).collect();
    assert_eq!(without, ["open", "Till", "pay", "LONGEST"]);
}
