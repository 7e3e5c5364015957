/** What can be typed for `peering up <names..>`. */

import { command } from '../command.js'
import { CLUSTER_OPTIONS } from './options.js'

export const UP = command({
  name: 'up',
  takes: '<names..>',
  describe: 'those clusters, one process each, all peers of each other',
  positionals: {
    names: { type: 'string', array: true, demandOption: true, describe: 'their names' },
  },
  options: CLUSTER_OPTIONS,
  examples: [
    ['$0 up DC1 DC2 DC3 --for 20s', 'a cloud of three, with one live view'],
    ['$0 up A B --clients 100 --load closed:10ms', 'more clients, thinking less'],
    ['$0 up A B C --json --for 10s > run.jsonl', 'for a program to read'],
  ],
  missing: 'Name clusters, as in "peering up DC1 DC2 DC3"',
  run: async argv => (await import('./run.js')).runUp(argv.names, argv),
})
