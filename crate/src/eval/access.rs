//! `a[b]`: elements of collections and strings, parameters of types, references to resources.

use std::ops::Range;

use super::nodeless::hint_at_fact;
use super::operator::describe;
use super::types::{Place, Type, TypeName, build};
use super::value::{HashMap, Value};
use super::{Eval, Evaluation, ScopeId, TOP};
use crate::diag::{Code, Diagnostic};
use crate::program::ResourceKind;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};
use crate::word::Word;

/// How many types one type may be made of, with all that aliases stand for.
const TYPE_LIMIT: u64 = 2_000;

/// How deep types may be nested: they are walked by recursion.
const TYPE_DEPTH_LIMIT: u64 = 200;

/// What an index, or a start and a length, mean.
enum Part {
    One(usize),
    Range(Range<usize>),
}

impl<'a> Evaluation<'a> {
    pub(crate) fn access(
        &mut self,
        left: &'a Expr,
        keys: &'a [Expr],
        span: Span,
        scope: ScopeId,
    ) -> Eval<Value> {
        let span = self.shown(span);
        if let Some(answer) = self.fact_without_node(left, span, scope) {
            return answer;
        }
        if let (ExprKind::TypeRef(name), [key]) = (&left.kind, keys)
            && !matches!(key.kind, ExprKind::Unary { .. })
            && let Some(ty) = self.resource_type_name(name)
        {
            return self.reference(&ty, left, key, span, scope);
        }
        let object = self.expression(left, scope)?;
        let values = self.splatted(keys, scope)?;
        if matches!(object, Value::Unknown) || values.iter().any(Value::is_unknown) {
            return Ok(Value::Unknown);
        }
        if let (ExprKind::Name(name), Some(Value::String(_))) = (&left.kind, values.first()) {
            return self.index_of_name(name, left.span);
        }
        self.spend(values.iter().map(Value::weight).sum(), span)?;
        let at = keys.first().map_or(span, |key| self.shown(key.span));
        match &object {
            Value::String(text) => {
                self.spend(text.len() as u64 / 8, span)?;
                Ok(Value::from(match self.part(text.chars().count(), &values, at)? {
                    Part::One(index) => text.chars().skip(index).take(1).collect::<String>(),
                    Part::Range(range) => text.chars().skip(range.start).take(range.len()).collect(),
                }))
            }
            Value::Array(elements) => Ok(match self.part(elements.len(), &values, at)? {
                Part::One(index) => elements.get(index).cloned().unwrap_or(Value::Undef),
                Part::Range(range) => Value::from(elements.get(range).unwrap_or_default().to_vec()),
            }),
            Value::Hash(hash) => self.entries(hash, &values, span),
            Value::Type(ty) => self.type_access(ty, &values, left, span, scope),
            Value::Undef => self.undef_access(left, span),
            Value::Placeholder(of) => Ok(Value::Placeholder(of.clone())),
            other => {
                let message = format!("`[]` cannot be applied to {}", describe(other));
                self.fail(span, message)
            }
        }
    }

    /// `Sql['a']`, by far the most frequent: the same steps without a value for `Sql` and a list of one key.
    fn reference(
        &mut self,
        ty: &TypeName,
        left: &'a Expr,
        key: &'a Expr,
        span: Span,
        scope: ScopeId,
    ) -> Eval<Value> {
        self.spend(1, left.span)?;
        let key = self.or_unknown(key, scope)?;
        if key.is_unknown() {
            return Ok(Value::Unknown);
        }
        self.spend(key.weight(), span)?;
        self.references(ty, std::slice::from_ref(&key), left, span)
    }

    /// `sql['a']`: most likely a reference without its capital.
    fn index_of_name(&mut self, name: &str, span: Span) -> Eval<Value> {
        let capital = super::types::capitalize_segments(name);
        let diagnostic = Diagnostic::new(
            Code::EvaluationError,
            span,
            format!("`{name}` is a word and has no parts of this name"),
        );
        self.fail_with(if self.program.has_resource_type(name) {
            diagnostic.hint(format!("a reference is written with capitals: `{capital}['…']`"))
        } else {
            diagnostic.hint(format!(
                "a variable starts with `$`, a reference with a capital: `${name}[…]`, `{capital}['…']`"
            ))
        })
    }

    fn undef_access(&mut self, left: &'a Expr, span: Span) -> Eval<Value> {
        let diagnostic = Diagnostic::new(Code::EvaluationError, span, "`[]` cannot be applied to `undef`");
        self.fail_with(match &left.kind {
            ExprKind::Var(name) => diagnostic.hint(format!("`${name}` has no value here")),
            ExprKind::Access { left, keys } => hint_at_fact(diagnostic, left, keys),
            _ => diagnostic,
        })
    }

