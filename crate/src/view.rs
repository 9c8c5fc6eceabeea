//! The wire to the page: everything it shows, as plain data with UTF-16 positions.
//!
//! Goes in: the results of all stages. Comes out: [`View`]. The page computes nothing that stands here.

mod build;
mod compiled;
mod diff;
mod places;
mod run;

use serde::Serialize;
#[cfg(target_arch = "wasm32")]
use tsify::Tsify;

pub use build::build;
pub use compiled::compiled;
pub use diff::diff;
pub use run::run;

/// A place in a file: offsets count UTF-16 units, as JavaScript and CodeMirror do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Range {
    /// Path of the file.
    pub file: String,
    /// First unit.
    pub from: u32,
    /// After the last unit.
    pub to: u32,
    /// Line of `from`, from 1.
    pub line: u32,
    /// Character of `from` in its line, from 1.
    pub column: u32,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Catalogue id.
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    /// `parse`, `environment`, `graph`, `plan` or `node`.
    pub phase: String,
    /// One line.
    pub message: String,
    /// Where.
    pub range: Range,
    /// What to do next.
    pub hints: Vec<String>,
    /// Other places that matter.
    pub labels: Vec<Label>,
    /// Repairs, the best first.
    pub fixes: Vec<FixView>,
}

/// A repair of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FixView {
    /// What it does, as an imperative.
    pub title: String,
    /// Whether nothing else can be meant.
    pub safe: bool,
    /// What it replaces, apart from each other.
    pub edits: Vec<Label>,
}

/// Another place that matters to a problem; in a repair the text to write there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Label {
    /// Why, or what to write.
    pub message: String,
    /// Where.
    pub range: Range,
}

/// An application instance; `colour` counts instances from 0 in order of declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct InstanceView {
    /// `Shop[blue]`
    pub id: String,
    /// Its number.
    pub colour: u32,
    /// Its title in the source.
    pub source: Range,
    /// How many components it has.
    pub components: u32,
}

/// A rectangle in integer pixels, `x` and `y` its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Rect {
    /// Left.
    pub x: i32,
    /// Top.
    pub y: i32,
    /// To the right of `x`.
    pub width: i32,
    /// Below `y`.
    pub height: i32,
}

/// The drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Drawing {
    /// Width of all of it.
    pub width: i32,
    /// Height of all of it.
    pub height: i32,
    /// Whether waves are rows from top to bottom, with their cards from left to right. All else is said of columns.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub rows: bool,
    /// Columns from left to right.
    pub waves: Vec<WaveView>,
    /// Nodes, ordered by wave, then from top to bottom.
    pub cards: Vec<CardView>,
    /// Capabilities, ordered by channel, then from top to bottom.
    pub pills: Vec<PillView>,
    /// Lines, in a fixed order.
    pub edges: Vec<EdgeView>,
    /// Where everything stands, for the options of the next plan: cards stay where they are as far as they can.
    pub arrangement: String,
}

/// A column: the nodes of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct WaveView {
    /// Level, from 0; none for the column of nodes that wait for each other in a cycle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u32>,
    /// Its lane.
    pub rect: Rect,
    /// How many nodes are in it.
    pub nodes: u32,
}

/// A node as a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CardView {
    /// The certname; unique.
    pub node: String,
    /// The cards of all nodes that share this one, if they are several: this one is called like the first of them, and
    /// its components stand for all of their type.
    pub stack: Vec<CardView>,
    /// The name to draw: shortened in the middle when it is too long.
    pub title: String,
    /// Level, from 0; none in a cycle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wave: Option<u32>,
    /// Its place.
    pub rect: Rect,
    /// Its first mention in the source.
    pub source: Range,
    /// Its components from top to bottom.
    pub chips: Vec<ChipView>,
    /// Whether the target contains it.
    pub targeted: bool,
}

/// A component in a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ChipView {
    /// `Shop::Db[db-blue]`; unique in the environment.
    pub component: String,
    /// The text to draw: shortened in the middle when it is too long.
    pub title: String,
    /// `Shop[blue]`
    pub instance: String,
    /// The instance's number.
    pub colour: u32,
    /// Its place.
    pub rect: Rect,
    /// Its title in its declaration.
    pub source: Range,
    /// First unit of its whole declaration in the same file, and the one after the last.
    pub whole: [u32; 2],
    /// Its reference in the `nodes` hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment: Option<Range>,
    /// Capabilities it exports.
    pub produces: Vec<String>,
    /// Capabilities it requires, then those it consumes.
    pub consumes: Vec<String>,
    /// In rows, where on the lower and the upper edge of its card its ports are, from the left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<i32>,
    /// Whether a port is drawn on its right side (a ball: something leaves here).
    pub ball: bool,
    /// Whether a port is drawn on its left side (a socket: something arrives here).
    pub socket: bool,
    /// Whether an error was reported about it.
    pub broken: bool,
}

