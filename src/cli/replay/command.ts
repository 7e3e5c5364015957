/** What can be typed for `peering replay <what>`. */

import { command } from '../command.js'
import { flag, text } from '../options.js'
import { CHANGES } from '../scenario-options.js'

export const REPLAY = command({
  name: 'replay',
  takes: '<what>',
  describe: 'a trace, a scenario or a seed of fuzz again, step by step',
  positionals: {
    what: {
      type: 'string',
      demandOption: true,
      describe: 'its file, - for a trace from standard input, a scenario that comes along, a seed',
    },
  },
  options: {
    ...CHANGES,
    task: text('Run:', 'begin with this task, such as DC1-c0001#3; in a pipe, only that'),
    at: text('Run:', 'begin at this time; in a pipe, end there'),
    json: flag('Run:', 'the events as the trace has them'),
  },
  examples: [
    ['$0 replay 2550', 'the scenario of that seed'],
    ['$0 replay guide --at 10s', 'the tenth second of a scenario'],
    ["$0 replay run.jsonl --task 'DC1-c0001#3' | cat", 'the way of one task'],
  ],
  missing: 'Name a trace, a scenario or a seed, as in "peering replay run.jsonl"',
  run: async argv => (await import('./run.js')).runReplay(argv),
})