    /// Which of `count` elements the keys mean: one, or a start and a length. Negative numbers count from the end.
    fn part(&mut self, count: usize, keys: &[Value], span: Span) -> Eval<Part> {
        let numbers = keys.iter().map(|key| self.index(key, span)).collect::<Eval<Vec<i64>>>()?;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let from_end = |number: i64| if number < 0 { number.saturating_add(count) } else { number };
        match numbers.as_slice() {
            [index] => Ok(Part::One(usize::try_from(from_end(*index)).unwrap_or(usize::MAX))),
            [start, length] => {
                let start = from_end(*start);
                let end = if *length < 0 {
                    from_end(*length).saturating_add(1)
                } else {
                    start.saturating_add(*length)
                };
                let (start, end) = (start.clamp(0, count), end.clamp(0, count));
                Ok(Part::Range(
                    usize::try_from(start).unwrap_or(0)..usize::try_from(end.max(start)).unwrap_or(0),
                ))
            }
            _ => self.fail(span, "`[]` takes an index, or a start and a length"),
        }
    }

    fn index(&mut self, key: &Value, span: Span) -> Eval<i64> {
        match key {
            Value::Integer(number) => Ok(*number),
            Value::String(text) => match super::operator::parse_number(text) {
                Some(parsed @ super::operator::Number::Integer(number)) => {
                    self.warn_coerced(text, parsed, span);
                    Ok(number)
                }
                _ => self.fail(span, format!("`{text}` is not an index")),
            },
            other => self.fail(span, format!("an index is an integer, this is {}", describe(other))),
        }
    }

    fn entries(&mut self, hash: &HashMap, keys: &[Value], span: Span) -> Eval<Value> {
        match keys {
            [] => self.fail(span, "`[]` needs a key"),
            [key] => Ok(hash.get(key).cloned().unwrap_or(Value::Undef)),
            keys => Ok(Value::from(keys.iter().filter_map(|key| hash.get(key)).cloned().collect::<Vec<_>>())),
        }
    }

    fn type_access(
        &mut self,
        ty: &Type,
        keys: &[Value],
        left: &'a Expr,
        span: Span,
        scope: ScopeId,
    ) -> Eval<Value> {
        match ty {
            Type::Resource { ty: Some(name), title: None, .. } => self.references(name, keys, left, span),
            Type::Resource { ty: None, .. } => match keys {
                [name, titles @ ..] => {
                    let name = self.text(name, "a type name", span)?.to_ascii_lowercase();
                    let name = TypeName::new(&name);
                    if titles.is_empty() {
                        Ok(Value::from(Type::Resource {
                            ty: Some(name),
                            title: None,
                            place: Place(Some(span)),
                        }))
                    } else {
                        self.references(&name, titles, left, span)
                    }
                }
                [] => self.fail(span, "`Resource[]` needs a type name"),
            },
            Type::Resource { title: Some(_), .. } => self.attribute(ty, keys, span, scope),
            Type::Class(None, _) => self.classes(keys, span),
            _ => {
                let made = build::parameterise(ty, keys, &mut self.patterns);
                self.settle_patterns(span)?;
                match made {
                    Ok(ty) => self.bounded(ty, span).map(Value::from),
                    Err(message) => self.fail(span, message),
                }
            }
        }
    }

    /// The type, unless it is too large to be walked again and again.
    fn bounded(&mut self, ty: Type, span: Span) -> Eval<Type> {
        let extent = ty.extent();
        self.spend(extent.size / 4, span)?;
        if extent.size <= TYPE_LIMIT && extent.depth <= TYPE_DEPTH_LIMIT {
            return Ok(ty);
        }
        self.fail(span, format!("a type may be made of {TYPE_LIMIT} types at most, {TYPE_DEPTH_LIMIT} deep"))
    }

    /// What an attribute of a declared resource is set to, or its default where this is asked.
    fn attribute(&mut self, ty: &Type, keys: &[Value], span: Span, scope: ScopeId) -> Eval<Value> {
        let [key] = keys else { return self.fail(span, "one attribute of a resource is read at a time") };
        let name = self.text(key, "the name of an attribute", span)?;
        self.depends_on_node();
        let reference = super::resource::reference_of(ty);
        if let (Some(reference), true) = (&reference, self.node.is_some()) {
            let lower = reference.ty.to_ascii_lowercase();
            if self.program.resource_kind(&lower) == ResourceKind::Capability {
                self.find_capability(reference, span)?;
            }
        }
        let Some(resource) = reference.and_then(|reference| self.catalog.resources.get(&reference)) else {
            return self.fail_with(
                Diagnostic::new(Code::EvaluationError, span, format!("the resource `{ty}` was not found"))
                    .hint("attributes of a capability can be read in the body of a component only, where it has been produced"),
            );
        };
        if let Some(value) = resource.value(&name) {
            return Ok(value.clone());
        }
        let defaults = self.scopes.defaults(scope, &resource.reference.ty.to_ascii_lowercase());
        let default = defaults.into_iter().find(|default| default.name == name);
        Ok(default.map_or(Value::Undef, |default| default.value))
    }

