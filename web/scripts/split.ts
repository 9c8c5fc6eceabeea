/**
 * Cuts the engine in two, so that the page plans before all of it has arrived: `first.wasm` holds the functions that the
 * workload below runs, `rest.wasm` all others. `crate/split` does the cutting.
 */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { View } from 'callsheet';
import type { Plugin } from 'vite';
import { filesIn, type Engine } from './examples.ts';
import { manifest, SIZES } from './manifest.mjs';

const TOOL = fileURLToPath(new URL('../../crate/split', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What the page opens with. */
const OPENING = 'three-tiers';
/** What else has to be planned without the rest. Others bring parts along that few texts need: Hiera's data, for one. */
const USUAL = ['one-node', 'two-tiers', 'two-instances', 'ordering', 'web-farm', 'wrapper', 'classes', 'choices', 'shared', 'cycle', 'broken-export', 'broken-mapping', 'broken-nodes', 'broken-order', 'broken-syntax', 'broken-type'];

/** Something of everything that manifests usually hold. */
const WRITTEN = [
  "Node['web9.example'] => Shop::Web['web-9'],",
  "Node['db.example'] => [Shop::Db['other'], Shop::Web[\"web-${name}\"]],",
  "$port = $facts['os']['family'] ? { 'Debian' => 80, default => 8080 }",
  "if $port > 80 and $name =~ /^web/ { notice(\"port ${port}\") } elsif !$ssl { include shop } else { fail('no') }",
  "case $facts['kernel'] { 'Linux', /bsd$/: { $list = [1, 2] + [3] } default: { $list = {} } }",
  "class shop(Optional[String] $owner = undef, Hash[String, Integer] $ports = {}) inherits base { }",
  "file { \"/etc/${title}.conf\":\n  ensure  => file,\n  content => \"a\\n\",\n  require => Package['x'],\n}",
  "package { ['a', 'b']: ensure => present } -> Service <| title == 'a' |>",
  "$list.each |$index, $item| { shop::web { \"web-${index}\": * => $item } }",
  "Shop::Cache produces Redis { host => $host, port => 6379 }",
  "application store(String $db = 'x') { store::db { $name: export => Sql[$name] } store::web { $name: consume => Sql[$name] } }",
  "site { store { 'one': nodes => { Node['a.example'] => [Store::Db['one'], Store::Web['one']] } } }",
  "$text = @(END)\n  Hello ${name}\n  | END\n",
  '"unfinished ${',
];

type File = { path: string; text: string };

/** Does with the engine what a page does that shows these files after others; where things stand in the drawing. */
function show(engine: Engine, files: File[], before = ''): string {
  const { drawing } = JSON.parse(engine.exportText(files, { arrangement: before }, 'view')) as View;
  for (const { path, text } of files) {
    engine.tokens(path, text);
    engine.folds(path, text);
    engine.symbols(path, text);
  }
  return drawing.arrangement;
}

/** What an editor writes behind brackets and quotes that are open. */
function closing(text: string): string {
  let open = '';
  for (const letter of text) {
    const kind = '([{"\''.indexOf(letter);
    if (letter === open[0]) open = open.slice(1);
    else if (kind >= 0 && open[0] !== "'") open = `${')]}"\''[kind]}${open}`;
  }
  return open;
}

/** A text as it looks while somebody writes it, edits its lines, and writes something else into it. */
function* typed(text: string): Generator<string> {
  for (let end = 0; end < text.length; end++) {
    yield text.slice(0, end);
    yield text.slice(0, end) + text.slice(end + 1);
    yield text.slice(0, end) + text.slice(text.indexOf('\n', end));
  }
  for (const words of WRITTEN) {
    for (const place of [0, text.indexOf('\n', text.indexOf('nodes =>')), text.indexOf('\n', text.indexOf('define ')), text.length]) {
      for (let end = 1; end <= words.length; end++) {
        const written = words.slice(0, end);
        for (const close of ['', closing(written)]) yield `${text.slice(0, place)}\n${written}${close}${text.slice(place)}`;
      }
    }
  }
}

/** What the page usually does before the rest is there. */
function work(engine: Engine, examples: string): void {
  engine.kinds();
  const opening = filesIn(join(examples, OPENING));
  const arrangement = show(engine, opening);
  show(engine, opening, arrangement);
  for (const id of USUAL) show(engine, filesIn(join(examples, id)), arrangement);
  for (const size of SIZES) show(engine, [{ path: 'site.pp', text: manifest(size) }]);
  engine.exportText([{ path: 'site.pp', text: manifest(SIZES[0]) }], { whole: true }, 'view');
  const [site] = opening;
  if (!site) throw new Error(`${OPENING} has no files`);
  for (const text of typed(site.text)) show(engine, [{ ...site, text }], arrangement);
}

/** Runs the workload in a module that marks what is called; the numbers of these functions. */
async function called(pkg: string, marked: string, examples: string): Promise<string> {
  // Of its own: the engine in `callsheet.js` is the whole one, for everything else that is built.
  const engine = (await import(`${pathToFileURL(join(pkg, 'callsheet.js')).href}?marked`)) as Engine;
  const exports: Record<string, unknown> = { ...engine.initSync({ module: readFileSync(marked) }) };
  work(engine, examples);
  const ran = Object.entries(exports).filter(([name, mark]) => name.startsWith('ran ') && (mark as WebAssembly.Global).value === 1);
  return ran.map(([name]) => name.slice('ran '.length)).join(' ');
}

/** What the two depend on. */
function key(pkg: string, examples: string): string {
  const hash = createHash('sha256');
  for (const name of ['callsheet_bg.wasm', 'callsheet.js']) hash.update(readFileSync(join(pkg, name)));
  for (const name of ['split.ts', 'manifest.mjs']) hash.update(readFileSync(join(HERE, name)));
  for (const folder of [examples, join(TOOL, 'src')]) hash.update(JSON.stringify(filesIn(folder)));
  return hash.digest('hex');
}

function isThere(path: string, text: string): boolean {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
}

/** Leaves `first.wasm` and `rest.wasm` beside the engine in `pkg`, unless they are there. */
export async function splitIn(pkg: string, examples: string): Promise<void> {
  const [done, wanted] = [join(pkg, 'split.txt'), key(pkg, examples)];
  if (isThere(done, wanted)) return;
  const scratch = mkdtempSync(join(tmpdir(), 'callsheet-split-'));
  const tool = (...words: string[]): void => {
    execFileSync('cargo', ['run', '--quiet', '--locked', '--package', 'callsheet-split', '--', ...words], { cwd: TOOL, stdio: 'inherit' });
  };
  const [engine, marked, ran] = [join(pkg, 'callsheet_bg.wasm'), join(scratch, 'marked.wasm'), join(scratch, 'ran.txt')];
  try {
    tool('instrument', engine, marked);
    writeFileSync(ran, await called(pkg, marked, examples));
    tool('split', engine, ran, join(pkg, 'first.wasm'), join(pkg, 'rest.wasm'));
    writeFileSync(done, wanted);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The two halves in the page: made when they are not there, and the first one fetched before the script asks for it. */
export function halves(pkg: string, examples: string): Plugin {
  return {
    name: 'halves',
    async config(_, { isPreview }) {
      if (!isPreview) await splitIn(pkg, examples);
    },
    /** The binding would bring the whole engine along, in case that nobody gives it one. */
    transform: (code, id) => (id === join(pkg, 'callsheet.js') ? { code: code.replace(/module_or_path = new URL\('callsheet_bg.wasm', import\.meta\.url\);/, ''), map: null } : undefined),
  };
}

/** In place of the two halves, the whole engine in one file: for what is not in a hurry. */
export function whole(pkg: string): Plugin {
  return {
    name: 'whole',
    enforce: 'pre',
    resolveId: (id) => (/\/first\.wasm\?url$/.test(id) ? join(pkg, 'callsheet_bg.wasm?url') : /\/rest\.wasm\?url$/.test(id) ? '\0no-rest' : undefined),
    load: (id) => (id === '\0no-rest' ? "export default '';" : undefined),
  };
}
