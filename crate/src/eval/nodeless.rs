//! Facts where there is no node: the environment is evaluated once for all nodes, and Puppet then takes every fact for
//! `undef`, in words that say nothing of facts.
//!
//! A manifest without applications and `site` is nothing to orchestrate. Puppet compiles it for nodes alone, so what
//! depends on a fact is unknown here and nothing is said of it.

use super::catalog::Container;
use super::value::Value;
use super::{Eval, Evaluation, ScopeId};
use crate::diag::{Code, Diagnostic, Severity};
use crate::input::Input;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind};

/// Variables that agents set from facts; those that might as well be meant as something else are left out.
const FACTS: &str = "facts trusted architecture augeasversion bios_vendor bios_version blockdevices boardmanufacturer \
    boardproductname boardserialnumber certname chassistype clientcert clientnoop clientversion dhcp_servers dmi domain \
    ec2_metadata facterversion filesystems fips_enabled fqdn gce hardwareisa hardwaremodel hostname hypervisors identity \
    interfaces ipaddress ipaddress6 is_virtual kernel kernelmajversion kernelrelease kernelversion load_averages \
    lsbdistcodename lsbdistdescription lsbdistid lsbdistrelease lsbmajdistrelease lsbminordistrelease lsbrelease \
    macaddress macosx_productname macosx_productversion manufacturer memoryfree memoryfree_mb memorysize memorysize_mb \
    mountpoints netmask netmask6 network network6 networking operatingsystem operatingsystemmajrelease \
    operatingsystemrelease os osfamily partitions physicalprocessorcount processorcount processors productname \
    puppetversion rubyplatform rubysitedir rubyversion selinux serialnumber sshdsakey sshecdsakey sshed25519key sshrsakey \
    swapfree swapsize system_uptime timezone uniqueid uptime uptime_days uptime_hours uptime_seconds uuid virtual \
    windows_product_name xendomains zonename zones";

/// How many nodes' own facts are looked at for a name.
const NODES_LOOKED_AT: usize = 10;

impl<'a> Evaluation<'a> {
    /// The answer to `$facts['os']` where there are no facts; none where the variable has a value.
    pub(crate) fn fact_without_node(
        &mut self,
        hash: &'a Expr,
        span: Span,
        scope: ScopeId,
    ) -> Option<Eval<Value>> {
        let ExprKind::Var(name) = &hash.kind else { return None };
        let is_hash = matches!(name.trim_start_matches("::"), "facts" | "trusted");
        if self.node.is_some() || !is_hash || self.scopes_variable(name, scope).is_some() {
            return None;
        }
        if self.for_nodes_only {
            return Some(Ok(Value::Unknown));
        }
        self.warn_log(hash.span, format!("Unknown variable: '{name}'."));
        let finding = self.without_node(name, span);
        Some(self.fail_with(finding))
    }

    /// The value of a variable that holds a fact, where there are none; no value where it holds something else.
    pub(crate) fn fact_variable(&mut self, name: &str, span: Span) -> Option<Value> {
        if self.node.is_some() || !is_fact(name.trim_start_matches("::"), self.input) {
            return None;
        }
        if self.for_nodes_only {
            return Some(Value::Unknown);
        }
        self.warn_log(span, format!("Unknown variable: '{name}'."));
        let mut finding = self.without_node(name, span);
        // Puppet goes on with `undef`.
        finding.severity = Severity::Warning;
        self.diags.add(finding);
        Some(Value::Undef)
    }

    fn without_node(&self, name: &str, span: Span) -> Diagnostic {
        let (here, hint) = match self.container {
            Container::Main => (
                "top level is",
                "read it in a class, a define or a node definition: the top level is evaluated for the plan too",
            ),
            Container::Site | Container::Instance(_) | Container::Resource(_) => (
                "applications and `site` are",
                "read it in the body of the component, or in its `produces` mapping; or make it a parameter of the instance",
            ),
        };
        let message =
            format!("`${name}` has no value here: {here} evaluated without a node, and so without facts");
        Diagnostic::new(Code::FactsWithoutNode, self.shown(span), message).hint(hint)
    }
}

/// What to do about a fact that a node has not.
pub(super) fn hint_at_fact(diagnostic: Diagnostic, hash: &Expr, keys: &[Expr]) -> Diagnostic {
    match (&hash.kind, keys) {
        (ExprKind::Var(name), [Expr { kind: ExprKind::Str(fact) | ExprKind::Name(fact), .. }])
            if matches!(name.trim_start_matches("::"), "facts" | "trusted") =>
        {
            diagnostic.hint(format!(
                "the node has no fact `{fact}` here: say in `callsheet.yaml`, under `facts:`, what it is"
            ))
        }
        _ => diagnostic,
    }
}

/// Whether agents set a variable of this name from a fact, or the input does for one of its first nodes.
pub fn is_fact(name: &str, input: &Input) -> bool {
    let interface =
        ["ipaddress_", "ipaddress6_", "netmask_", "network_", "macaddress_", "mtu_", "blockdevice_"];
    let given = input.nodes.iter().take(NODES_LOOKED_AT);
    let mut given = given.flat_map(|node| node.facts.iter().chain(&node.parameters));
    FACTS.split_ascii_whitespace().any(|fact| fact == name)
        || interface.iter().any(|start| name.starts_with(start))
        || given.any(|(fact, _)| fact.text() == Some(name))
}
