//! Data from outside as values: facts, trusted facts, and what an external node classifier says of a node.

use super::value::{HashMap, Value};
use crate::input::Input;
use crate::yaml::{Data, Node};

/// A piece of data as a value of the language.
pub fn value(node: &Node) -> Value {
    match &node.data {
        Data::Null => Value::Undef,
        Data::Bool(value) => Value::Bool(*value),
        Data::Integer(number) => Value::Integer(*number),
        Data::Float(number) => Value::Float(*number),
        Data::String(text) => Value::from(text.as_str()),
        Data::Array(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        Data::Hash(pairs) => Value::from(hash(pairs)),
    }
}

fn hash(pairs: &[(Node, Node)]) -> HashMap {
    pairs.iter().map(|(key, item)| (value(key), value(item))).collect()
}

/// The facts of a node: those for all nodes, over them its own; hashes are joined. Its names follow from its certname
/// where they are not given: `fqdn`, `hostname`, `domain`, the same in `networking`, and `clientcert`.
pub fn facts_of(input: &Input, certname: &str) -> HashMap {
    let mut facts = HashMap::default();
    for node in input.about(certname) {
        join(&mut facts, hash(&node.facts));
    }
    let networking = match facts.get(&Value::from("networking")) {
        Some(Value::Hash(networking)) => HashMap::clone(networking),
        Some(_) | None => HashMap::default(),
    };
    let known = |name: &str| {
        let key = Value::from(name);
        facts.get(&key).or_else(|| networking.get(&key)).map(Value::interpolate)
    };
    let fqdn = known("fqdn").unwrap_or_else(|| certname.to_owned());
    let (first, rest) = split_name(&fqdn);
    let hostname = known("hostname").unwrap_or_else(|| first.to_owned());
    let domain = known("domain").or_else(|| rest.map(str::to_owned));
    let mut names = HashMap::default();
    let domain = domain.map(|domain| ("domain", domain));
    for (name, value) in [("fqdn", fqdn.clone()), ("hostname", hostname)].into_iter().chain(domain) {
        names.insert(Value::from(name), Value::from(value));
    }
    let mut all = names.clone();
    all.insert(Value::from("clientcert"), Value::from(certname));
    all.insert(Value::from("networking"), Value::from(names));
    join(&mut all, facts);
    all
}

/// The trusted facts of a node, as an agent's certificate gives them; `callsheet.yaml` may say more.
pub fn trusted_of(input: &Input, certname: &str) -> HashMap {
    let (hostname, domain) = split_name(certname);
    let mut trusted = HashMap::default();
    let mut set = |name: &str, value: Value| trusted.insert(Value::from(name), value);
    set("authenticated", Value::from("remote"));
    set("certname", Value::from(certname));
    set("extensions", Value::from(HashMap::default()));
    set("hostname", Value::from(hostname));
    set("domain", domain.map_or(Value::Undef, Value::from));
    set("external", Value::from(HashMap::default()));
    for node in input.about(certname) {
        join(&mut trusted, hash(&node.trusted));
    }
    trusted
}

/// Variables that an external node classifier sets at top scope for a node.
pub fn parameters_of(input: &Input, certname: &str) -> HashMap {
    let mut parameters = HashMap::default();
    for node in input.about(certname) {
        join(&mut parameters, hash(&node.parameters));
    }
    parameters
}

/// `web1.example.com` -> `web1` and `example.com`.
fn split_name(certname: &str) -> (&str, Option<&str>) {
    match certname.split_once('.') {
        Some((hostname, domain)) => (hostname, Some(domain)),
        None => (certname, None),
    }
}

/// Puts one hash over another; where both have a hash, these are joined likewise.
fn join(below: &mut HashMap, above: HashMap) {
    for (key, value) in above {
        let joined = match (below.get(&key), value) {
            (Some(Value::Hash(old)), Value::Hash(new)) => {
                let mut inner = HashMap::clone(old);
                join(&mut inner, HashMap::clone(&new));
                Value::from(inner)
            }
            (_, value) => value,
        };
        below.insert(key, joined);
    }
}