    /// `Sql['a']` gives a reference, `Sql['a', 'b']` an array of them.
    fn references(&mut self, ty: &TypeName, keys: &[Value], left: &'a Expr, span: Span) -> Eval<Value> {
        if !self.program.has_resource_type(ty) && self.is_news(ty) {
            return self.resource_type_not_found(ty, left.span);
        }
        if let [Value::String(title)] = keys {
            return Ok(Value::from(Type::titled(ty, &Word::from(title), Some(span))));
        }
        let mut titles = Vec::with_capacity(keys.len());
        for key in keys {
            match key {
                Value::Array(inner) => {
                    for key in inner.iter() {
                        titles.push(self.title(key, span)?);
                    }
                }
                key => titles.push(self.title(key, span)?),
            }
        }
        let mut references = build::references(ty, &titles, span);
        match references.len() {
            0 => self.fail(span, "a reference needs a title"),
            1 => Ok(references.pop().unwrap_or(Value::Undef)),
            _ => Ok(Value::from(references)),
        }
    }

    pub(crate) fn resource_type_not_found(&mut self, ty: &str, span: Span) -> Eval<Value> {
        let written = super::types::capitalize_segments(ty);
        let diagnostic = Diagnostic::new(
            Code::ResourceTypeNotFound,
            span,
            format!("there is no resource type `{written}`"),
        );
        let is_application = self.program.definitions.get(ty).is_some();
        let candidates = self.program.resource_type_names();
        let errors = self.diags.count_errors();
        let near = crate::suggest::nearest_unless_many(errors, ty, candidates.iter().map(String::as_str))
            .map(super::types::capitalize_segments);
        self.fail_with(match near {
            _ if is_application => {
                diagnostic.hint("applications and classes have no references of this form")
            }
            Some(near) => diagnostic.meant(ty, &near, &near),
            None => diagnostic.hint("define it, or give its capability type in `lib/puppet/type`"),
        })
    }

    fn title(&mut self, key: &Value, span: Span) -> Eval<Word> {
        match key {
            Value::String(title) => Ok(Word::from(title)),
            other => {
                let message = format!("a title is a string, this is {}", describe(other));
                self.fail_with(Diagnostic::new(Code::IllegalTitle, span, message))
            }
        }
    }

    fn classes(&mut self, keys: &[Value], span: Span) -> Eval<Value> {
        let mut classes = Vec::with_capacity(keys.len());
        for key in keys {
            let name = match key {
                Value::Type(ty) => match &**ty {
                    Type::Resource { ty: Some(name), title: None, .. } => name.to_string(),
                    other => return self.fail(span, format!("`{other}` is not the name of a class")),
                },
                key => {
                    self.text(key, "the name of a class", span)?.trim_start_matches("::").to_ascii_lowercase()
                }
            };
            classes.push(Value::from(Type::Class(Some(name), Place(Some(span)))));
        }
        match classes.len() {
            0 => self.fail(span, "`Class[]` needs a name"),
            1 => Ok(classes.pop().unwrap_or(Value::Undef)),
            _ => Ok(Value::from(classes)),
        }
    }

    /// The text of a value that must be a string.
    pub(crate) fn text(&mut self, value: &Value, what: &str, span: Span) -> Eval<String> {
        match value {
            Value::String(text) => Ok(text.to_string()),
            other => {
                let message = format!("{what} is a string, this is {}", describe(other));
                self.fail(span, message)
            }
        }
    }

    /// The type that an expression stands for.
    pub(crate) fn type_of(&mut self, expr: &'a Expr, scope: ScopeId) -> Eval<Type> {
        match self.expression(expr, scope)? {
            Value::Type(ty) => Ok((*ty).clone()),
            Value::Placeholder(_) | Value::Unknown => Ok(Type::Any),
            other => {
                let message = format!("a type is expected here, this is {}", describe(&other));
                self.fail(expr.span, message)
            }
        }
    }

    /// Whether a missing type is to be reported: once, and only if no unread text can define it.
    pub(crate) fn is_news(&mut self, missing: &str) -> bool {
        self.missing_types.insert(missing.to_owned()) && self.program.complete
    }

    /// What a type alias stands for; an alias that contains itself stands for anything where it recurs.
    pub(crate) fn alias(&mut self, name: &str, span: Span) -> Eval<Type> {
        let Some(alias) = self.program.aliases.get(name).copied() else { return Ok(Type::Any) };
        if self.resolving.iter().any(|open| open == name) {
            return Ok(Type::Any);
        }
        if let Some(ty) = self.resolved.get(name) {
            return Ok(ty.clone());
        }
        self.resolving.push(name.to_owned());
        let resolved = self.nested(span, |evaluation| evaluation.type_of(&alias.value, TOP));
        self.resolving.pop();
        let ty = self.bounded(Type::alias(&alias.name.text, resolved?), span)?;
        self.resolved.insert(name.to_owned(), ty.clone());
        Ok(ty)
    }
}
