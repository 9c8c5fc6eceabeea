/** What the pages of the documentation do; without it they can be read all the same. */

import 'virtual:drawings.css';
import { startCode } from './code';
import { startHere } from './here';
import { startSearch } from './searching';
import './style.css';
import { startSwitch } from './switch';

startSwitch();
startCode();
startHere();
startSearch();
