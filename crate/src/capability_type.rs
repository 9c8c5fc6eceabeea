//! `lib/puppet/type/*.rb` -> resource types, those with capability flag among them.
//!
//! Goes in: Ruby, of which only the subset that type files are written in is understood. Comes out: [`RubyType`]s.
//! The text is cut into tokens and blocks are matched up with an explicit stack, so any text is read in linear time;
//! what is not understood is passed over, or warned about where it hides a type or attribute.

mod bundled;
mod read;
pub(crate) mod tokens;

pub use bundled::bundled;
pub use read::read;

use crate::source::Span;

/// An attribute that mappings fill: a `newparam` that is not the title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// The `defaultto` as it is written in Ruby. Puppet does not hand it to consumers.
    pub default: Option<String>,
}

/// Where a capability type is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A `newtype` in the environment; its name there.
    Declared(Span),
    /// `callsheet.yaml`; its name there.
    Given(Span),
    /// The well-known type of this module.
    Bundled(&'static str),
    /// Nothing declares it; its attributes are those that mappings name.
    Inferred,
}

/// A type of capability (service resource), such as `sql`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CapabilityType {
    /// In lower case: `sql`.
    pub name: String,
    /// In the order of declaration, without the title.
    pub attributes: Vec<Attribute>,
    /// Where it is known from.
    pub origin: Origin,
}

/// A resource type as a Ruby file declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RubyType {
    /// In lower case: `sql`.
    pub name: String,
    /// Whether it is declared with `:is_capability => true`.
    pub is_capability: bool,
    /// Its `newparam`s in order, without the title.
    pub attributes: Vec<Attribute>,
    /// Its `newproperty`s in order; `ensure` for `ensurable`. Mappings do not fill them.
    pub properties: Vec<String>,
    /// Its name in the source.
    pub span: Span,
}

impl RubyType {
    /// The capability type it declares; none for an ordinary resource type.
    pub fn into_capability(self) -> Option<CapabilityType> {
        self.is_capability.then_some(CapabilityType {
            name: self.name,
            attributes: self.attributes,
            origin: Origin::Declared(self.span),
        })
    }
}
