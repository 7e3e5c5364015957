/** What the live view's columns, arrows and colours mean. */

import { HOT, WARM } from './cluster-table.js'

const share = (part: number) => `${Math.round(100 * part)} %`

/** Lines of at most 60 columns: as narrow as a terminal may well be. */
export const LEGEND: readonly string[] = [
  'busy     workers that have a task, of all that there are:',
  `         green, yellow from ${share(WARM)}, red from ${share(HOT)} on`,
  'waiting  tasks of its clients that no worker has yet',
  'tasks/s  answers in the last second',
  'p50 p99  latency since the start; p99 now: last second',
  'lost     tasks without an answer after all retries',
  '→12 ←3   tasks sent to that peer, and done for it',
  '4 free   its free workers, and how old that word is',
  'silent   not heard of: red, or dim if it has ended',
  'suspended, !   answers nothing: one task at a time',
]
