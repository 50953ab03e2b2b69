//! Constants of a module: beside each stands what each mutant makes of it, and where it is used, the switch is between them. One that is
//! used in a type, a pattern, a macro or another constant has no such place.

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprBinary, ExprPath, Ident, Item, ItemConst, Path, parse_quote};

use crate::place::{Mutant, Placer, is_test};

struct Changed {
    id: usize,
    file: String,
    item: ItemConst,
    path: Path,
}

#[derive(Default)]
pub struct Constants {
    by_name: HashMap<String, Vec<Changed>>,
}

impl Constants {
    pub fn find(files: &HashMap<String, Vec<Mutant>>, sources: &HashMap<&str, syn::File>) -> Self {
        let mut constants = Self::default();
        for (file, mutants) in files {
            for item in &sources[file.as_str()].items {
                let Item::Const(constant) = item else { continue };
                let changed = mutants.iter().filter_map(|mutant| change(file, constant, mutant));
                constants.by_name.entry(constant.ident.to_string()).or_default().extend(changed);
            }
        }
        // Each use but the definition has a switch.
        let uses: Vec<String> = sources.values().flat_map(|source| constants.used(source)).collect();
        constants.by_name.retain(|name, changed| {
            let is_one = changed.first().is_some_and(|first| changed.iter().all(|other| other.file == first.file));
            let everywhere: usize = sources.values().map(|source| count(name, source)).sum();
            is_one && everywhere == 1 + uses.iter().filter(|used| *used == name).count()
        });
        constants
    }

    pub fn uses(&self) -> Uses<'_> {
        Uses { constants: self, seen: vec![] }
    }

    /// The names of those that a file uses where a switch can be.
    fn used(&self, source: &syn::File) -> Vec<String> {
        let mut placer = Placer::new(&[], self.uses());
        placer.file(&mut source.clone());
        placer.uses.seen
    }

    fn all(&self) -> impl Iterator<Item = &Changed> {
        self.by_name.values().flatten()
    }

    pub fn items(&self, file: &str) -> Vec<Item> {
        self.all().filter(|changed| changed.file == file).map(|changed| Item::Const(changed.item.clone())).collect()
    }

    pub fn placed(&self) -> Vec<usize> {
        self.all().map(|changed| changed.id).collect()
    }
}

/// The uses in one file.
pub struct Uses<'a> {
    constants: &'a Constants,
    seen: Vec<String>,
}

impl Uses<'_> {
    pub fn changed(&mut self, used: &ExprPath) -> Option<Expr> {
        let name = used.path.segments.last()?.ident.to_string();
        let changed = self.constants.by_name.get(&name)?;
        self.seen.push(name);
        let whole = Expr::Path(used.clone());
        Some(changed.iter().fold(
            whole,
            |whole, Changed { id, path, .. }| parse_quote!((if crate::mutants::on(#id) { #path } else { #whole })),
        ))
    }
}

/// The constant that the mutant makes of one, if it is in it.
fn change(file: &str, constant: &ItemConst, mutant: &Mutant) -> Option<Changed> {
    let mut item = constant.clone();
    let mut operator = Operator { mutant, is_found: false };
    operator.visit_expr_mut(&mut item.expr);
    if !operator.is_found {
        return None;
    }
    item.ident = format_ident!("{}_{}", item.ident, mutant.id);
    let mut path: Path = parse_quote!(crate);
    let module = file.strip_prefix("src/").and_then(|file| file.strip_suffix(".rs"))?;
    for name in module.split('/').filter(|name| !matches!(*name, "mod" | "lib")) {
        path.segments.push(Ident::new(name, constant.ident.span()).into());
    }
    path.segments.push(item.ident.clone().into());
    Some(Changed { id: mutant.id, file: file.to_owned(), item, path })
}

struct Operator<'a> {
    mutant: &'a Mutant,
    is_found: bool,
}

impl VisitMut for Operator<'_> {
    fn visit_expr_binary_mut(&mut self, binary: &mut ExprBinary) {
        if self.mutant.is_at("BinaryOperator", binary.op.span()) {
            self.is_found = true;
            let (left, right) = (&binary.left, &binary.right);
            let operator: syn::BinOp = syn::parse_str(&self.mutant.replacement).expect("an operator");
            *binary = parse_quote!((#left) #operator (#right));
        } else {
            visit_mut::visit_expr_binary_mut(self, binary);
        }
    }
}

/// How often a file has a name, but for what it imports and tests.
fn count(name: &str, source: &syn::File) -> usize {
    let mut source = source.clone();
    source
        .items
        .retain(|item| !matches!(item, Item::Use(_)) && !matches!(item, Item::Mod(module) if is_test(&module.attrs)));
    among(name, source.to_token_stream())
}

fn among(name: &str, tokens: TokenStream) -> usize {
    let of = |token| match token {
        TokenTree::Ident(ident) => usize::from(ident == name),
        TokenTree::Group(group) => among(name, group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => 0,
    };
    tokens.into_iter().map(of).sum()
}
