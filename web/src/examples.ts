/** The examples: each a folder laid out as a Puppet environment; all are fetched when somebody asks for one. */

import { FIRST, files as first } from 'virtual:first-view';
import { beside } from './beside';
import type { SourceFile } from './protocol';

export interface Example {
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly about: string;
  /** Whether it shows a mistake. */
  readonly broken?: boolean;
  /** Nodes in each wave. */
  readonly waves: readonly number[];
  /** Codes of its errors and warnings. */
  readonly findings: readonly string[];
  readonly files: readonly SourceFile[];
  /** As SVG. */
  readonly drawing: string;
}

let all: Promise<readonly Example[]> | undefined;

async function fetched(): Promise<readonly Example[]> {
  const answer = await beside('examples.json');
  if (answer) return answer.json() as Promise<readonly Example[]>;
  all = undefined;
  throw new Error('The examples cannot be loaded now.');
}

/** All examples, in the order of the gallery. */
export function examples(): Promise<readonly Example[]> {
  all ??= fetched();
  return all;
}

/** The files of an example, in reading order; the first is at hand without a network. */
export async function filesOf(id: string): Promise<readonly SourceFile[]> {
  return id === FIRST ? first : ((await examples()).find((example) => example.id === id)?.files ?? []);
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
