//! The capability types of well-known modules, so that manifests work without their Ruby files.

use super::{Attribute, CapabilityType, Origin};

/// Name, module, attributes with the default as it is written there.
type Row = (&'static str, &'static str, &'static [(&'static str, Option<&'static str>)]);

/// Where two modules declare the same name, the newer and larger one stands here.
const TABLE: &[Row] = &[
    ("data_capability", "app_modeling", &[("data", None)]),
    (
        "database",
        "app_modeling",
        &[
            ("database", None),
            ("host", Some("'127.0.0.1'")),
            ("port", Some("5432")),
            ("timeout", Some("60")),
            ("ping_interval", Some("1")),
            ("user", None),
            ("password", None),
            ("instance", None),
        ],
    ),
    ("dependency", "app_modeling", &[]),
    (
        "http",
        "app_modeling",
        &[
            ("ip", None),
            ("host", None),
            ("port", Some("80")),
            ("ssl", Some("false")),
            ("base_path", Some("'/'")),
            ("timeout", Some("60")),
            ("ping_interval", Some("1")),
            ("status_codes", Some("[200]")),
        ],
    ),
    (
        "sql",
        "lamp",
        &[
            ("host", Some("'127.0.0.1'")),
            ("port", Some("5432")),
            ("timeout", Some("60")),
            ("ping_interval", Some("1")),
            ("user", None),
            ("password", None),
            ("database", None),
        ],
    ),
];

/// The well-known capability types, ordered by name.
///
/// They come from the modules `app_modeling` and `lamp` (the example of the Puppet Enterprise manual). A type that
/// the environment declares itself takes precedence.
pub fn bundled() -> Vec<CapabilityType> {
    TABLE.iter().map(capability_type).collect()
}

fn capability_type(&(name, module, attributes): &Row) -> CapabilityType {
    let attribute = |&(name, default): &(&str, Option<&str>)| Attribute {
        name: name.to_owned(),
        default: default.map(str::to_owned),
    };
    CapabilityType {
        name: name.to_owned(),
        attributes: attributes.iter().map(attribute).collect(),
        origin: Origin::Bundled(module),
    }
}
