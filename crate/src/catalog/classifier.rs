//! Classes that an external node classifier gives a node: those of its `classes` in `callsheet.yaml`.

use crate::eval::resource::Declaration;
use crate::eval::scope::Setting;
use crate::eval::settings::Settings;
use crate::eval::types::TypeName;
use crate::eval::{Eval, Evaluation, TOP, Value, facts};
use crate::syntax::ast::Form;
use crate::word::Word;
use crate::yaml::Node;

/// Declares the classes of a node; those with parameters first, as Puppet does.
pub(super) fn declare_classes(evaluation: &mut Evaluation<'_>, name: &str) {
    let classes: Vec<(Node, Node)> =
        evaluation.input.about(name).flat_map(|node| &node.classes).cloned().collect();
    for with_parameters in [true, false] {
        for (class, parameters) in &classes {
            if parameters.pairs().is_some_and(|pairs| !pairs.is_empty()) == with_parameters
                && let Err(stop) = declare(evaluation, class, parameters)
            {
                evaluation.misplaced(stop);
            }
        }
    }
}

fn declare(evaluation: &mut Evaluation<'_>, class: &Node, parameters: &Node) -> Eval<()> {
    let name = facts::value(class).interpolate().trim_start_matches("::").to_ascii_lowercase();
    let pairs = parameters.pairs().unwrap_or_default();
    if pairs.is_empty() {
        return evaluation.include_class(&name, class.span, TOP).map(drop);
    }
    let mut settings = Settings::new();
    for (key, value) in pairs {
        let parameter = facts::value(key).interpolate();
        let value = facts::value(value);
        if !matches!(value, Value::Undef) {
            settings.insert(Setting::explicit(parameter, value, key.span));
        }
    }
    let declaration = Declaration {
        form: Form::Regular,
        ty: TypeName::new("class"),
        ty_span: class.span,
        title: Word::from(name),
        title_span: class.span,
        whole: class.span,
        settings,
        broken: false,
    };
    evaluation.declare(declaration, TOP).map(drop)
}
