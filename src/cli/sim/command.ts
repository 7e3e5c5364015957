/** What can be typed for `peering sim <scenario>`. */

import { command } from '../command.js'
import { SCENARIO } from '../options.js'
import { SCENARIO_OPTIONS } from '../scenario-options.js'

export const SIM = command({
  name: 'sim',
  takes: '[scenario]',
  describe: 'a scenario in virtual time',
  positionals: {
    scenario: { type: 'string', describe: SCENARIO },
  },
  options: SCENARIO_OPTIONS,
  examples: [
    ['$0 sim scenarios/guide.yaml', "the Guide's demonstration, in a moment"],
    ['$0 sim scenarios/guide.yaml --seed 7', 'the same with other chances'],
    ['$0 sim scenarios/guide.yaml --seeds 20', 'how much of it is chance'],
    ['$0 sim guide --set clusters.DC1.workers=9', 'changed, without a file of its own'],
    ['$0 sim scenarios/guide.yaml --out guide.html', 'a report to look at'],
  ],
  run: async argv => (await import('./run.js')).runSim(argv),
})
