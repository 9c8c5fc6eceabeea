/**
 * Plans Puppet application orchestration. All functions are pure: files and options go in, plain objects or texts come
 * out, and nothing is kept between calls.
 *
 * In Node the engine is there as soon as this is imported. In a browser `await init()` once before the first call; it
 * does nothing in Node, so that the same lines work in both.
 */

import * as engine from './callsheet.js';
import type { CompiledView, DiffView, Options, RunView, SourceFile, View } from './callsheet.js';

export type * from './callsheet.js';

/** The text of one manifest, or all files of an environment, with paths as Puppet has them. */
export type Source = string | readonly SourceFile[];

function filesOf(source: Source): SourceFile[] {
  return typeof source === 'string' ? [{ path: 'site.pp', text: source }] : [...source];
}

/** Who runs when, everything that is wrong, and the drawing. */
export function plan(source: Source, options: Options = {}): View {
  return engine.plan(filesOf(source), options);
}

/** What the catalogs of all nodes add: their findings, and in full the catalog of `options.node`. */
export function compile(source: Source, options: Options = {}): CompiledView {
  return engine.compile(filesOf(source), options);
}

/** What changed from one environment to another, in the plan and in the values of catalogs. */
export function diff(before: Source, after: Source, options: Options = {}): DiffView {
  return engine.diff(filesOf(before), filesOf(after), options);
}

/** A simulated run of the plan for `options.target`. */
export function simulate(source: Source, options: Options = {}): RunView {
  return engine.simulate(filesOf(source), options);
}

/** A result as text: `plan`, `json`, `dot`, `mermaid`, `markdown`, `svg`, … as the command line has them. */
export function exportText(source: Source, form: string, options: Options = {}): string {
  return engine.exportText(filesOf(source), options, form);
}

/** A manifest laid out as the style guide asks; nothing if it cannot be read. */
export function format(text: string, path = 'site.pp'): string | undefined {
  return engine.format(path, text);
}

/** Start, length and kind of each token of a text; `tokenKinds` names the kinds. */
export function tokens(text: string, path = 'site.pp'): Uint32Array {
  return engine.tokens(path, text);
}

/** The names of the kinds of token, by number. */
export function tokenKinds(): string[] {
  return (engine.kinds().split(';')[0] ?? '').split(' ');
}

/** The version of the engine. */
export function version(): string {
  return engine.version();
}
