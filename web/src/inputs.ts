/** The file of inputs: what a plan depends on besides the manifests. It counts once something in it is not a comment. */

import { INPUTS } from './paths';
import type { SourceFile } from './protocol';

/** What the tab shows before anything was written; `nodes` are certnames of the present plan. */
export function template([node = 'db.example']: readonly string[]): string {
  return `# What the manifests cannot say. Remove a # to use it.

# Facts of all nodes, and of one.
#facts:
#  "*":
#    os: { family: Debian }
#  ${node}:
#    networking: { ip: 10.0.0.5 }

# Data for lookups and for parameters of classes.
#data:
#  profile::port: 8080

# What a function gives that cannot run here.
#functions:
#  vault_secret: change-me
`;
}

/** The files that the engine gets. */
export function sent(files: readonly SourceFile[]): readonly SourceFile[] {
  return files.filter(({ path, text }) => path !== INPUTS || /^[ \t]*[^\s#]/m.test(text));
}
