/** Templates of the panels without the blanks that only indent them: nobody sees these, but everybody would load them. */

import type { Plugin } from 'vite';

export function templates(): Plugin {
  return {
    name: 'templates',
    apply: 'build',
    enforce: 'pre',
    transform: (code, id) => (/\/src\/panels\/\w+\.ts$/.test(id) ? { code: code.replace(/\n +/g, '\n'), map: null } : undefined),
  };
}
