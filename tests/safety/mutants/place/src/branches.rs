//! Where in a written file each mutant's code stands, for an error of the compiler to be its own: an operand that is inside of another's
//! stands in each branch of that.

use proc_macro2::LineColumn;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, Expr, ExprIf, ItemConst, Lit};

/// A mutant, and from where to where its code is.
pub struct Branch {
    pub id: usize,
    pub start: LineColumn,
    pub end: LineColumn,
}

/// Those of a file that was written, the constants of some mutants among them.
pub fn branches(written: &str, constants: &[usize]) -> Vec<Branch> {
    let mut found = Branches { constants, branches: vec![] };
    found.visit_file(&syn::parse_file(written).expect("what was written is Rust"));
    found.branches
}

struct Branches<'a> {
    constants: &'a [usize],
    branches: Vec<Branch>,
}

impl Branches<'_> {
    fn push(&mut self, id: usize, code: &impl Spanned) {
        let span = code.span();
        self.branches.push(Branch { id, start: span.start(), end: span.end() });
    }
}

impl<'ast> Visit<'ast> for Branches<'_> {
    fn visit_item_const(&mut self, constant: &'ast ItemConst) {
        let name = constant.ident.to_string();
        let id = name.rsplit('_').next().and_then(|number| number.parse().ok());
        if let Some(id) = id.filter(|id| self.constants.contains(id)) {
            self.push(id, constant);
        }
    }

    fn visit_expr_if(&mut self, whole: &'ast ExprIf) {
        if let Some(id) = switch(&whole.cond) {
            self.push(id, &whole.then_branch);
        }
        visit::visit_expr_if(self, whole);
    }

    /// A guard's switch is its arm's.
    fn visit_arm(&mut self, arm: &'ast Arm) {
        let mut switches = Switches::default();
        if let Some((_, guard)) = &arm.guard {
            switches.visit_expr(guard);
        }
        for id in switches.ids {
            self.push(id, &arm.pat);
        }
        visit::visit_arm(self, arm);
    }
}

#[derive(Default)]
struct Switches {
    ids: Vec<usize>,
}

impl<'ast> Visit<'ast> for Switches {
    fn visit_expr(&mut self, expression: &'ast Expr) {
        self.ids.extend(switch(expression));
        visit::visit_expr(self, expression);
    }
}

/// The mutant of `crate::mutants::on(mutant)`.
fn switch(expression: &Expr) -> Option<usize> {
    let Expr::Call(call) = expression else { return None };
    let Expr::Path(name) = &*call.func else { return None };
    let mut names = name.path.segments.iter().rev();
    let (Some(on), Some(module), Some(Expr::Lit(number))) = (names.next(), names.next(), call.args.first()) else {
        return None;
    };
    let Lit::Int(number) = &number.lit else { return None };
    (on.ident == "on" && module.ident == "mutants").then(|| number.base10_parse().expect("a number"))
}