/// A capability between two columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct PillView {
    /// `Sql[shop]`; unique.
    pub capability: String,
    /// The pills of all capabilities that share this one, if they are several: it is called like the first of them.
    pub stack: Vec<PillView>,
    /// The text to draw.
    pub title: String,
    /// The producing component, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub producer: Option<String>,
    /// The components that wait for it.
    pub consumers: Vec<String>,
    /// Number of the producer's instance, or of the first consumer's.
    pub colour: u32,
    /// Its place.
    pub rect: Rect,
    /// Where it is exported, or else first wanted.
    pub source: Range,
    /// Nobody exports it.
    pub unresolved: bool,
    /// It is only required: order without values.
    pub order_only: bool,
    /// Another instance than the producer's consumes it.
    pub shared: bool,
}

/// A line from a component to a capability, or from a capability to a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct EdgeView {
    /// Unique: `Shop::Db[db]>Sql[s]` or `Sql[s]>Shop::Web[w]`.
    pub id: String,
    /// The capability.
    pub capability: String,
    /// The component at its other end.
    pub component: String,
    /// `export`, `consume` or `require`.
    pub via: String,
    /// The reference that stands there.
    pub source: Range,
    /// Number of the component's instance.
    pub colour: u32,
    /// SVG path data with integer coordinates.
    pub path: String,
    /// Both ends are on one node, or in one cycle.
    pub local: bool,
}

/// The run order, as `puppet job plan` gives it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct LevelView {
    /// From 0.
    pub level: u32,
    /// Nodes in order.
    pub nodes: Vec<OrderNode>,
}

/// A node in the run order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct OrderNode {
    /// The certname.
    pub name: String,
    /// Its components in order.
    pub components: Vec<OrderComponent>,
    /// What it waits for, in order.
    pub waits_for: Vec<WaitView>,
    /// Which of these gives it its level, by number; followed from node to node, they are the chain that does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisive: Option<u32>,
    /// Whether it is not in the target, but what that waits for.
    pub prerequisite: bool,
}

/// A component in the run order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct OrderComponent {
    /// `Shop[blue]`
    pub instance: String,
    /// `Shop::Db[db-blue]`
    pub component: String,
    /// The instance's number.
    pub colour: u32,
}

/// A component without a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct UnassignedView {
    /// `Shop[blue]`
    pub instance: String,
    /// `Shop::Db[db-blue]`
    pub component: String,
    /// The instance's number.
    pub colour: u32,
    /// Its declaration.
    pub source: Range,
}

/// A reason to wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct WaitView {
    /// The node that has to be done before.
    pub node: String,
    /// The capability it gives.
    pub capability: String,
    /// The component there that exports it.
    pub producer: String,
    /// The component here that needs it.
    pub component: String,
    /// `consume` or `require`.
    pub via: String,
}

/// Components or nodes that wait for each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CycleView {
    /// `own-export`, `local` (components of one node), `components`, `instances` or `nodes`.
    pub kind: String,
    /// Nodes in the order of the cycle.
    pub nodes: Vec<String>,
    /// Hops in the same order; the last leads back to the first node.
    pub hops: Vec<HopView>,
    /// What would end it: the smallest change, and if that moves components, the smallest that moves none.
    pub ways_out: Vec<String>,
}

/// One step of a cycle: `from` has to run before `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct HopView {
    /// The node that exports.
    pub from: String,
    /// The node that waits.
    pub to: String,
    /// The capability.
    pub capability: String,
    /// The exporting component.
    pub producer: String,
    /// The waiting component.
    pub consumer: String,
}

/// How long the stages took, in milliseconds; absent where there is no clock.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Timings {
    /// Reading all files.
    pub parse: f64,
    /// Evaluating the environment.
    pub evaluate: f64,
    /// Graph and order.
    pub plan: f64,
    /// The drawing.
    pub layout: f64,
}

