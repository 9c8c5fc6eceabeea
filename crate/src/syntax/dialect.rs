//! Which words of a manifest are keywords: that differs between versions of Puppet and between Puppet and Bolt.

/// The switches of the language. Without any change Puppet 6, the last with application orchestration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Whether `application`, `site`, `produces` and `consumes` are keywords, as in Puppet 5 and 6; in 7 and 8 they
    /// are names.
    pub app_orchestration: bool,
    /// Whether `plan` and `apply` are keywords, as in Bolt and with Puppet's setting `tasks`.
    pub tasks: bool,
}

impl Default for Dialect {
    fn default() -> Dialect {
        Dialect { app_orchestration: true, tasks: false }
    }
}
