// Makes the npm package from the built engine: `target/package/npm`, and from that `target/package/callsheet-VERSION.tgz`.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [web, engine, out] = [`${root}web/`, `${root}crate/pkg/`, `${root}target/package/npm/`];
const types = `${root}target/package/types/`;

function run(command, ...words) {
  return execFileSync(command, words, { cwd: web, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

rmSync(`${root}target/package/npm`, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

// The element with its chunks, the style sheet, and the engine.
run('npx', 'vite', 'build', '--config', 'vite.element.config.ts', '--mode', 'package', '--logLevel', 'warn');
for (const name of ['callsheet.js', 'callsheet.d.ts', 'callsheet_bg.wasm']) copyFileSync(engine + name, out + name);

// The module for programs, and all types.
run('npx', 'tsc', '--project', 'package/tsconfig.json');
for (const name of ['index.js', 'index.d.ts', 'browser.js', 'node.js']) copyFileSync(`${types}web/package/src/${name}`, out + name);
const index = readFileSync(`${out}index.d.ts`, 'utf8');
const init = `
import type { InitInput } from './callsheet.js';
/**
 * Gets the engine ready, in browsers fetched from beside the module or from where it is told; nothing is left to do in Node.
 */
export declare function init(engine?: InitInput | Promise<InitInput>): Promise<void>;
`;
writeFileSync(`${out}index.d.ts`, index + init);
const api = readFileSync(`${web}src/element/api.ts`, 'utf8').replace("from 'callsheet'", "from './index.js'");
const value = '\n/** The class of the element, which importing this module defines. */\nexport declare const CallsheetPlan: { new (): PlanElement; readonly prototype: PlanElement };\n';
writeFileSync(`${out}element.d.ts`, api + value);

for (const name of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(root + name, out + name);
copyFileSync(`${web}package/README.md`, `${out}README.md`);
const [, version] = /^version = "(.*)"$/m.exec(readFileSync(`${root}Cargo.toml`, 'utf8')) ?? [];
const description = JSON.parse(readFileSync(`${web}package/package.json`, 'utf8'));
writeFileSync(`${out}package.json`, `${JSON.stringify({ ...description, version }, undefined, 2)}\n`);
const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(run('npm', 'pack', out, '--pack-destination', `${root}target/package`, '--json', '--silent'));
console.log(`target/package/${filename}: ${Math.round(size / 1024)} KB of ${entryCount} files, ${Math.round(unpackedSize / 1024)} KB unpacked`);
