//! The manual as Markdown, and the examples in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{callsheet, folder};

/// The pages that the documentation shows.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/docs/command-line")
}

/// The texts of a folder by the names of their files.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let pages = paths.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let name = |path: &Path| path.file_name().expect("a file").to_string_lossy().into_owned();
    pages.map(|path| (name(&path), fs::read_to_string(&path).expect("a page"))).collect()
}

fn made(name: &str) -> BTreeMap<String, String> {
    let root = folder(name, &[("readme.txt", "")]);
    let ran = callsheet(&["man", "--format", "markdown", "--dir", &root.display().to_string()], "");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    texts(&root)
}

/// `UPDATE=1 cargo test` writes them anew.
#[test]
fn the_documentation_has_the_pages_of_the_command_line() {
    let (made, kept) = (made("pages"), kept());
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(&kept).expect("a folder");
        for old in texts(&kept).keys().filter(|name| !made.contains_key(*name)) {
            fs::remove_file(kept.join(old)).expect("an old page");
        }
        for (name, text) in &made {
            fs::write(kept.join(name), text).expect("a page");
        }
    }
    let there = texts(&kept);
    assert_eq!(made.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    for (name, text) in &made {
        assert_eq!(&there[name], text, "web/docs/command-line/{name} is old: UPDATE=1 cargo test --test cli");
    }
}

#[test]
fn pages_link_to_pages_that_are_there() {
    let pages = made("linked");
    let mut links = 0;
    for (name, text) in &pages {
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap_or_default()) {
            assert!(pages.contains_key(target), "{name} links to {target}");
            links += 1;
        }
        assert!(text.starts_with("---\ntitle: callsheet"), "{name}: {text}");
        assert!(text.contains("\n## Exit status\n"), "{name}: {text}");
        assert!(text.contains("\n## Example"), "{name}: {text}");
        // What template engines of sites would take for their own.
        assert!(!text.contains("{{") && !text.contains("{%"), "{name}: {text}");
    }
    assert!(links > 2 * pages.len(), "{links} links");
}

#[test]
fn a_page_says_what_an_option_may_be() {
    let page = callsheet(&["man", "--format", "markdown", "job", "plan"], "").out;
    for part in [
        "# callsheet job plan\n\nPrint the order in which nodes run.\n\n```text\ncallsheet job plan [OPTIONS]\n```\n",
        "### `-e`, `--environment <PATH>`\n\nA Puppet environment directory, one manifest,",
        "\n\nDefault: `.`\n",
        "### `--explain [NODE]`\n",
        "- `svg`: The drawing of the page\n",
        "```sh\ncallsheet job plan -e site.pp\n",
        "[`callsheet job run`](job-run.md), [`callsheet job`](job.md), [`callsheet`](index.md)\n",
    ] {
        assert!(page.contains(part), "no {part}\nin {page}");
    }
    let page = callsheet(&["man", "--format", "markdown"], "").out;
    assert!(page.contains("- [`callsheet job plan`](job-plan.md): Print the order in which nodes run\n"));
    assert!(page.contains("# check the environment in this directory\ncallsheet check\n"), "{page}");
}

/// An environment with all that the examples name.
const SHOP: &str = "\
define db($host) {}
define web($db_host, $port) {}
define lb($port) {}
Db produces Sql { host => $host }
Web consumes Sql { db_host => $host }
Web produces Http { port => $port }
Lb consumes Http { port => $port }
application shop {
  db { $name: host => 'db1.example', export => Sql['shop'] }
  web { $name: port => 80, consume => Sql['shop'], export => Http['shop'] }
  lb { $name: consume => Http['shop'] }
}
site {
  shop { 'blue':
    nodes => {
      Node['db1.example'] => Db['blue'],
      Node['web1.example'] => Web['blue'],
      Node['lb1.example'] => Lb['blue'],
    },
  }
}
node default {}
";

/// Each is typed into a shell, in a folder that has what the examples name.
#[test]
fn examples_of_the_pages_run() {
    let root = folder(
        "examples",
        &[
            ("here/site.pp", SHOP),
            ("here/manifests/site.pp", SHOP),
            ("here/modules/shop/manifests/base.pp", "class shop::base {\n  notice('shop')\n}\n"),
            ("here/environments/production/manifests/site.pp", SHOP),
            ("here/docs/command-line/readme.txt", ""),
            ("before/manifests/site.pp", &SHOP.replace("lb1.example", "lb2.example")),
            ("home/.config/fish/completions/readme.txt", ""),
            ("home/.zfunc/readme.txt", ""),
            ("home/.local/share/man/man1/readme.txt", ""),
            // Programs that examples hand their results to.
            ("bin/man", "#!/bin/sh\nexec grep -q '^.TH'\n"),
            (
                "bin/puppet",
                "#!/bin/sh\nexec grep -q '\"catalog_uuid\"\\|\"resources\"\\|^node default' \"$3\"\n",
            ),
            ("bin/bolt", "#!/bin/sh\nexec grep -q \"^plan $3(\" modules/callsheet/plans/run.pp\n"),
        ],
    );
    let mut path = vec![root.join("bin"), Path::new(env!("CARGO_BIN_EXE_callsheet")).with_file_name("")];
    path.extend(std::env::split_paths(&std::env::var_os("PATH").expect("a path")));
    let path = std::env::join_paths(path).expect("a path");
    assert!(Command::new("chmod").args(["-R", "+x"]).arg(root.join("bin")).status().expect("runs").success());
    let mut count = 0;
    for (name, text) in made("tried") {
        for block in text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()) {
            for line in block.lines().filter(|line| !line.starts_with('#')) {
                let ran = Command::new("bash")
                    .args(["-euo", "pipefail", "-c", line])
                    .current_dir(root.join("here"))
                    .env("PATH", &path)
                    .env("HOME", root.join("home"))
                    .output()
                    .expect("bash runs");
                let err = String::from_utf8_lossy(&ran.stderr);
                assert!(ran.status.success(), "{name}: {line}: {}\n{err}", ran.status);
                count += 1;
            }
        }
    }
    assert!(count > 30, "{count} examples");
}
