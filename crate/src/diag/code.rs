//! The catalogue of findings: one row each with its id, severity and title.
//!
//! Ids are Puppet's own issue names in kebab-case where Puppet has one (`ILLEGAL_CLASSREF` is `illegal-classref`),
//! ours for what Puppet reports without a name or not at all. `tests/cases/diagnostics/<id>.md` explains each.

use super::Severity;

/// Makes the enum and its table from the same rows, so that neither can lack one.
macro_rules! catalogue {
    ($($(#[doc = $section:literal])* $variant:ident $id:literal $severity:ident $title:literal;)+) => {
        /// The kind of a finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)+
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &[Code] = &[$(Code::$variant,)+];

            /// The stable name, kebab-case.
            pub fn id(self) -> &'static str {
                match self { $(Code::$variant => $id,)+ }
            }

            /// How bad it usually is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)+ }
            }

            /// What it is, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title,)+ }
            }
        }
    };
}

/// What to do next where a finding says nothing of its own.
const HINTS: &[(Code, &str)] = &[
    (
        Code::SyntaxError,
        "look at what stands just before it: a comma, a quote or a bracket may be missing there",
    ),
    (Code::AppOrchestrationDeprecated, "run it with Puppet 4.3 to 6; it is said once for all files"),
    (Code::YamlSyntax, "put quotes around the value, or look at how the line is indented"),
    (Code::InvalidSetting, "see what the setting takes in the README"),
    (Code::UnknownSetting, "correct its name, or remove it"),
    (
        Code::InvalidGraph,
        "save what Puppet Server or the orchestrator answers, or what `callsheet environment graph` prints",
    ),
    (Code::LookupFailed, "correct the data, or how it is looked up"),
    (Code::UnclosedQuote, "close it with the quote that it starts with"),
    (Code::IllegalNumber, "a word that starts with a digit needs quotes"),
    (
        Code::InvalidOctalNumber,
        "a number that starts with 0 is octal: leave the 0 out, or put quotes around it",
    ),
    (Code::InvalidDecimalNumber, "write the exponent as `e10` or `e-10`"),
    (Code::IllegalClassref, "write `Shop::Db`, and outside of classes"),
    (Code::IllegalClassReference, "write `Foo::Bar`"),
    (Code::IllegalFullyQualifiedClassReference, "write `::Foo::Bar`"),
    (Code::IllegalBom, "save the file as UTF-8 without a byte order mark (BOM)"),
    (Code::IllegalDefinitionName, "write it like `shop` or `shop::db`"),
    (Code::IllegalExpression, "write a plain name there"),
    (Code::IllegalVarName, "write it like `$port` or `$shop::port`"),
    (Code::IllegalNumericVarName, "use `$1`, or a name that starts with a letter"),
    (Code::IllegalNumericAssignment, "assign to a variable with a name"),
    (Code::IllegalQueryExpression, "compare with `==` or `!=`, joined by `and` and `or`"),
    (Code::IllegalHostnameInterpolation, "write the name in full, or a regular expression"),
    (Code::CrossScopeAssignment, "assign it where it belongs, or take a plain name"),
    (Code::UnsupportedOperatorInContext, "write one `attribute => value` for each"),
    (Code::UnsupportedExpression, "write `type Name = …`"),
    (Code::NotRvalue, "let it stand as a statement of its own"),
    (Code::NotVirtualizeable, "leave the `@` out"),
    (Code::ClassNotVirtualizable, "leave the `@` out"),
    (Code::IdemExpressionNotLast, "assign it to a variable, or remove it"),
    (Code::IdemNotAllowedLast, "assign it to a variable, or remove it"),
    (Code::CannotRunHere, "say in `callsheet.yaml`, under `functions:`, what it gives"),
    (Code::DuplicateDefault, "keep one of them"),
    (Code::DuplicateKey, "keep one of them"),
    (Code::DuplicateParameter, "give one of them another name"),
    (Code::CapturesRestNotSupported, "take an array as parameter: `Array $names`"),
    (Code::HeredocInvalidSyntax, "write `@(END)` and a line with `END` below the text"),
    (Code::HeredocMultipleAtEscapes, "name each escape once"),
    (Code::EppUnbalancedTag, "close it with `%>`; a `#` in a tag hides the rest of its line, `%>` too"),
    (Code::EppUnbalancedComment, "close it with `%>`"),
    (Code::EppUnbalancedExpression, "close it with `%>`, or write `<%%` for a `<%` in the text"),
    (
        Code::IllegalEppParameters,
        "parameters stand between bars at the start of the template: `<%- | $a | -%>`",
    ),
    (Code::HeredocWithoutEndTaggedLine, "write the tag on a line of its own below the text, as in `| END`"),
    (Code::UnclosedComment, "end it with `*/`"),
    (Code::InvalidHexNumber, "digits after `0x` are 0-9 and a-f; put quotes around anything else"),
    (Code::NumericOverflow, "put quotes around it, or take a smaller number"),
    (Code::IllegalFullyQualifiedName, "write it like `shop::db`"),
    (Code::IllegalParamName, "write it like `$port`"),
    (Code::IllegalNumericParameter, "write it like `$port`"),
    (Code::IllegalTopConstructLocation, "move it into a class of the module"),
    (Code::IllegalJson, "correct the text, or leave `:json` out of the tag"),
    (Code::IllegalBase64, "correct the text, or leave `:base64` out of the tag"),
    (
        Code::ExpressionNotSupportedWhenScripting,
        "write it into `apply($targets) { … }`, classes into a module",
    ),
    (Code::ExpressionNotSupportedWhenCompiling, "move it out of `apply`"),
    (Code::IllegalAssignmentContext, "assign it in the body"),
    (Code::FutureReservedWord, "take another name, so that Bolt can read it too"),
    (Code::IllegalTypeMapping, "map a name to a type, and `[/pattern/, 'replacement']` to the same"),
    (Code::IllegalAssignment, "assign to a variable: `$a = 1`"),
    (Code::IllegalIndexedAssignment, "make a new value: `$b = $a + { 'key' => 1 }`"),
    (
        Code::IllegalHostnameChars,
        "letters, digits, `-`, `_` and dots can be in it; or write a regular expression",
    ),
    (Code::CapturesRestNotLast, "move it to the end of the parameters"),
    (Code::MultipleAttributesUnfold, "merge the hashes: `* => $a + $b`"),
    (Code::NotAbsoluteTopLevel, "move it out of everything around it"),
    (Code::ReservedParameter, "take another name"),
    (Code::ReservedTypeName, "take another name"),
    (Code::HeredocEmptyEndtag, "name the line that ends it: `@(END)`"),
    (Code::HeredocInvalidEscape, "escapes are `t`, `r`, `n`, `s`, `u`, `L` and `$`"),
    (Code::HeredocUnclosedParenthesis, "close it on the same line: `@(END)`"),
    (Code::DuplicateAttribute, "keep one of the two"),
    (Code::TypeMismatch, "give a value of that type, or change the type where the parameter is declared"),
    (Code::FailCalled, "the manifest refuses this itself: see the condition around the call"),
    (Code::UnknownResourceType, "define it, or correct its name"),
    (Code::InvalidNodeMapping, "a hash: `nodes => { Node['n1'] => [Shop::Db['db']] }`, each component once"),
    (Code::IllegalOverride, "override a resource: `File['/a'] { mode => '0600' }`"),
    (
        Code::LateOverride,
        "put the collector where it acts before: in a class or at the top, not in the body of a define",
    ),
    (Code::IllegalOperand, "write references, `File['/a'] -> Service['b']`, or declarations"),
    (
        Code::IllegalStage,
        "declare `stage { 'name': }` first, and set `stage` on a class: `class { 'a': stage => 'name' }`",
    ),
    (Code::IllegalTitle, "write the title as a string, or an array of strings"),
    (Code::EvaluationError, "to see a value, write `notice($value)`: it is shown as a note"),
    (Code::FunctionCallError, "to see what it is called with, write `notice($value)`: it is shown as a note"),
];