/// What the catalogs of the nodes add, which takes longer than a plan: asked for when the typing pauses.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CompiledView {
    /// Findings of all stages, those of the catalogs included, in reading order.
    pub problems: Vec<Problem>,
    /// Nodes whose catalog Puppet would refuse, in run order.
    pub failed: Vec<String>,
    /// The node that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeView>,
}

/// What one node gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// The certname.
    pub name: String,
    /// Whether Puppet would refuse its catalog.
    pub failed: bool,
    /// What its compilation said.
    pub log: Vec<LogView>,
    /// Its resources in the order of their declaration.
    pub resources: Vec<ResourceView>,
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct LogView {
    /// `notice`, `warning`, …
    pub level: String,
    /// What is said.
    pub message: String,
    /// Where it is said.
    pub source: Range,
}

/// A resource of a catalog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ResourceView {
    /// `Shop::Db[db-blue]`; unique in the catalog.
    pub id: String,
    /// What contains it; none for classes and capabilities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// `application`, `component`, `capability`, `class`, `define` or `native`.
    pub kind: String,
    /// Its declaration.
    pub source: Range,
    /// Its parameters in order.
    pub parameters: Vec<ParameterView>,
}

/// A parameter of a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ParameterView {
    /// Its name.
    pub name: String,
    /// Its value as Puppet writes it; what is sensitive is not shown.
    pub value: String,
    /// `explicit`, `resource default`, `override`, `consumed`, `produced`, `data` or `default`.
    pub origin: String,
    /// Where it came from, the nearest step first.
    pub steps: Vec<StepView>,
}

/// One step on the way back from a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// How far it is indented.
    pub depth: u32,
    /// What happened there.
    pub text: String,
    /// The value there.
    pub value: String,
    /// Where it is written; none for facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Range>,
    /// The node that it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// The component of that node that it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
}

/// A simulated run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    /// What happened, by time. Between two events of one node it is in the state that the first brought it to; before
    /// its first one it waits.
    pub events: Vec<EventView>,
    /// When the last node ended.
    pub makespan: u32,
    /// When it would have ended without failures and without a limit.
    pub shortest: u32,
    /// Nodes that ran one after the other without a gap from the start to the end.
    pub critical_path: Vec<String>,
    /// Nodes that can run at once: none of them waits for another.
    pub widest: Vec<String>,
    /// Instances with a node that failed, in the order of declaration.
    pub affected_by_failures: Vec<String>,
    /// Instances with a node that was skipped, in the order of declaration.
    pub affected_by_skips: Vec<String>,
}

/// What changed between two plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DiffView {
    /// By what they are about: instances, nodes, components, capabilities, waits, parameters, attributes.
    pub changes: Vec<ChangeView>,
}

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// `instance`, `node`, `component`, `capability`, `wait`, `parameter` or `attribute`.
    pub subject: String,
    /// `added`, `removed` or `changed`.
    pub change: String,
    /// The name of what it is about.
    pub name: String,
    /// The instance of a component, the component that waits or has the parameter, the capability of an attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The change in one sentence.
    pub text: String,
}

/// An event of a simulated run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct EventView {
    /// In units of the usual duration of a run, from 0.
    pub time: u32,
    /// `start`, `finish`, `fail` or `skip`.
    pub event: String,
    /// The certname.
    pub node: String,
    /// The node or capability that it is due to, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What the orchestrator would say, on one line.
    pub message: String,
}

/// Everything the page shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(Tsify))]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Findings in reading order.
    pub problems: Vec<Problem>,
    /// The first place where a file could not be read: the page then keeps its last good drawing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<Range>,
    /// Whether Puppet would refuse the environment.
    pub refused: bool,
    /// Instances in order of declaration.
    pub instances: Vec<InstanceView>,
    /// The drawing.
    pub drawing: Drawing,
    /// The run order.
    pub levels: Vec<LevelView>,
    /// Nodes of the target that a cycle keeps from ever running.
    pub blocked: Vec<OrderNode>,
    /// Components that no node is assigned to: they are in no drawing and in no order.
    pub unassigned: Vec<UnassignedView>,
    /// Cycles, each once.
    pub cycles: Vec<CycleView>,
    /// What the target leaves out, a sentence each.
    pub warnings: Vec<String>,
    /// Set where there is a clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timings: Option<Timings>,
}
