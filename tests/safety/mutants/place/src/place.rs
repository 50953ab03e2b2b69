//! The mutants of one file, each behind its switch.

use proc_macro2::Span;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Attribute, BinOp, Block, Expr, ExprBinary, ExprStruct, ExprUnary, Signature, Stmt, parse_quote};

use crate::constants::Uses;

/// A change, as cargo-mutants lists it: `genre` is what it changes, `line` and `column`, from 1, are where that begins.
#[derive(Clone, Debug)]
pub struct Mutant {
    pub id: usize,
    pub genre: String,
    pub replacement: String,
    pub line: usize,
    pub column: usize,
}

impl Mutant {
    pub fn is_at(&self, genre: &str, span: Span) -> bool {
        let start = span.start();
        self.genre == genre && self.line == start.line && self.column == start.column + 1
    }
}

pub struct Placer<'a> {
    mutants: &'a [Mutant],
    pub uses: Uses<'a>,
    pub placed: Vec<usize>,
    pub invalid: Vec<usize>,
}

impl<'a> Placer<'a> {
    pub fn new(mutants: &'a [Mutant], uses: Uses<'a>) -> Self {
        Self { mutants, uses, placed: vec![], invalid: vec![] }
    }

    pub fn file(&mut self, file: &mut syn::File) {
        self.visit_file_mut(file);
    }

    fn at(&self, genre: &str, span: Span) -> Vec<Mutant> {
        let is_here = |mutant: &&Mutant| mutant.is_at(genre, span) && !self.invalid.contains(&mutant.id);
        self.mutants.iter().filter(is_here).cloned().collect()
    }

    fn take(&mut self, genre: &str, span: Span) -> Vec<Mutant> {
        let mutants = self.at(genre, span);
        self.placed.extend(mutants.iter().map(|mutant| mutant.id));
        mutants
    }

    /// A function that gives another value at once. A `const fn` is a plain one here.
    fn function(&mut self, signature: &mut Signature, block: &mut Block) {
        signature.constness = None;
        let Some(first) = block.stmts.first() else { return };
        let mutants = self.take("FnValue", first.span());
        visit_mut::visit_block_mut(self, block);
        if is_iterator(signature) {
            return either(block, &mutants);
        }
        let mut begin: Vec<Stmt> = vec![];
        for Mutant { id, replacement, .. } in mutants {
            let value = if replacement == "()" { String::new() } else { replacement };
            let change = format!("if crate::mutants::on({id}) {{ return {value}; }}");
            begin.push(Stmt::Expr(syn::parse_str(&change).expect("a value"), None));
        }
        begin.append(&mut block.stmts);
        block.stmts = begin;
    }