impl Code {
    /// What to do next where a finding says nothing of its own.
    pub fn hint(self) -> Option<&'static str> {
        HINTS.iter().find(|(code, _)| *code == self).map(|(_, hint)| *hint)
    }

    /// The code with this id.
    pub fn from_id(id: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.id() == id)
    }
}

catalogue! {
    // Reading one file.
    SyntaxError "syntax-error" Error "the text is not Puppet here";
    NestingTooDeep "nesting-too-deep" Error "brackets are nested too deeply";
    UnclosedQuote "unclosed-quote" Error "a string is not closed";
    UnclosedComment "unclosed-mlcomment" Error "a comment is not closed";
    UnrecognizedEscape "unrecognized-escape" Warning "a backslash before a letter that needs none";
    IllegalUnicodeEscape "illegal-unicode-escape" Warning "not a character number";
    IllegalNumber "illegal-number" Error "not a number";
    InvalidHexNumber "invalid-hex-number" Error "not a hexadecimal number";
    InvalidOctalNumber "invalid-octal-number" Error "not an octal number";
    InvalidDecimalNumber "invalid-decimal-number" Error "not a decimal number";
    NumericOverflow "numeric-overflow" Error "a number beyond 64 bits";
    IllegalClassReference "illegal-class-reference" Error "not a type name";
    IllegalFullyQualifiedClassReference "illegal-fully-qualified-class-reference" Error "not a type name";
    IllegalBom "illegal-bom" Error "an invisible mark before the text";
    IllegalFullyQualifiedName "illegal-fully-qualified-name" Error "`::` without a name";
    HeredocUnclosedParenthesis "heredoc-unclosed-parenthesis" Error "a heredoc's tag is not closed";
    HeredocInvalidSyntax "heredoc-invalid-syntax" Error "not a heredoc's tag";
    HeredocEmptyEndtag "heredoc-empty-endtag" Error "a heredoc's tag is empty";
    HeredocInvalidEscape "heredoc-invalid-escape" Error "not an escape of heredocs";
    HeredocMultipleAtEscapes "heredoc-multiple-at-escapes" Error "a heredoc names an escape twice";
    HeredocWithoutText "heredoc-without-text" Error "a heredoc has no text";
    EppUnbalancedTag "epp-unbalanced-tag" Error "a tag of a template is not closed";
    EppUnbalancedComment "epp-unbalanced-comment" Error "a remark in a template is not closed";
    EppUnbalancedExpression "epp-unbalanced-expression" Error "a template ends with `<%`";
    IllegalEppParameters "illegal-epp-parameters" Error "not the parameters of a template";
    HeredocWithoutEndTaggedLine "heredoc-without-end-tagged-line" Error "a heredoc is not ended";
    // Validating one file.
    AppOrchestrationDeprecated "deprecated-app-orchestration" Note "removed in Puppet 7";
    IllegalAttributeAppend "illegal-attribute-append" Error "`+>` has no meaning here";
    UnsupportedOperatorInContext "unsupported-operator-in-context" Error "this operator has no meaning here";
    UnsupportedExpression "unsupported-expression" Error "Puppet reads this but cannot do it";
    IllegalTypeMapping "illegal-type-mapping" Error "a runtime type is mapped to the wrong thing";
    IllegalExpression "illegal-expression" Error "this expression has no meaning here";
    IllegalClassref "illegal-classref" Error "a type name is written with capitals";
    IllegalDefinitionName "illegal-definition-name" Error "not a name for a definition";
    NotTopLevel "not-top-level" Error "definitions stand at top level or in a class";
    NotAbsoluteTopLevel "not-absolute-top-level" Error "functions and type aliases stand at top level";
    IdemExpressionNotLast "idem-expression-not-last" Error "a value is forgotten";
    IdemNotAllowedLast "idem-not-allowed-last" Error "a body ends with a value that nobody takes";
    ReservedWord "reserved-word" Error "a word kept for the future";
    FutureReservedWord "future-reserved-word" Note "a word that became a keyword";
    ReservedTypeName "reserved-type-name" Error "a name of one of Puppet's own types";
    ReservedParameter "reserved-parameter" Error "a parameter that Puppet sets itself";
    DuplicateParameter "duplicate-parameter" Error "a parameter is declared twice";
    IllegalParamName "illegal-param-name" Error "not a name for a parameter";
    IllegalNumericParameter "illegal-numeric-parameter" Error "a number is no parameter";
    CapturesRestNotSupported "captures-rest-not-supported" Error "`*` has no meaning before this parameter";
    CapturesRestNotLast "captures-rest-not-last" Error "a parameter after the one that takes the rest";
    IllegalVarName "illegal-var-name" Error "not a name for a variable";
    IllegalNumericVarName "illegal-numeric-var-name" Error "not a match variable";
    IllegalAssignment "illegal-assignment" Error "this cannot be assigned to";
    IllegalAssignmentContext "illegal-assignment-context" Error "a default assigns a variable";
    IllegalIndexedAssignment "illegal-indexed-assignment" Error "elements cannot be assigned";
    IllegalNumericAssignment "illegal-numeric-assignment" Error "match variables cannot be assigned";
    CrossScopeAssignment "cross-scope-assignment" Error "a variable of another namespace is assigned";
    AppendsDeletesNoLongerSupported "appends-deletes-no-longer-supported" Error "`+=` and `-=` were removed";
    DuplicateDefault "duplicate-default" Error "two `default` in one choice";
    DuplicateKey "duplicate-key" Warning "a hash has a key twice";
    IllegalHostnameChars "illegal-hostname-chars" Error "not a name for a node";
    IllegalHostnameInterpolation "illegal-hostname-interpolation" Error "a node's name holds a variable";
    IllegalNodeInheritance "illegal-node-inheritance" Error "nodes do not inherit";
    IllegalQueryExpression "illegal-query-expression" Error "this has no meaning in a query";
    MultipleAttributesUnfold "multiple-attributes-unfold" Error "two `* =>` in one body";
    NotVirtualizeable "not-virtualizeable" Error "only resources can be virtual";
    ClassNotVirtualizable "class-not-virtualizable" Warning "classes cannot be virtual";
    NotRvalue "not-rvalue" Error "this gives no value";
    ResourceWithoutTitle "resource-without-title" Error "a resource needs a title";
    IllegalDefinitionLocation "illegal-definition-location" Error "a definition in the wrong file";
    IllegalTopConstructLocation "illegal-top-construct-location" Error "a statement in a file of a module";
    IllegalJson "illegal-json" Error "a heredoc's text is not JSON";
    IllegalBase64 "illegal-base64" Error "a heredoc's text is not Base64";
    ExpressionNotSupportedWhenScripting "expression-not-supported-when-scripting" Error "not in a plan";
    ExpressionNotSupportedWhenCompiling "expression-not-supported-when-compiling" Error "not within `apply`";
    // Reading what is not in manifests.
    YamlSyntax "yaml-syntax" Error "the text is not YAML here";
    InvalidSetting "invalid-setting" Error "a setting has the wrong form";
    UnknownSetting "unknown-setting" Warning "a setting that nobody reads";
    HieraUnsupported "hiera-unsupported" Warning "data that cannot be had here";
    // Merging all files.
    DuplicateDefinition "duplicate-definition" Error "a name is defined twice";
    DuplicateSite "duplicate-site" Error "an environment has one `site`";
    MetaparameterName "metaparameter-name" Error "a parameter has the name of a metaparameter";
    MissingSite "missing-site" Warning "no `site` block";
    // Capability types.
    CapabilityTypeInferred "capability-type-inferred" Note "a capability type was made up from its mappings";
    CapabilityTypeUnreadable "capability-type-unreadable" Warning "a capability type file could not be understood";
    // Evaluation.
    UnknownResourceType "unknown-resource-type" Error "no definition of this name";
    ResourceTypeNotFound "resource-type-not-found" Error "a reference to a type that does not exist";
    UnknownFunction "unknown-function" Error "no function of this name";
    UnknownVariable "unknown-variable" Warning "a variable without a value";
    FactsWithoutNode "facts-without-node" Error "facts where there is no node";
    EvaluationError "evaluation-error" Error "an expression cannot be evaluated";
    FunctionCallError "function-call-error" Error "a function refuses its arguments";
    CannotRunHere "cannot-run-here" Note "a value that only a Puppet server has";
    Logged "logged" Note "the manifest wrote a message";
    FailCalled "fail-called" Error "the manifest called `fail`";
    IllegalReturn "illegal-return" Error "`return` has no meaning here";
    IteratorNotSupported "iterator-not-supported" Error "an iterator cannot be the value here";
    TypeMismatch "type-mismatch" Error "a value has the wrong type";
    MissingParameter "missing-parameter" Error "a required parameter is missing";
    UnknownParameter "unknown-parameter" Error "there is no such parameter";
    DuplicateAttribute "duplicate-attribute" Error "an attribute is set twice";
    MissingResource "missing-resource" Error "a resource that the node does not have";
    IllegalOverride "illegal-override" Error "only a class that inherits may override this";
    LateOverride "late-override" Warning "an override that comes too late";
    IllegalOperand "illegal-relationship-operand-type" Error "an arrow joins references to resources";
    IllegalStage "illegal-stage" Error "only classes run in stages, and these are declared before";
    DuplicateDeclaration "duplicate-declaration" Error "a resource is declared twice";
    IllegalTitle "illegal-title" Error "not a title for a resource";
    CannotReassign "cannot-reassign" Error "a variable is assigned twice";
    LookupNotFound "lookup-not-found" Error "no data for a key";
    LookupFailed "lookup-failed" Error "a lookup cannot be done";
    TooManySteps "too-many-steps" Error "the evaluation takes too long";
    TooDeep "too-deep" Error "calls are nested too deeply";
    // The environment: applications, components, capabilities.
    NotAComponent "not-a-component" Error "only components stand inside a site";
    NeverExported "never-exported" Error "a capability that nobody exports";
    ExportedTwice "exported-twice" Error "a capability with two exporters";
    IllegalRelationship "illegal-relationship" Error "a capability takes only `require`, `consume` and `export`";
    NotACapability "not-a-capability" Error "`export` and `consume` take capabilities";
    NotAReference "not-a-reference" Error "`export` and `consume` take references";
    NestedCapabilities "nested-capabilities" Error "capabilities in an array within an array";
    OutsideSite "outside-site" Error "an application instance outside `site`";
    DiffersFromPuppet "differs-from-puppet6" Warning "the manual promises what Puppet 6 refuses";
    // Catalogs of nodes.
    NoNodeDefinition "no-node-definition" Error "no node definition matches";
    InvalidNodeMapping "invalid-node-mapping" Error "`nodes` of an instance cannot be read";
    NotProduced "not-produced" Error "a capability that is not there yet";
    MissingMapping "missing-mapping" Error "no mapping says how to exchange it";
    ConsumedTwice "consumed-twice" Error "two capabilities set one parameter";
    // The environment graph.
    ComponentNotAssigned "component-not-assigned" Error "a component without a node";
    NonExistentComponent "non-existent-component" Error "a node is assigned to a component that is not there";
    ComponentAssignedTwice "component-assigned-twice" Error "a component with two nodes";
    InvalidGraph "invalid-graph" Error "a saved graph has the wrong form";
    // What Puppet accepts in silence.
    DuplicateMapping "duplicate-mapping" Warning "a second mapping that nobody reads";
    AlwaysActive "always-active" Warning "a branch that decides nothing";
    NeverLoaded "never-loaded" Warning "a file that Puppet never reads";
    UnknownAttribute "unknown-attribute" Warning "a mapping sets what is not there";
    AttributeNotSet "attribute-not-set" Warning "a consumer reads what no producer sets";
    DefaultNotSeen "default-not-seen" Warning "a default that no consumer sees";
    SameNameCapture "same-name-capture" Warning "a value that came by its name alone";
    // Order.
    NodeCycle "node-cycle" Error "nodes that wait for each other";
    ConsumerBeforeProducer "consumer-before-producer" Error "a consumer that is evaluated before its producer";
    OrderAcrossNodes "order-across-nodes" Error "a relationship between resources of different nodes";
    CapabilityNotAwaited "capability-not-awaited" Warning "a capability is read without waiting for it";
    UnknownNode "unknown-node" Warning "a node that nothing in the environment names";
    UnreachableNode "unreachable-node" Warning "a node that never runs, or a definition that no node gets";
    NeverConsumed "never-consumed" Warning "a capability that nobody waits for";
    ComponentCycle "component-cycle" Error "components of one node that wait for each other";
    SelfConsumption "self-consumption" Error "a component that waits for itself";
}
