//! Plans, where the words of plans are keywords: a catalog is only made within `apply`.

use super::Checker;
use super::describe::describe;
use crate::diag::Code;
use crate::syntax::ast::{Expr, ExprKind};

impl Checker<'_> {
    /// Reports what cannot stand in a plan, or within `apply`; nothing else is said of it then.
    pub(super) fn out_of_place(&mut self, expr: &Expr) -> bool {
        if !self.dialect.tasks {
            return false;
        }
        let (code, why) = match &expr.kind {
            ExprKind::Class(_) | ExprKind::Define(_) => {
                (Code::ExpressionNotSupportedWhenScripting, "cannot stand in a plan")
            }
            ExprKind::Collector(_)
            | ExprKind::Node(_)
            | ExprKind::Edge { .. }
            | ExprKind::Resource(_)
            | ExprKind::ResourceDefaults(_)
            | ExprKind::ResourceOverride(_)
                if !self.applies =>
            {
                (
                    Code::ExpressionNotSupportedWhenScripting,
                    "stands only within `apply`: a plan has no catalog",
                )
            }
            ExprKind::Collector(collector) if collector.exported => {
                (Code::ExpressionNotSupportedWhenCompiling, "cannot stand within `apply`")
            }
            ExprKind::Apply { .. } if self.applies => {
                (Code::ExpressionNotSupportedWhenCompiling, "cannot stand within `apply`")
            }
            _ => return false,
        };
        let message = format!("{} {why}", describe(expr));
        self.report(code, self.position(expr), message);
        true
    }
}
