//! Manifests of any size: a load balancer, web servers and a database.

use std::fmt::Write;

/// A way to write such an application down.
pub(crate) struct Shape {
    /// Its name in the output.
    pub(crate) name: &'static str,
    /// What it is, in a few words.
    pub(crate) means: &'static str,
    /// The manifest with about as many components, one node for each.
    pub(crate) text: fn(usize) -> String,
}

/// Loops on the one hand, everything written out on the other.
pub(crate) const SHAPES: &[Shape] = &[
    Shape { name: "gen", means: "instances of 50 web servers, which a loop declares", text: generated },
    Shape { name: "flat", means: "one application, everything written out", text: flat },
];

/// Web servers of one instance; fewer when there are fewer components than that.
const WEBS: usize = 50;

const COMPONENTS: &str = r#"define bench::db($port = 5432) { notify { "db ${title}": } }
Bench::Db produces Sql { host => $facts['fqdn'], port => $port }
define bench::web($host, $port, $listen = 80) { notify { "web ${title} ${host}:${port}": } }
Bench::Web consumes Sql { }
Bench::Web produces Http { host => $facts['fqdn'], port => $listen }
define bench::lb($members = []) {
  $hosts = $members.map |$member| { "${member['host']}:${member['port']}" }
  notify { "lb ${title}": message => $hosts.join(' ') }
}
"#;

fn generated(components: usize) -> String {
    let webs = WEBS.min(components - 2);
    let mut text = COMPONENTS.to_owned();
    text += r#"application bench(Integer $webs) {
  bench::db { "db-${name}": export => Sql["s-${name}"] }
  $capabilities = Integer[1, $webs].map |$i| {
    bench::web { "web-${name}-${i}":
      consume => Sql["s-${name}"],
      export  => Http["h-${name}-${i}"],
      listen  => 8000 + $i,
    }
    Http["h-${name}-${i}"]
  }
  bench::lb { "lb-${name}": members => $capabilities, require => $capabilities }
}
site {
"#;
    for instance in 0..(components / (webs + 2)).max(1) {
        append(&mut text, format_args!("  bench {{ 'i{instance}':\n    webs  => {webs},\n    nodes => {{\n"));
        append(&mut text, format_args!("      Node['db{instance}'] => Bench::Db['db-i{instance}'],\n"));
        for web in 1..=webs {
            let component = format!("Bench::Web['web-i{instance}-{web}']");
            append(&mut text, format_args!("      Node['web{instance}-{web}'] => {component},\n"));
        }
        append(
            &mut text,
            format_args!("      Node['lb{instance}'] => Bench::Lb['lb-i{instance}'],\n    }},\n  }}\n"),
        );
    }
    text + "}\n"
}

fn flat(components: usize) -> String {
    let webs = components - 2;
    let mut text = COMPONENTS.to_owned();
    text += "application flat {\n  bench::db { 'db': export => Sql['s'] }\n";
    for web in 0..webs {
        append(
            &mut text,
            format_args!(
                "  bench::web {{ 'w{web}':\n    consume => Sql['s'],\n    export  => Http['h{web}'],\n  }}\n"
            ),
        );
    }
    text += "  bench::lb { 'lb':\n    members => [Http['h0'], Http['h1']],\n    require => [Http['h0'], Http['h1']],\n  }\n}\n";
    text += "site {\n  flat { 'one': nodes => {\n    Node['db'] => Bench::Db['db'],\n";
    for web in 0..webs {
        append(&mut text, format_args!("    Node['n{web}'] => Bench::Web['w{web}'],\n"));
    }
    text + "    Node['lb'] => Bench::Lb['lb'],\n  } }\n}\n"
}

fn append(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("writing to a String does not fail");
}
