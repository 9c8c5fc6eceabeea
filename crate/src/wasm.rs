//! The binding to JavaScript: one line of work per function.
//!
//! Goes in: files and options as plain objects. Comes out: [`View`] as a plain object, or text. Every call stands
//! alone; nothing is kept between calls. A panic prints itself to the console and ends the instance.
//!
//! What goes in is little and read field by field: to read it with serde is 20 KB, most of it for saying what else stood
//! there.

use js_sys::{Array, Reflect};
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use web_sys::WorkerGlobalScope;

use crate::diag::Diagnostics;
use crate::editor;
use crate::forms;
use crate::input::{Conditions, Flow, Folding, Input, Policy, Target};
use crate::source::Sources;
use crate::syntax::{Dialect, print};
use crate::view::{CompiledView, DiffView, RunView, View};

/// A file of the environment.
#[derive(Debug, Clone, Serialize, Tsify)]
pub struct SourceFile {
    /// Path relative to the environment, with `/` between its parts.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// All files of the environment.
#[derive(Debug, Clone, Serialize, Tsify)]
pub struct Files(pub Vec<SourceFile>);

/// What a plan depends on besides the files.
#[derive(Debug, Clone, Default, Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Options {
    /// Name of the environment; `production` without.
    #[tsify(optional)]
    pub environment: Option<String>,
    /// `Shop`, `Shop[blue]` or nodes with commas between them; all nodes without.
    #[tsify(optional)]
    pub target: Option<String>,
    /// Whether to plan also for the nodes that those of the target wait for.
    #[tsify(optional)]
    #[serde(rename = "withPrerequisites")]
    pub with_prerequisites: Option<bool>,
    /// How many nodes may run at once; no limit without.
    #[tsify(optional)]
    pub concurrency: Option<u32>,
    /// The node whose catalog is asked for.
    #[tsify(optional)]
    pub node: Option<String>,
    /// Nodes whose run fails in a simulation.
    #[tsify(optional)]
    pub fail: Option<Vec<String>>,
    /// Capabilities, such as `Sql[shop]`, that are not available in a simulation.
    #[tsify(optional)]
    pub fail_capabilities: Option<Vec<String>>,
    /// Nodes whose catalog is refused, as [`compile`] found, and which therefore fail in a simulation.
    #[tsify(optional)]
    pub refused: Option<Vec<String>>,
    /// What a simulated job does after a failure: `skip-dependents`, or `stop`; the former without.
    #[tsify(optional)]
    pub policy: Option<String>,
    /// How long the run of each of these nodes takes in a simulation, before what `callsheet.yaml` says.
    #[tsify(optional)]
    pub durations: Option<Vec<NodeDuration>>,
    /// Whether every node has its own card, also where many do the same.
    #[tsify(optional)]
    pub whole: Option<bool>,
    /// Names of nodes that have their own card, and with each all that would share one with it.
    #[tsify(optional)]
    pub open: Option<Vec<String>>,
    /// How many pixels wide the drawing may be where its waves are rows; without, they are columns.
    #[tsify(optional)]
    pub room: Option<u32>,
    /// Where things stood in the last drawing, as it told; without, all is arranged anew.
    #[tsify(optional)]
    pub arrangement: Option<String>,
}

/// How long the run of a node takes. Called `Duration`, its type would be that of the standard library.
#[derive(Debug, Clone, Serialize, Tsify)]
pub struct NodeDuration {
    /// The certname.
    pub node: String,
    /// In units of the usual duration.
    pub units: u32,
}

/// What the page shows of these files.
#[wasm_bindgen]
pub fn plan(files: Ts<Files>, options: Ts<Options>) -> Result<Ts<View>, JsError> {
    let (sources, input) = (sources(&files)?, input(&options)?);
    let view = match clock() {
        Some(clock) => crate::timed_view(&sources, &input, &clock),
        None => crate::view(&sources, &input),
    };
    // Through text, which is three times faster than to make the object field by field from here.
    let parsed = js_sys::JSON::parse(&json(&view)?).map_err(|_| JsError::new("a view is plain data"))?;
    Ok(Ts::new_unchecked(parsed))
}

/// What the catalogs of all nodes add: their findings, and in full the catalog of the node in `options`.
#[wasm_bindgen]
pub fn compile(files: Ts<Files>, options: Ts<Options>) -> Result<Ts<CompiledView>, JsError> {
    let (sources, input) = (sources(&files)?, input(&options)?);
    Ok(crate::compiled_view(&sources, &input).into_ts()?)
}

/// What changed from the files `before` to the files `after`, in the plan and in the values of catalogs.
#[wasm_bindgen]
pub fn diff(before: Ts<Files>, after: Ts<Files>, options: Ts<Options>) -> Result<Ts<DiffView>, JsError> {
    let (before, after, input) = (sources(&before)?, sources(&after)?, input(&options)?);
    Ok(crate::diff_view(&before, &after, &input).into_ts()?)
}

/// A simulated run of the plan for `options.target`. It plans anew, which is all that takes time.
#[wasm_bindgen]
pub fn simulate(files: Ts<Files>, options: Ts<Options>) -> Result<Ts<RunView>, JsError> {
    let (sources, input) = (sources(&files)?, input(&options)?);
    Ok(crate::run_view(&sources, &input).into_ts()?)
}

/// A result as text in the form of this name: one of [`forms::FORMS`], or `view` for the result of [`plan`] as JSON,
/// without the time it took.
#[wasm_bindgen(js_name = exportText)]
pub fn export_text(files: Ts<Files>, options: Ts<Options>, form: &str) -> Result<String, JsError> {
    let (sources, input) = (sources(&files)?, input(&options)?);
    if form == "view" {
        return json(&crate::view(&sources, &input));
    }
    forms::text(form, &sources, &input).ok_or_else(|| JsError::new(&format!("there is no form `{form}`")))
}

