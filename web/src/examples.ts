/** The examples: each a folder laid out as a Puppet environment. */

import type { SourceFile } from './protocol';

export interface Example {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly about: string;
}

/** In the order of the menu; the first is opened first. */
export const EXAMPLES: readonly Example[] = [
  {
    id: 'three-tiers',
    title: 'Three tiers with a load balancer',
    about: 'A database, two web servers and a load balancer run in three waves.',
  },
  {
    id: 'two-tiers',
    title: 'Two tiers',
    about: 'The smallest exchange: a web server waits for its database and learns where it is.',
  },
  {
    id: 'two-instances',
    title: 'Two instances',
    about: 'One application declared twice, and a search service that both instances share.',
  },
  {
    id: 'one-node',
    title: 'Everything on one node',
    about: 'Components on the same node need no waves: one run configures them all.',
  },
  {
    id: 'cycle',
    title: 'A cycle between nodes',
    about: 'Two instances in opposite order on two nodes: no component waits for itself, yet the nodes do.',
  },
  {
    id: 'stack',
    title: 'Three-tier stack',
    about: 'A whole environment: modules, capability types in Ruby, facts and data, two instances on ten nodes.',
  },
];

const TEXTS = import.meta.glob<string>('../examples/**/*.{pp,rb,epp,yaml}', { query: '?raw', import: 'default', eager: true });

/** The files of an example, in reading order. */
export function filesOf(id: string): SourceFile[] {
  const folder = `../examples/${id}/`;
  return Object.entries(TEXTS)
    .filter(([path]) => path.startsWith(folder))
    .map(([path, text]) => ({ path: path.slice(folder.length), text }))
    .sort((a, b) => (rank(a.path) < rank(b.path) ? -1 : 1));
}

/** Manifests before modules, then Ruby, data last, `init.pp` before its neighbours. */
function rank(path: string): string {
  return (path.endsWith('.yaml') ? '2' : path.endsWith('.rb') ? '1' : '0') + path.replace('/init.pp', '/');
}

/** The file to look at first. */
export function mainFile(files: readonly SourceFile[]): string {
  const site = files.find((file) => file.path.endsWith('site.pp'));
  return (site ?? files[0])?.path ?? '';
}

/** What the empty page offers to insert. */
export const SMALLEST = `define hello::server ($port = 8080) {}
Hello::Server produces Http { port => $port }

define hello::client ($port) {}
Hello::Client consumes Http { port => $port }

application hello {
  hello::server { "server-\${name}": export  => Http["hello-\${name}"] }
  hello::client { "client-\${name}": consume => Http["hello-\${name}"] }
}

site {
  hello { 'world':
    nodes => {
      Node['server.example'] => Hello::Server['server-world'],
      Node['client.example'] => Hello::Client['client-world'],
    },
  }
}
`;
