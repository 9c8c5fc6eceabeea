// `make bench-layout`: our drawing beside Graphviz's, both in WebAssembly, of the same random layered graphs in one run.
//
// Prints for each graph how long each takes (the best of its rounds), and how many lines cross when cards are joined by
// straight lines between their centres, with dot given our columns. Then how many cards move when a leaf is added.

import { readFile } from 'node:fs/promises';
import { Graphviz } from '@hpcc-js/wasm-graphviz';

const NODES = 1000;
const EDGES = 1441;
const COLUMNS = 19;
const SEEDS = [1, 2, 3, 4, 5];
const ROUNDS = 5;
/** What is asked for: milliseconds, dot's crossings times, percent of cards. */
const BARS = { time: 100, crossings: 1.1, moved: 20 };

// The engine measures its stages only in a worker; here it finds one.
globalThis.WorkerGlobalScope = Object;
const root = new URL('../../', import.meta.url);
const { default: init, plan } = await import(new URL('crate/pkg/callsheet.js', root).href);
await init({ module_or_path: await readFile(new URL('crate/pkg/callsheet_bg.wasm', root)) });
const graphviz = await Graphviz.load();

/** Whole numbers below `below`, the same for the same seed. */
function randomFrom(seed) {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffff_ffff_ffff_ffffn;
    return Number(state >> 33n) % below;
  };
}

/** Edges from one column to the next, and a third of them over up to three columns. */
function randomGraph(seed) {
  const random = randomFrom(seed);
  const column = Array.from({ length: NODES }, (_, node) => (node < COLUMNS ? node : random(COLUMNS))).sort((a, b) => a - b);
  const nodes = Array.from({ length: COLUMNS }, () => []);
  column.forEach((place, node) => nodes[place].push(node));
  const any = (from) => from[random(from.length)];
  const edges = new Map();
  const add = (from, to) => edges.set(`${from}>${to}`, [from, to]);
  column.forEach((place, node) => place > 0 && add(any(nodes[place - 1]), node));
  while (edges.size < EDGES) {
    const from = random(NODES);
    const there = nodes[column[from] + 1 + random(3)];
    if (there) add(from, any(there));
  }
  return [...edges.values()];
}

/** An application in which each node exports one capability and requires those of its producers. */
function manifest(nodes, edges) {
  const producers = Array.from({ length: nodes }, () => []);
  edges.forEach(([from, to]) => producers[to].push(from));
  const exporting = new Set(edges.map(([from]) => from));
  // What exchanges nothing is no component.
  producers.forEach((from, node) => from.length === 0 && exporting.add(node));
  const lines = ['define part() { }', "Part produces Sql { host => 'h' }", 'application shop() {'];
  producers.forEach((from, node) => {
    const exports = exporting.has(node) ? `, export => Sql['c${node}']` : '';
    const requires = from.length > 0 ? `, require => [${from.map((it) => `Sql['c${it}']`).join(', ')}]` : '';
    lines.push(`  part { 'p${node}': ${`${exports}${requires}`.slice(2)} }`);
  });
  lines.push('}', "site { shop { 'x': nodes => {");
  producers.forEach((_, node) => lines.push(`  Node['n${node}'] => Part['p${node}'],`));
  return [...lines, '} } }'].join('\n');
}

function draw(text, arrangement) {
  const view = plan([{ path: 'manifests/site.pp', text }], { whole: true, ...(arrangement === undefined ? {} : { arrangement }) });
  const errors = view.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors[0].message);
  return { view, took: view.timings.layout };
}

function dotText(drawing, edges) {
  const lines = ['digraph {', 'rankdir=LR', 'node [shape=box, fixedsize=true, width=1.67, height=0.5]'];
  for (const { index } of drawing.waves) {
    const names = drawing.cards.filter(({ wave }) => wave === index).map(({ node }) => node);
    lines.push(`{ rank=same; ${names.join('; ')} }`);
  }
  lines.push(...edges.map(([from, to]) => `n${from} -> n${to}`), '}');
  return lines.join('\n');
}

function centresOfDot(plain) {
  const nodes = plain.split('\n').map((line) => line.split(' ')).filter(([kind]) => kind === 'node');
  return new Map(nodes.map(([, name, x, y]) => [name, [Number(x), Number(y)]]));
}

function centres(drawing) {
  return new Map(drawing.cards.map(({ node, rect }) => [node, [rect.x + rect.width / 2, rect.y + rect.height / 2]]));
}

/** How many pairs of straight lines between centres cross; lines that share an end do not. */
function crossings(places, edges) {
  const lines = edges.map(([from, to]) => [from, to, places.get(`n${from}`), places.get(`n${to}`)]);
  const side = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  let found = 0;
  lines.forEach(([a, b, p, q], index) => {
    for (const [c, d, r, s] of lines.slice(0, index)) {
      if (a === c || a === d || b === c || b === d) continue;
      if (side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0) found += 1;
    }
  });
  return found;
}

/** The result of the fastest of some rounds. */
function best(rounds, run) {
  return Array.from({ length: rounds }, run).reduce((one, other) => (other.took < one.took ? other : one));
}

let isMet = true;
function tell(what, figure, bar, unit) {
  isMet &&= figure <= bar;
  return `${what} ${figure.toFixed(2)}${unit}${figure > bar ? ' TOO MUCH' : ''}`;
}

for (const seed of SEEDS) {
  const edges = randomGraph(seed);
  const ours = best(ROUNDS, () => draw(manifest(NODES, edges)));
  const { drawing } = ours.view;
  const dot = dotText(drawing, edges);
  const theirs = best(1, () => {
    const start = performance.now();
    const plain = graphviz.layout(dot, 'plain', 'dot');
    return { plain, took: performance.now() - start };
  });
  const [own, dots] = [centres(drawing), centresOfDot(theirs.plain)];
  const [crossed, dotCrossed] = [crossings(own, edges), crossings(dots, edges)];
  const moved = Array.from({ length: 6 }, (_, leaf) => {
    const producer = (leaf * 37 + seed * 11) % NODES;
    const after = draw(manifest(NODES + 1, [...edges, [producer, NODES]]), drawing.arrangement).view.drawing;
    const there = centres(after);
    return (100 * [...own].filter(([node, [x, y]]) => `${there.get(node)}` !== `${[x, y]}`).length) / NODES;
  });
  console.log(
    [
      `graph ${seed}: ${NODES} nodes, ${edges.length} edges, ${drawing.waves.length} columns`,
      tell('ours', ours.took, Math.min(BARS.time, theirs.took), ' ms'),
      `dot ${theirs.took.toFixed(2)} ms`,
      `crossings ${crossed}, dot's ${dotCrossed}`,
      tell('ratio', crossed / dotCrossed, BARS.crossings, ''),
      tell('moved by a leaf, at most', Math.max(...moved), BARS.moved, ' %'),
    ].join('; '),
  );
}
process.exitCode = isMet ? 0 : 1;
