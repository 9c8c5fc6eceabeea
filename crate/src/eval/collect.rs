//! Collectors and `realize`: virtual resources come into the catalog.

use super::Evaluation;
use crate::syntax::ast::Form;

impl Evaluation<'_> {
    /// Takes in what collectors and `realize` ask for; whether anything came.
    pub(crate) fn collect(&mut self) -> bool {
        let Some(node) = &self.node else { return false };
        let mut found = false;
        for (reference, _) in &node.realized {
            if let Some(resource) = self.catalog.resources.get_mut(reference) {
                found |= resource.form != Form::Regular;
                resource.form = Form::Regular;
            }
        }
        found
    }
}
