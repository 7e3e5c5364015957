/** What can be typed for `peering fuzz`. */

import { command } from '../command.js'
import { flag, text } from '../options.js'

export const FUZZ = command({
  name: 'fuzz',
  takes: '',
  describe: 'random scenarios in virtual time, until one breaks something',
  positionals: {},
  options: {
    seeds: text('Run:', 'how many seeds to try', '1000, or as many as --for allows'),
    seed: text('Run:', 'the first of them', '0'),
    jobs: text('Run:', 'how many threads', 'one for each core'),
    for: text('Run:', 'end after this time'),
    dir: text('Run:', 'directory for what is found', 'this one'),
    json: flag('Run:', 'one JSON object at the end'),
    quiet: flag('Run:', 'only the end'),
  },
  examples: [
    ['$0 fuzz --seeds 5000', 'five thousand of them, on every core'],
    ['$0 fuzz --for 10m --seed 100000', 'others, for ten minutes'],
  ],
  run: async argv => (await import('./run.js')).runFuzz(argv),
})
