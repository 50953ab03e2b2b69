//! The rooms of the house: no file imports from a room above its own, and no files import one another in a circle, in `src` and in
//! `pkg`. Reads the `use` and `import` lines.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up: a room uses only those before it.
const SRC: &[&str] = &[
    "decimal", "error", "env", "term", "json", "crypto", "cookies", "session", "store", "kv", "plug", "phoenix",
    "sessions", "web", "tower", "wasm",
];
/// Likewise; what stands at the top of `pkg` is above all of them.
const PKG: &[&str] = &[
    "border",
    "term",
    "session",
    "store",
    "kv",
    "plug",
    "phoenix",
    "frameworks",
    "conformance",
    "",
    "inspect",
    "command",
];

/// Circles that are still there, each by its files: none may come, and one that is gone is taken out here.
const CIRCLES: &[&[&str]] = &[];

type Imports = BTreeMap<String, BTreeSet<String>>;

/// All files below a folder with this ending, by their path in it.
fn files(root: &Path, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                if !["dist", "wasm", "node_modules", "entry"].contains(&name.as_str()) || ending == ".rs" {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// The file of `src` that a path of modules leads to: the deepest that there is.
fn module<'a>(files: &'a BTreeMap<String, String>, path: &str) -> Option<&'a str> {
    let mut parts: Vec<&str> = path.split("::").collect();
    while !parts.is_empty() {
        let joined = parts.join("/");
        for file in [format!("{joined}.rs"), format!("{joined}/mod.rs")] {
            if let Some((name, _)) = files.get_key_value(&file) {
                return Some(name);
            }
        }
        parts.pop();
    }
    None
}

/// Where a name is defined that a `mod.rs` only passes on: `pub use bytes::Session;`.
fn passed_on<'a>(files: &'a BTreeMap<String, String>, file: &'a str, name: &str) -> &'a str {
    let Some(folder) = file.strip_suffix("/mod.rs") else { return file };
    for line in files[file].lines().filter_map(|line| line.trim().strip_prefix("pub use ")) {
        let Some((from, names)) = line.trim_end_matches(';').split_once("::") else { continue };
        let names = names.trim_matches(['{', '}']);
        let own = format!("{folder}/{from}.rs");
        let is_there = names.split(',').any(|passed| passed.trim() == name) || names == "*" && files.contains_key(&own);
        if is_there && let Some((own, text)) = files.get_key_value(&own) {
            let defines = ["fn", "struct", "enum", "trait", "const", "type"]
                .iter()
                .any(|kind| text.contains(&format!("{kind} {name}")));
            if names != "*" || defines {
                return own;
            }
        }
    }
    file
}

fn rust_imports(files: &BTreeMap<String, String>) -> Imports {
    let mut imports = Imports::new();
    for (file, text) in files {
        let code = text.split("#[cfg(test)]").next().unwrap();
        let one_line = code.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join(" ");
        let to = imports.entry(file.clone()).or_default();
        for statement in one_line.split(';').filter_map(|part| part.rsplit_once("use crate::").map(|(_, path)| path)) {
            let (path, names) = statement.split_once('{').unwrap_or((statement, ""));
            let path = path.trim().trim_end_matches("::");
            let names: Vec<&str> = names.trim_end().trim_end_matches('}').split(',').map(str::trim).collect();
            for name in names {
                let whole = if name.is_empty() { path.to_owned() } else { format!("{path}::{name}") };
                let last = whole.rsplit("::").next().unwrap();
                if let Some(found) = module(files, &whole) {
                    to.insert(passed_on(files, found, last).to_owned());
                }
            }
        }
        to.remove(file);
    }
    imports
}

fn script_imports(files: &BTreeMap<String, String>) -> Imports {
    let mut imports = Imports::new();
    for (file, text) in files {
        let folder = Path::new(file).parent().unwrap();
        let to = imports.entry(file.clone()).or_default();
        for line in text.lines().filter(|line| !line.trim_start().starts_with(['*', '/'])) {
            let Some((_, from)) = line.split_once("from \"") else { continue };
            let Some((path, _)) = from.split_once('"') else { continue };
            if path.starts_with('.') {
                let mut clean = PathBuf::new();
                for part in folder.join(path).components() {
                    match part.as_os_str().to_str().unwrap() {
                        "." => {}
                        ".." => assert!(clean.pop(), "{file} imports from outside of pkg"),
                        part => clean.push(part),
                    }
                }
                let clean = clean.to_str().unwrap();
                if files.contains_key(clean) {
                    to.insert(clean.to_owned());
                }
            }
        }
    }
    imports
}

