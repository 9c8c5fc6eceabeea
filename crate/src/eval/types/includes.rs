//! Which types contain which, as far as `Type[…]` and `<` need it.

use super::{Bounds, Type};

impl Type {
    /// Whether every value of `other` is also one of this type. Time is the product of both sizes.
    pub fn includes(&self, other: &Type) -> bool {
        match other {
            Type::Alias(alias) => return self.includes(&alias.ty),
            Type::Variant(types) if !types.is_empty() => return types.iter().all(|ty| self.includes(ty)),
            Type::Optional(inner) if **inner != Type::Any => {
                return self.includes(&Type::Undef) && self.includes(inner);
            }
            _ => {}
        }
        match self {
            Type::Any => true,
            Type::Alias(alias) => alias.ty.includes(other),
            Type::Variant(types) => types.iter().any(|ty| ty.includes(other)),
            Type::Optional(inner) => matches!(other, Type::Undef) || inner.includes(other),
            Type::NotUndef(inner) => match other {
                Type::NotUndef(other) => inner.includes(other),
                Type::Any | Type::Undef | Type::Data | Type::RichData => false,
                _ => inner.includes(other),
            },
            Type::CatalogEntry => {
                matches!(other, Type::Class(..) | Type::Resource { .. } | Type::CatalogEntry)
            }
            Type::Class(name, _) => {
                matches!(other, Type::Class(other, _) if name.is_none() || name == other)
            }
            Type::Resource { ty, title, .. } => {
                matches!(other, Type::Resource { ty: other_ty, title: other_title, .. }
                if (ty.is_none() || ty == other_ty) && (title.is_none() || title == other_title))
            }
            Type::Numeric => matches!(other, Type::Integer(_) | Type::Float(..) | Type::Numeric),
            Type::Integer(bounds) => {
                matches!(other, Type::Integer(inner) if includes_bounds(*bounds, *inner))
            }
            Type::Float(from, to) => matches!(other, Type::Float(other_from, other_to)
                if from.is_none_or(|from| other_from.is_some_and(|other| from <= other))
                    && to.is_none_or(|to| other_to.is_some_and(|other| other <= to))),
            Type::String(bounds) => match other {
                Type::String(inner) => includes_bounds(*bounds, *inner),
                Type::Literal(_) | Type::Enum { .. } | Type::Pattern(_) => {
                    bounds.open() || self.admits_words(other)
                }
                _ => false,
            },
            Type::Enum { .. } | Type::Pattern(_) => self == other || self.admits_words(other),
            Type::Boolean(only) => matches!(other, Type::Boolean(other) if only.is_none() || only == other),
            Type::Regexp(only) => matches!(other, Type::Regexp(other) if only.is_none() || only == other),
            Type::Scalar => is_scalar_data(other) || matches!(other, Type::Regexp(_) | Type::Scalar),
            Type::ScalarData => is_scalar_data(other),
            Type::Data => {
                is_scalar_data(other)
                    || matches!(other, Type::Undef | Type::Data)
                    || self.includes_parts(other)
            }
            Type::RichData => !matches!(other, Type::Any | Type::Callable(_) | Type::Iterator),
            Type::Collection(bounds) => match other {
                Type::Collection(inner) | Type::Array(_, inner) | Type::Hash(_, _, inner) => {
                    includes_bounds(*bounds, *inner)
                }
                Type::Tuple(..) | Type::Struct(_) => bounds.open(),
                _ => false,
            },
            Type::Array(inner, bounds) => match other {
                Type::Array(other, other_bounds) => {
                    inner.includes(other) && includes_bounds(*bounds, *other_bounds)
                }
                Type::Tuple(types, _) => bounds.open() && types.iter().all(|ty| inner.includes(ty)),
                _ => false,
            },
            Type::Hash(key, value, bounds) => match other {
                Type::Hash(other_key, other_value, other_bounds) => {
                    key.includes(other_key)
                        && value.includes(other_value)
                        && includes_bounds(*bounds, *other_bounds)
                }
                Type::Struct(members) => {
                    bounds.open()
                        && key.includes(&Type::String(Bounds::default()))
                        && members.iter().all(|member| value.includes(&member.ty))
                }
                _ => false,
            },
            Type::Type(inner) => {
                matches!(other, Type::Type(other) if includes_inner(inner.as_deref(), other.as_deref()))
            }
            Type::Sensitive(inner) => {
                matches!(other, Type::Sensitive(other) if includes_inner(inner.as_deref(), other.as_deref()))
            }
            Type::Callable(parameters) => {
                matches!(other, Type::Callable(other) if parameters.is_none() || parameters == other)
            }
            Type::Undef
            | Type::Default
            | Type::Literal(_)
            | Type::Tuple(..)
            | Type::Struct(_)
            | Type::Iterable(_)
            | Type::Iterator
            | Type::Opaque(_) => self == other,
        }
    }

    /// Whether each of the words that the other type admits is one of this type.
    fn admits_words(&self, other: &Type) -> bool {
        let admits = |word: &str| self.admits(&word.into());
        match other {
            Type::Literal(word) => admits(word),
            Type::Enum { words, ignore_case: false } => {
                !words.is_empty() && words.iter().all(|word| admits(word))
            }
            _ => false,
        }
    }

    /// Whether this type, which may nest itself, includes all that a collection is made of.
    fn includes_parts(&self, collection: &Type) -> bool {
        match collection {
            Type::Array(inner, _) => self.includes(inner),
            Type::Tuple(types, _) => types.iter().all(|ty| self.includes(ty)),
            Type::Hash(key, value, _) => {
                Type::String(Bounds::default()).includes(key) && self.includes(value)
            }
            Type::Struct(members) => members.iter().all(|member| self.includes(&member.ty)),
            _ => false,
        }
    }
}

fn includes_bounds(outer: Bounds, inner: Bounds) -> bool {
    outer.from.is_none_or(|from| inner.from.is_some_and(|other| from <= other))
        && outer.to.is_none_or(|to| inner.to.is_some_and(|other| other <= to))
}

/// What is in brackets; without brackets anything is meant.
fn includes_inner(outer: Option<&Type>, inner: Option<&Type>) -> bool {
    outer.is_none_or(|outer| inner.is_some_and(|inner| outer.includes(inner)))
}

fn is_scalar_data(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String(_)
            | Type::Literal(_)
            | Type::Enum { .. }
            | Type::Pattern(_)
            | Type::Integer(_)
            | Type::Float(..)
            | Type::Numeric
            | Type::Boolean(_)
            | Type::ScalarData
    )
}
