//! `export`: drawings with their source, for documents and pages; and the plan for a Puppet without orchestration.

use std::fs;
use std::path::Path;

use callsheet::export::embed;
use callsheet::input::Input;
use callsheet::plan::normalize_application;
use callsheet::source::Sources;
use callsheet::{Analysis, analyze, lower};

use super::args::{
    AimArgs, EnvironmentArgs, ExportArgs, ExportBoltArgs, ExportHtmlArgs, ExportPuppetArgs, ExportSvgArgs,
    ThemeArg,
};
use super::command::{aimed, compiled, from_environment, known_target};
use super::terminal::Terminal;
use super::{Status, findings, read};

/// `export svg`
pub(crate) fn svg(args: &ExportSvgArgs, terminal: &Terminal) -> Result<Status, String> {
    let drawn = Drawn::of(&args.export, terminal)?;
    let Drawn { sources, analysis, carried, .. } = &drawn;
    let text = embed::svg_with_sources(sources, analysis, carried, args.export.title.as_deref());
    drawn.finish(&text, &args.export, terminal)
}

/// `export html`
pub(crate) fn html(args: &ExportHtmlArgs, terminal: &Terminal) -> Result<Status, String> {
    let drawn = Drawn::of(&args.export, terminal)?;
    let Drawn { sources, analysis, carried, .. } = &drawn;
    let title = args.export.title.as_deref();
    let fragment = embed::fragment(sources, analysis, carried, title, &attributes(args));
    let mut text = args.element.as_deref().map(embed::loader).unwrap_or_default() + &fragment;
    if args.page {
        let scheme = match args.theme {
            Some(ThemeArg::Light) => "light",
            Some(ThemeArg::Dark) => "dark",
            Some(ThemeArg::Auto) | None => "light dark",
        };
        text = embed::page(title.unwrap_or("Callsheet"), scheme, &text);
    }
    drawn.finish(&text, &args.export, terminal)
}

/// `export puppet`
pub(crate) fn puppet(args: &ExportPuppetArgs, terminal: &Terminal) -> Result<Status, String> {
    let (read, _, compilation) = compiled(&args.source, Input::default(), &[])?;
    // By the paths that the files have in the environment.
    let mut sources = Sources::default();
    for (_, file) in read.iter() {
        sources.add(&carried_path(&file.path, &args.source), &file.text);
    }
    let lowered = lower::puppet(&sources, &compilation);
    match &args.output {
        None => terminal.result(&lowered.text())?,
        Some(folder) => {
            for (path, text) in &lowered.files {
                write(&folder.join(path), text)?;
            }
        }
    }
    let findings = &compilation.analysis.diagnostics;
    findings::show(findings, &read, terminal);
    Ok(findings::status(findings))
}

/// `export bolt`
pub(crate) fn bolt(args: &ExportBoltArgs, terminal: &Terminal) -> Result<Status, String> {
    let sources = read::environment(&args.source)?;
    let analysis = analyze(&sources, &from_environment(&args.source, aimed(&args.aim)));
    let status = known_target(&analysis);
    let text = lower::bolt(&analysis.plan);
    match (&args.output, &status) {
        (_, Err(_)) => {}
        (None, Ok(_)) => terminal.result(&text)?,
        (Some(path), Ok(_)) => write(path, &text)?,
    }
    findings::show(&analysis.diagnostics, &sources, terminal);
    status
}

/// Writes a file, and the folders that it lies in.
fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(path, text))
        .map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

/// Those of the element.
fn attributes(args: &ExportHtmlArgs) -> Vec<(&'static str, String)> {
    let AimArgs { application, nodes, with_prerequisites } = &args.export.aim;
    let application = application.as_deref().map(normalize_application);
    let target = application.or_else(|| (!nodes.is_empty()).then(|| nodes.join(",")));
    let alone = |is_set: bool| is_set.then(String::new);
    [
        ("view", args.view.map(|it| it.word().to_owned())),
        ("theme", args.theme.map(|it| it.word().to_owned())),
        ("readonly", alone(args.readonly)),
        ("wave", args.wave.map(|it| it.to_string())),
        ("target", target),
        ("with-prerequisites", alone(*with_prerequisites)),
        ("run", alone(args.run)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// A plan, and the files that its drawing carries.
struct Drawn {
    /// By the names that findings tell.
    read: Sources,
    /// By the names that the carried files have.
    sources: Sources,
    carried: Sources,
    analysis: Analysis,
    status: Status,
}

impl Drawn {
    fn of(args: &ExportArgs, terminal: &Terminal) -> Result<Drawn, String> {
        let read = read::environment(&args.source)?;
        let input = from_environment(&args.source, aimed(&args.aim));
        let (mut sources, mut carried) = (Sources::default(), Sources::default());
        for (_, file) in read.iter() {
            if input.facts_files.contains(&file.path) {
                sources.add(&file.path, &file.text);
                continue;
            }
            let path = carried_path(&file.path, &args.source);
            sources.add(&path, &file.text);
            carried.add(&path, &file.text);
        }
        let analysis = analyze(&sources, &input);
        let status = known_target(&analysis).inspect_err(|_| {
            findings::show(&analysis.diagnostics, &read, terminal);
        })?;
        Ok(Drawn { read, sources, carried, analysis, status })
    }

    /// Writes the result, then tells what was found.
    fn finish(&self, text: &str, args: &ExportArgs, terminal: &Terminal) -> Result<Status, String> {
        match &args.output {
            Some(path) => fs::write(path, text)
                .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?,
            None => terminal.result(text)?,
        }
        findings::show(&self.analysis.diagnostics, &self.read, terminal);
        if !args.source.facts.is_empty() {
            terminal.remark(
                "note: the drawing knows the facts of `--facts`, but does not carry them; those in `callsheet.yaml` it does\n",
            );
        }
        Ok(self.status)
    }
}

/// The path of a file in the environment that a page makes of it: a manifest that came alone has no folders.
fn carried_path(path: &str, args: &EnvironmentArgs) -> String {
    if args.environment == "-" && !path.starts_with("modules/") {
        return path.replace("stdin.pp", "site.pp").replace("stdin.json", "graph.json");
    }
    let is_alone = Path::new(&args.environment).is_file() && !path.starts_with("modules/");
    match path.rsplit_once('/').filter(|_| is_alone) {
        Some((_, name)) => name.to_owned(),
        None => path.to_owned(),
    }
}
