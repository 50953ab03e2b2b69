//! `place MUTANTS.json DROPPED FROM TO`: writes the sources of FROM that `cargo mutants --list --json` changes to TO, each change in it
//! behind a switch, `crate::mutants::on(its place in the list)`. DROPPED has the numbers of those that don't compile, a line each. Prints
//! what became of the others, a line each: `placed 7`, or `invalid 8` for what the grammar has no place for. What is neither can't be
//! placed. `branch 7 src/error.rs 10 4 12 5` says where the code of one is: from a line and a column to another.

mod branches;
mod constants;
mod place;

use std::collections::{HashMap, HashSet};
use std::fs::read_to_string;
use std::path::Path;

use branches::{Branch, branches};
use constants::Constants;
use place::{Mutant, Placer};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [list, dropped, from, to] = arguments.as_slice() else {
        panic!("usage: place MUTANTS.json DROPPED FROM TO");
    };
    let dropped: HashSet<usize> = text(dropped).lines().map(|line| line.parse().expect("a number")).collect();
    let files = by_file(&serde_json::from_str(&text(list)).expect("what cargo-mutants lists"), &dropped);

    let mut sources: HashMap<&str, syn::File> = HashMap::new();
    for file in files.keys() {
        sources.insert(file, parsed(&Path::new(from).join(file)));
    }
    let constants = Constants::find(&files, &sources);

    for (file, mutants) in &files {
        let mut source = sources.remove(file.as_str()).expect("each was parsed");
        let mut placer = Placer::new(mutants, constants.uses());
        placer.file(&mut source);
        source.items.extend(constants.items(file));
        let written = prettyplease::unparse(&source);
        std::fs::write(Path::new(to).join(file), &written).expect("a file that can be written");
        for Branch { id, start, end } in branches(&written, &constants.placed()) {
            println!("branch {id} {file} {} {} {} {}", start.line, start.column, end.line, end.column);
        }
        for id in placer.placed {
            println!("placed {id}");
        }
        for id in placer.invalid {
            println!("invalid {id}");
        }
    }
    for id in constants.placed() {
        println!("placed {id}");
    }
}

fn text(path: &str) -> String {
    read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn parsed(path: &Path) -> syn::File {
    syn::parse_file(&text(&path.display().to_string())).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn by_file(list: &serde_json::Value, dropped: &HashSet<usize>) -> HashMap<String, Vec<Mutant>> {
    let mut files: HashMap<String, Vec<Mutant>> = HashMap::new();
    for (id, one) in list.as_array().expect("a list").iter().enumerate() {
        let text = |key: &str| one[key].as_str().expect("text").to_owned();
        let place =
            |key: &str| usize::try_from(one["span"]["start"][key].as_u64().expect("a number")).expect("a small number");
        let mutants = files.entry(text("file")).or_default();
        if !dropped.contains(&id) {
            mutants.push(Mutant {
                id,
                genre: text("genre"),
                replacement: text("replacement"),
                line: place("line"),
                column: place("column"),
            });
        }
    }
    files
}