/// The tokens of a file, see [`editor::tokens`].
#[wasm_bindgen]
pub fn tokens(path: &str, text: &str) -> Vec<u32> {
    editor::tokens(path, text)
}

/// What can be folded away in a file, see [`editor::folds`].
#[wasm_bindgen]
pub fn folds(path: &str, text: &str) -> Vec<u32> {
    editor::folds(path, text)
}

/// The outline of a file, see [`editor::symbols`].
#[wasm_bindgen]
pub fn symbols(path: &str, text: &str) -> Vec<u32> {
    editor::symbols(path, text)
}

/// The text of a manifest as the style guide wants it; nothing when it cannot be read.
#[wasm_bindgen]
pub fn format(path: &str, text: &str) -> Option<String> {
    let sources = Sources::single(path, text);
    let (id, file) = sources.iter().next()?;
    print::format(id, file, Dialect::default(), &mut Diagnostics::default())
}

/// The names of the kinds of token and, behind a `;`, of symbol, by number, with blanks between them.
#[wasm_bindgen]
pub fn kinds() -> String {
    [editor::token_kinds(), editor::symbol_kinds()].map(|names| names.join(" ")).join(";")
}

/// The version of Callsheet.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

#[wasm_bindgen(start)]
fn start() {
    console_error_panic_hook::set_once();
}

fn sources(files: &Ts<Files>) -> Result<Sources, JsError> {
    let files = files.js_value();
    let files: &Array = files.dyn_ref().ok_or_else(|| JsError::new("the files are no list"))?;
    let mut sources = Sources::default();
    for file in files.iter() {
        let missing = || JsError::new("a file has a path and a text");
        let path = text(&file, "path")?.ok_or_else(missing)?;
        sources.add(&path, &text(&file, "text")?.ok_or_else(missing)?);
    }
    Ok(sources)
}

fn input(options: &Ts<Options>) -> Result<Input, JsError> {
    let (options, default) = (options.js_value(), Input::default());
    Ok(Input {
        environment: text(&options, "environment")?.unwrap_or_else(|| default.environment.clone()),
        target: text(&options, "target")?.map_or(Target::Environment, |target| Target::parse(&target)),
        with_prerequisites: field(&options, "withPrerequisites")?.is_some_and(|value| value.is_truthy()),
        concurrency: number(&options, "concurrency")?,
        node: text(&options, "node")?,
        durations: durations(&options)?,
        conditions: Conditions {
            failed: texts(&options, "fail")?,
            unavailable: texts(&options, "failCapabilities")?,
            refused: texts(&options, "refused")?,
            policy: policy(&options)?,
        },
        folding: Folding {
            whole: field(&options, "whole")?.is_some_and(|value| value.is_truthy()),
            open: texts(&options, "open")?,
        },
        flow: number(&options, "room")?.map_or(Flow::Columns, |room| Flow::Rows { room }),
        arrangement: text(&options, "arrangement")?.unwrap_or_default(),
        ..default
    })
}

fn policy(options: &JsValue) -> Result<Policy, JsError> {
    let Some(name) = text(options, "policy")? else { return Ok(Policy::default()) };
    let policy = Policy::ALL.into_iter().find(|policy| policy.word() == name);
    policy.ok_or_else(|| JsError::new(&format!("there is no policy `{name}`")))
}

fn durations(options: &JsValue) -> Result<Vec<(String, u32)>, JsError> {
    let mut durations = Vec::new();
    for it in list(options, "durations")?.iter() {
        if let (Some(node), Some(units)) = (text(&it, "node")?, number(&it, "units")?) {
            durations.push((node, units));
        }
    }
    Ok(durations)
}

/// The texts in a list, none where there is no list.
fn texts(object: &JsValue, name: &str) -> Result<Vec<String>, JsError> {
    let wrong = || JsError::new(&format!("`{name}` is no list of texts"));
    list(object, name)?.iter().map(|it| it.as_string().ok_or_else(wrong)).collect()
}

fn list(object: &JsValue, name: &str) -> Result<Array, JsError> {
    let Some(value) = field(object, name)? else { return Ok(Array::new()) };
    value.dyn_into().map_err(|_| JsError::new(&format!("`{name}` is no list")))
}

/// What stands in a field, if anything.
fn field(object: &JsValue, name: &str) -> Result<Option<JsValue>, JsError> {
    let value = Reflect::get(object, &name.into()).map_err(|_| JsError::new("this is no object"))?;
    Ok(if value.is_undefined() || value.is_null() { None } else { Some(value) })
}

fn text(object: &JsValue, name: &str) -> Result<Option<String>, JsError> {
    let Some(value) = field(object, name)? else { return Ok(None) };
    let text = value.as_string();
    text.map(Some).ok_or_else(|| JsError::new(&format!("`{name}` is no text")))
}

fn number(object: &JsValue, name: &str) -> Result<Option<u32>, JsError> {
    let Some(value) = field(object, name)? else { return Ok(None) };
    let whole = value.as_f64().map(|number| (number, number as u32));
    match whole.filter(|(number, whole)| f64::from(*whole) == *number) {
        Some((_, whole)) => Ok(Some(whole)),
        None => Err(JsError::new(&format!("`{name}` is no whole number"))),
    }
}

/// Milliseconds by the worker's clock; there is none outside a worker.
fn clock() -> Option<impl Fn() -> f64> {
    let performance = js_sys::global().dyn_into::<WorkerGlobalScope>().ok()?.performance()?;
    Some(move || performance.now())
}

fn json(view: &View) -> Result<String, JsError> {
    serde_json::to_string(view).map_err(|_| JsError::new("a view is plain data"))
}
