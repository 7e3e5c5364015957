/** What can be typed for `peering <self> [peers..]`. */

import { command } from '../command.js'
import { CLUSTER_OPTIONS } from './options.js'

export const SELF = command({
  name: '$0',
  takes: '<self> [peers..]',
  describe: 'one cluster, in this terminal, until Ctrl-C',
  positionals: {
    self: { type: 'string', demandOption: true, describe: 'its name' },
    peers: { type: 'string', array: true, default: [], describe: 'its peers' },
  },
  options: CLUSTER_OPTIONS,
  examples: [
    ['$0 DC1 DC2 DC3', 'start DC1; do the same for DC2 and DC3 elsewhere'],
    ['$0 DC1 DC2 --load rate:200/s --service exp:50ms', 'a steady load'],
    ['$0 -- list', 'a cluster with the name of what could be a command'],
    ['$0 DC1 DC2 --policy guide --state-ttl 0s --dir .', "beside the Guide's own"],
  ],
  missing: 'Name a cluster, as in "peering DC1 DC2 DC3"; "peering --help" tells more',
  run: async argv => (await import('./run.js')).runSelf(argv.self, argv.peers, argv),
})
