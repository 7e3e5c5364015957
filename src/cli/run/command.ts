/** What can be typed for `peering run <scenario>`. */

import { command } from '../command.js'
import { flag, POLICY, SCENARIO, text } from '../options.js'

export const RUN = command({
  name: 'run',
  takes: '[scenario]',
  describe: 'a scenario on real processes and sockets',
  positionals: {
    scenario: { type: 'string', describe: SCENARIO },
  },
  options: {
    list: flag('Run:', 'the scenarios that come along'),
    scale: text('Run:', 'so much shorter, and large clusters so much smaller', '1'),
    seed: text('Run:', "seed of all chance, in place of the file's"),
    policy: POLICY,
    duration: text('Run:', "how long it lasts, in place of the file's"),
    out: text('Run:', 'write the report to this .html, .json, .csv or .xml file; can be repeated'),
    json: flag('Run:', 'one JSON object per line'),
    quiet: flag('Run:', 'only the summary'),
  },
  examples: [
    ['$0 run --list', 'what there is to run'],
    ['$0 run guide --scale 0.1', "the Guide's demonstration, in six seconds"],
    ['$0 run my.yaml --out report.html --out junit.xml', 'your own, with two reports'],
    ['$0 run soak --duration 1h --quiet', 'for an hour'],
  ],
  run: async argv => (await import('./run.js')).runRun(argv),
})
