//! A real Puppet applies the catalogs that the command line compiles: files get their contents, and things happen in
//! the order that the manifest asks for. Skipped where there is no `puppet`; `make apply` installs one first.

#![expect(clippy::print_stdout, reason = "it says why nothing is tested")]

use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};

fn main() {
    let installed = Command::new("puppet").arg("--version").output().is_ok_and(|it| it.status.success());
    if !installed {
        println!("apply: skipped, since no `puppet` is installed; `make apply` installs one");
    }
    let tests = [
        Trial::test("files_get_what_other_nodes_produced", contents),
        Trial::test("relationships_decide_the_order", order),
        Trial::test("without_orchestration_nodes_get_the_same", plain),
    ];
    let tests = tests.into_iter().map(|test| test.with_ignored_flag(!installed)).collect();
    libtest_mimic::run(&Arguments::from_args(), tests).exit();
}

/// Folders and files, and in the file of one node what the other has produced.
fn contents() -> Result<(), Failed> {
    let root = scratch("contents")?;
    let manifest = r#"
define shop::db($root, $port = 5432) {
  file { "${root}/db.conf": content => "port=${port}\n", mode => '0640', require => File[$root] }
  file { $root: ensure => directory }
}
Shop::Db produces Sql { host => $facts['fqdn'], port => $port, password => Sensitive('geheim') }
define shop::web($root, $host, $port) {
  file { "${root}/web.conf": content => "db=${host}:${port}\n" }
  file { [$root, "${root}/logs"]: ensure => directory }
  file { "${root}/latest": ensure => link, target => "${root}/web.conf" }
}
Shop::Web consumes Sql { }
application shop($root) {
  shop::db { 'd': root => "${root}/db", export => Sql['s'] }
  shop::web { 'w': root => "${root}/web", consume => Sql['s'] }
}
site {
  shop { 'one':
    root  => 'ROOT',
    nodes => { Node['db.example'] => Shop::Db['d'], Node['web.example'] => Shop::Web['w'] },
  }
}
"#;
    apply(&root, manifest, "db.example")?;
    apply(&root, manifest, "web.example")?;
    same("db.conf", &read(&root.join("db/db.conf"))?, "port=5432\n")?;
    same("web.conf", &read(&root.join("web/latest"))?, "db=db.example:5432\n")?;
    same("logs", &root.join("web/logs").is_dir().to_string(), "true")
}

/// A Puppet that knows no orchestration compiles and applies what is left without it.
fn plain() -> Result<(), Failed> {
    let root = scratch("plain")?;
    let manifest = r#"
define shop::db($root, $port = 5432) {
  file { "${root}/db.conf": content => "port=${port}\n" }
}
Shop::Db produces Sql { host => $facts['fqdn'], port => $port }
define shop::web($root, $host, $port, $members, $quote = "it's") {
  $names = $members.map |$sql| { "${sql['host']}:${sql['port']}" }
  file { "${root}/web.conf": content => "db=${host}:${port} ${names.join(',')} ${quote}\n" }
}
Shop::Web consumes Sql { }
application shop($root) {
  shop::db { 'd': root => $root, export => Sql['s'] }
  shop::web { 'w': root => $root, members => [Sql['s']], consume => Sql['s'] }
}
site {
  shop { 'one':
    root  => 'ROOT',
    nodes => { Node['db.example'] => Shop::Db['d'], Node['web.example'] => Shop::Web['w'] },
  }
}
"#;
    std::fs::write(root.join("site.pp"), manifest.replace("ROOT", &root.to_string_lossy()))?;
    let mut callsheet = Command::new(env!("CARGO_BIN_EXE_callsheet"));
    let lowered = callsheet.args(["export", "puppet", "-e"]).arg(root.join("site.pp")).output()?;
    let plain = root.join("plain.pp");
    std::fs::write(&plain, &lowered.stdout)?;
    for node in ["db.example", "web.example", "other.example"] {
        let mut puppet = Command::new("puppet");
        puppet.args(["apply", "--color", "false", "--certname", node]).arg(&plain);
        puppet.arg("--confdir").arg(root.join("conf")).arg("--vardir").arg(root.join("var"));
        let applied = puppet.output()?;
        if !applied.status.success() {
            return Err(format!("{node}: {}", String::from_utf8_lossy(&applied.stderr)).into());
        }
    }
    same("db.conf", &read(&root.join("db.conf"))?, "port=5432\n")?;
    same("web.conf", &read(&root.join("web.conf"))?, "db=db.example:5432 db.example:5432 it's\n")
}

/// All ways to order, each against the order of declaration.
fn order() -> Result<(), Failed> {
    let root = scratch("order")?;
    let manifest = r#"
class last { notify { 'seven': } }
class first { notify { 'one': } }
define part { notify { "part ${title}": } }
include last
include first
notify { 'zero': before => Class['first'] }
notify { 'six': require => Part['five'] }
part { 'five': subscribe => Notify['four'] }
Notify['three'] ~> Notify['four']
notify { 'four': }
notify { 'three': }
notify { 'two': before => Notify['three'] }
Class['first'] -> Notify['two']
Notify['six'] -> Class['last']
file { 'ROOT/after': content => 'x', require => Class['last'] }
"#;
    let said = apply(&root, manifest, "n.example")?;
    let notices: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("Notice: ")).collect();
    let told = notices.into_iter().filter(|line| !line.contains('/') && !line.starts_with("Applied"));
    let told: Vec<&str> = told.collect();
    same("the order", &told.join(", "), "zero, one, two, three, four, part five, six, seven")?;
    same("after", &read(&root.join("after"))?, "x")
}

/// Compiles the catalog of a node and has Puppet apply it; what Puppet said.
fn apply(root: &Path, manifest: &str, node: &str) -> Result<String, Failed> {
    let path = root.join("site.pp");
    std::fs::write(&path, manifest.replace("ROOT", &root.to_string_lossy()))?;
    let mut callsheet = Command::new(env!("CARGO_BIN_EXE_callsheet"));
    callsheet.args(["catalog", "compile", "--format", "json", "--node", node, "-e"]).arg(&path);
    let compiled = callsheet.output()?;
    if !compiled.status.success() {
        return Err(String::from_utf8_lossy(&compiled.stderr).into_owned().into());
    }
    let catalog = root.join(format!("{node}.json"));
    std::fs::write(&catalog, &compiled.stdout)?;
    let mut puppet = Command::new("puppet");
    puppet.args(["apply", "--color", "false", "--catalog"]).arg(&catalog);
    puppet.arg("--confdir").arg(root.join("conf")).arg("--vardir").arg(root.join("var"));
    let applied = puppet.output()?;
    let said = String::from_utf8_lossy(&applied.stdout).into_owned();
    // Facts that cannot be had are errors too, without a path.
    let complaints = String::from_utf8_lossy(&applied.stderr).into_owned();
    let failed = complaints.lines().any(|line| line.starts_with("Error: /") || line.contains("catalog"));
    if failed || !applied.status.success() || !said.contains("Applied catalog") {
        return Err(format!("{said}{complaints}").into());
    }
    Ok(said)
}

/// An empty folder of its own for a test.
fn scratch(name: &str) -> Result<PathBuf, Failed> {
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("apply").join(name);
    let _ = std::fs::remove_dir_all(&root);
    std::fs::create_dir_all(&root)?;
    Ok(root)
}

fn read(path: &Path) -> Result<String, Failed> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn same(what: &str, shown: &str, expected: &str) -> Result<(), Failed> {
    if shown == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected:?}, this is {shown:?}").into())
}
