//! Stages: a class runs in the stage that it is given, or in that of what includes it.

use super::catalog::Container;
use super::scope::Setting;
use super::{Evaluation, Value};
use crate::diag::{Code, Diagnostic};
use crate::env::Reference;
use crate::program::ResourceKind;

impl Evaluation<'_> {
    /// Gives the class at this place its stage, which has to be declared before.
    pub(crate) fn enter_stage(&mut self, place: usize) {
        let Some((reference, resource)) = self.catalog.resources.get_index(place) else { return };
        let setting =
            resource.settings.get("stage").cloned().or_else(|| self.stage_around(resource.container.clone()));
        let Some(setting) = setting else { return };
        let stage = match &setting.value {
            Value::Unknown | Value::Placeholder(_) => return,
            stage => Reference::new("Stage", &stage.interpolate()),
        };
        if stage.title != "main" && !self.catalog.resources.contains_key(&stage) {
            let message =
                format!("`{reference}` runs in the stage `{}`, which is not declared yet", stage.title);
            self.diags.add(Diagnostic::new(Code::IllegalStage, setting.span, message));
            return;
        }
        if let Some((_, resource)) = self.catalog.resources.get_index_mut(place) {
            resource.settings.add(setting);
        }
    }

    fn stage_around(&self, container: Container) -> Option<Setting> {
        let Container::Resource(container) = container else { return None };
        let (_, around) = self.catalog.resources.get_index(container)?;
        around.settings.get("stage").cloned()
    }

    /// Reports a stage on what is no class.
    pub(crate) fn check_stage(&mut self, place: usize) {
        let Some((reference, resource)) = self.catalog.resources.get_index_mut(place) else { return };
        if resource.kind == ResourceKind::Class {
            return;
        }
        if let Some(setting) = resource.settings.remove("stage") {
            let message = format!("only classes run in stages, and `{reference}` is none");
            self.diags.add(
                Diagnostic::new(Code::IllegalStage, resource.span, message).label(setting.span, "set here"),
            );
        }
    }
}