    fn binary(&mut self, binary: &mut ExprBinary) -> Option<Expr> {
        // `let … || …` is no expression.
        if has_let(&binary.left) || has_let(&binary.right) {
            self.invalid.extend(self.at("BinaryOperator", binary.op.span()).iter().map(|mutant| mutant.id));
            visit_mut::visit_expr_binary_mut(self, binary);
            return None;
        }
        let mutants = self.take("BinaryOperator", binary.op.span());
        visit_mut::visit_expr_binary_mut(self, binary);
        let ExprBinary { left, right, op, .. } = &*binary;
        let mut whole: Expr = parse_quote!(((#left) #op (#right)));
        for Mutant { id, replacement, .. } in mutants.iter().rev() {
            let other: BinOp = syn::parse_str(replacement).expect("an operator");
            whole = parse_quote!((if crate::mutants::on(#id) { (#left) #other (#right) } else { #whole }));
        }
        (!mutants.is_empty()).then_some(whole)
    }

    fn unary(&mut self, unary: &mut ExprUnary) -> Option<Expr> {
        let mutants = self.take("UnaryOperator", unary.op.span());
        visit_mut::visit_expr_unary_mut(self, unary);
        let Mutant { id, .. } = mutants.first()?;
        let without = &unary.expr;
        Some(parse_quote!((if crate::mutants::on(#id) { #without } else { #unary })))
    }

    /// A field that is left to `..`.
    fn fields(&mut self, expression: &mut ExprStruct) -> Option<Expr> {
        let mutants: Vec<Vec<Mutant>> = expression
            .fields
            .iter()
            .map(Spanned::span)
            .collect::<Vec<_>>()
            .into_iter()
            .map(|span| self.take("StructField", span))
            .collect();
        visit_mut::visit_expr_struct_mut(self, expression);
        let mut whole = Expr::Struct(expression.clone());
        for (at, Mutant { id, .. }) in
            mutants.iter().enumerate().filter_map(|(at, mutants)| Some((at, mutants.first()?)))
        {
            let mut without = expression.clone();
            let others = expression.fields.iter().enumerate().filter(|(other, _)| *other != at);
            without.fields = others.map(|(_, field)| field.clone()).collect();
            if !without.fields.is_empty() {
                without.fields.push_punct(syn::token::Comma::default());
            }
            whole = parse_quote!((if crate::mutants::on(#id) { #without } else { #whole }));
        }
        (!mutants.iter().all(Vec::is_empty)).then_some(whole)
    }
}

impl VisitMut for Placer<'_> {
    fn visit_item_fn_mut(&mut self, item: &mut syn::ItemFn) {
        if !is_test(&item.attrs) {
            self.function(&mut item.sig, &mut item.block);
        }
    }

    fn visit_impl_item_fn_mut(&mut self, item: &mut syn::ImplItemFn) {
        if !is_test(&item.attrs) {
            self.function(&mut item.sig, &mut item.block);
        }
    }

    fn visit_trait_item_fn_mut(&mut self, item: &mut syn::TraitItemFn) {
        if let Some(block) = &mut item.default {
            self.function(&mut item.sig, block);
        }
    }

    fn visit_item_mod_mut(&mut self, item: &mut syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit_mut::visit_item_mod_mut(self, item);
        }
    }

    // What is known when the crate is compiled has no switch, nor have patterns and types: `constants.rs`.
    fn visit_item_const_mut(&mut self, _: &mut syn::ItemConst) {}
    fn visit_item_static_mut(&mut self, _: &mut syn::ItemStatic) {}
    fn visit_impl_item_const_mut(&mut self, _: &mut syn::ImplItemConst) {}
    fn visit_trait_item_const_mut(&mut self, _: &mut syn::TraitItemConst) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}
    fn visit_expr_const_mut(&mut self, _: &mut syn::ExprConst) {}
    fn visit_generic_argument_mut(&mut self, _: &mut syn::GenericArgument) {}
    fn visit_expr_repeat_mut(&mut self, repeat: &mut syn::ExprRepeat) {
        self.visit_expr_mut(&mut repeat.expr);
    }

    /// cargo-mutants lists an arm where one is `_`; with a guard, that doesn't do for the others.
    fn visit_expr_match_mut(&mut self, whole: &mut syn::ExprMatch) {
        if !whole.arms.iter().any(|arm| matches!(arm.pat, syn::Pat::Wild(_)) && arm.guard.is_none()) {
            for arm in &whole.arms {
                self.invalid.extend(self.at("MatchArm", arm.span()).iter().map(|mutant| mutant.id));
            }
        }
        visit_mut::visit_expr_match_mut(self, whole);
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        if arm.guard.as_ref().is_some_and(|(_, guard)| has_let(guard)) {
            return visit_mut::visit_arm_mut(self, arm);
        }
        let gone = self.take("MatchArm", arm.span());
        let guards = arm
            .guard
            .as_ref()
            .map(|(_, guard)| guard.span())
            .map_or_else(Vec::new, |span| self.take("MatchArmGuard", span));
        visit_mut::visit_arm_mut(self, arm);
        let mut guard = arm.guard.take().map(|(_, guard)| *guard);
        for Mutant { id, replacement, .. } in guards {
            guard = guard.map(|old| {
                if replacement == "true" {
                    parse_quote!((crate::mutants::on(#id) || (#old)))
                } else {
                    parse_quote!((!crate::mutants::on(#id) && (#old)))
                }
            });
        }
        for Mutant { id, .. } in gone {
            guard = Some(guard.map_or_else(
                || parse_quote!(!crate::mutants::on(#id)),
                |old| parse_quote!((!crate::mutants::on(#id) && (#old))),
            ));
        }
        arm.guard = guard.map(|guard| (syn::token::If::default(), Box::new(guard)));
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        let changed = match expression {
            Expr::Binary(binary) => self.binary(binary),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Struct(fields) => self.fields(fields),
            Expr::Path(path) => self.uses.changed(path),
            _ => {
                visit_mut::visit_expr_mut(self, expression);
                None
            }
        };
        if let Some(changed) = changed {
            *expression = changed;
        }
    }
}

fn has_let(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => has_let(&binary.left) || has_let(&binary.right),
        _ => false,
    }
}

pub fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        matches!(attribute.to_token_stream().to_string().replace(' ', "").as_str(), "#[cfg(test)]" | "#[test]")
    })
}

fn is_iterator(signature: &Signature) -> bool {
    matches!(&signature.output, syn::ReturnType::Type(_, kind) if matches!(**kind, syn::Type::ImplTrait(_)))
}

/// `impl Iterator` is of one type alone.
fn either(block: &mut Block, mutants: &[Mutant]) {
    for Mutant { id, replacement, .. } in mutants {
        let value: Expr = syn::parse_str(replacement).expect("a value");
        let whole = block.clone();
        *block = parse_quote!({
            let whole = #whole;
            if crate::mutants::on(#id) {
                crate::mutants::Either::Left(crate::mutants::like(#value, &whole))
            } else {
                crate::mutants::Either::Right(whole)
            }
        });
    }
}