/// Which room a file is in: its first folder, or in `src` the file itself.
fn room<'a>(file: &'a str, rooms: &[&str]) -> Option<usize> {
    let first: &'a str = file
        .split_once('/')
        .map_or_else(|| if rooms.contains(&"") { "" } else { file.trim_end_matches(".rs") }, |(folder, _)| folder);
    rooms.iter().position(|room| *room == first)
}

/// Imports from a room above.
fn upward(imports: &Imports, rooms: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, to) in imports.iter().filter(|(file, _)| *file != "lib.rs") {
        let own = room(file, rooms).unwrap_or_else(|| panic!("{file} is in no room: add it to the list"));
        for other in to.iter().filter(|other| room(other, rooms).is_some_and(|other| other > own)) {
            wrong.push(format!("{file} imports {other}, of a room above"));
        }
    }
    wrong
}

/// The files that lead back to themselves, by groups.
fn circles(imports: &Imports) -> Vec<Vec<String>> {
    let reach = |from: &str| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(file) = next.pop() {
            for to in imports.get(&file).into_iter().flatten() {
                if seen.insert(to.clone()) {
                    next.push(to.clone());
                }
            }
        }
        seen
    };
    let all: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|file| (file, reach(file))).collect();
    let mut groups: Vec<Vec<String>> = Vec::new();
    for (file, seen) in all.iter().filter(|(file, seen)| seen.contains(**file)) {
        if !groups.iter().any(|group| group.contains(file)) {
            groups.push(seen.iter().filter(|other| all[other].contains(*file)).cloned().collect());
        }
    }
    groups
}

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn src_has_rooms() {
    let files = files(&root("src"), ".rs");
    let imports = rust_imports(&files);
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 100, "the imports were not read");
    assert_eq!(upward(&imports, SRC), Vec::<String>::new());
    assert_eq!(circles(&imports), CIRCLES);
    for (file, text) in files.iter().filter(|(file, _)| file.ends_with("mod.rs")) {
        assert!(text.starts_with("//!"), "{file} does not say what its room is");
    }
}

#[test]
fn pkg_has_rooms() {
    let files = files(&root("pkg"), ".js");
    let imports = script_imports(&files);
    assert!(imports.values().map(BTreeSet::len).sum::<usize>() > 100, "the imports were not read");
    assert_eq!(upward(&imports, PKG), Vec::<String>::new());
    assert_eq!(circles(&imports), Vec::<Vec<String>>::new());
    for (file, to) in imports.iter().filter(|(file, _)| file.starts_with("kv/")) {
        let other: Vec<_> = to.iter().filter(|to| !to.starts_with("border/") && !to.starts_with("kv/")).collect();
        assert!(other.is_empty(), "{file} knows more than the adapter's contract: {other:?}");
    }
}

/// The demo's page loads `pkg/inspect` from beside the package's other files: what it imports is there.
#[test]
fn the_page_imports_files_that_are_there() {
    let scripts = files(&root("www/public/js"), ".js");
    let mut seen = 0;
    for (file, text) in &scripts {
        for path in text.split("from \"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let found = match (path.strip_prefix("./"), path.strip_prefix("../waxseal/")) {
                (Some(own), _) => scripts.contains_key(own),
                (_, Some(inspect)) => root("pkg").join(inspect).is_file(),
                _ => continue,
            };
            assert!(found, "{file} imports {path}, which is not there");
            seen += 1;
        }
    }
    assert!(seen > 50, "the imports were not read");
}

#[test]
fn an_import_upward_and_a_circle_are_found() {
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let files = BTreeMap::from([
        file("term/a.rs", "use crate::term::b::B;\nuse crate::plug::P;\n"),
        file("term/b.rs", "use crate::term::a::{A, Other};\n"),
        file("plug/mod.rs", "//! Plug.\nmod p;\npub use p::P;\n"),
        file("plug/p.rs", "pub struct P;\n"),
    ]);
    let imports = rust_imports(&files);
    assert_eq!(upward(&imports, SRC), ["term/a.rs imports plug/p.rs, of a room above"]);
    assert_eq!(circles(&imports), [["term/a.rs", "term/b.rs"]]);
    let files = BTreeMap::from([
        file("term/a.js", "import { b } from \"./b.js\";\nimport { c } from \"../plug/c.js\";\n"),
        file("term/b.js", "import { a } from \"./a.js\";\n// import { c } from \"../plug/c.js\";\n"),
        file("plug/c.js", ""),
    ]);
    let imports = script_imports(&files);
    assert_eq!(upward(&imports, PKG), ["term/a.js imports plug/c.js, of a room above"]);
    assert_eq!(circles(&imports), [["term/a.js", "term/b.js"]]);
}
