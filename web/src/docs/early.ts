/** Light or dark before anything is painted: the one script that a page waits for. */

import { recall } from '../memory';

const kept = recall('theme');
if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept;
