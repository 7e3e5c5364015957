/** What can be typed for `peering sim <scenario>`. */

import { command } from '../command.js'
import { flag, POLICY, SCENARIO, text } from '../options.js'

export const SIM = command({
  name: 'sim',
  takes: '<scenario>',
  describe: 'a scenario in virtual time',
  positionals: {
    scenario: { type: 'string', demandOption: true, describe: SCENARIO },
  },
  options: {
    seed: text('Run:', "seed of all chance, in place of the file's"),
    policy: POLICY,
    seeds: text('Run:', 'run with so many seeds, that one and the following', '1'),
    out: text('Run:', 'write the report to this .html, .json, .csv or .xml file; can be repeated'),
    trace: text('Run:', 'write all that happens to this file; with one seed'),
    json: flag('Run:', 'one JSON object per line'),
    quiet: flag('Run:', 'only the summary'),
  },
  examples: [
    ['$0 sim scenarios/guide.yaml', "the Guide's demonstration, in a moment"],
    ['$0 sim scenarios/guide.yaml --seed 7', 'the same with other chances'],
    ['$0 sim scenarios/guide.yaml --seeds 20', 'how much of it is chance'],
    ['$0 sim scenarios/guide.yaml --out guide.html', 'a report to look at'],
  ],
  missing:
    'Name a scenario, as in "peering sim guide": "peering run --list" lists those that come along',
  run: async argv => (await import('./run.js')).runSim(argv),
})
