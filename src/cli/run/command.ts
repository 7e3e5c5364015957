/** What can be typed for `peering run <scenario>`. */

import { command } from '../command.js'
import { SCENARIO } from '../options.js'
import { SCENARIO_OPTIONS } from '../scenario-options.js'

export const RUN = command({
  name: 'run',
  takes: '[scenario]',
  describe: 'a scenario on real processes and sockets',
  positionals: {
    scenario: { type: 'string', describe: SCENARIO },
  },
  options: SCENARIO_OPTIONS,
  examples: [
    ['$0 run --list', 'what there is to run'],
    ['$0 run guide --scale 0.1', "the Guide's demonstration, in six seconds"],
    ['$0 run my.yaml --out report.html --out junit.xml', 'your own, with two reports'],
    ['$0 run soak --duration 1h --quiet', 'for an hour'],
  ],
  run: async argv => (await import('./run.js')).runRun(argv),
})
