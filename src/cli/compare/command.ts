/** What can be typed for `peering compare <a> <b>`. */

import { command } from '../command.js'
import { flag } from '../options.js'

export const COMPARE = command({
  name: 'compare',
  takes: '<a> <b>',
  describe: 'two results side by side',
  positionals: {
    a: { type: 'string', demandOption: true, describe: 'a summary in JSON' },
    b: { type: 'string', demandOption: true, describe: 'another' },
  },
  options: {
    json: flag('Run:', 'one JSON object'),
  },
  examples: [['$0 compare before.json after.json', 'of "peering sim" with --seeds and --out']],
  missing: 'Name two results, as in "peering compare a.json b.json"',
  run: async argv => (await import('./run.js')).runCompare(argv),
})
