/** What can be typed for `peering compare <a> [b..]`. */

import { command } from '../command.js'
import { flag, text } from '../options.js'

export const COMPARE = command({
  name: 'compare',
  takes: '<a> [b..]',
  describe: 'results side by side, and limits to their difference',
  positionals: {
    a: {
      type: 'string',
      demandOption: true,
      describe: 'a result in JSON: of --out, or all that --json printed',
    },
    b: { type: 'string', array: true, describe: 'others, each of which is judged by the first' },
  },
  options: {
    baseline: text('Run:', 'the result by which the others are judged', 'the first'),
    by: text('Run:', 'figures of each cluster, path or both: cluster,path; can be repeated'),
    'fail-if': text('Run:', 'a figure and how far b may be from a; can be repeated'),
    gate: flag('Run:', 'fail if b failed or is slower: p(99) > +10%, rate < -5%, more lost'),
    out: text('Run:', 'write the comparison to this .html, .md or .json file; can be repeated'),
    json: flag('Run:', 'one JSON object'),
  },
  examples: [
    ['$0 compare before.json after.json', 'of "peering sim" with --seeds and --out'],
    ['$0 compare before.json after.json --gate', 'in CI: code 99 if it failed or is slower'],
    ["$0 compare a.json b.json --fail-if 'task.lost count > 0'", 'your own limit'],
    ['$0 compare a.json b.json c.json --by cluster --out abc.md', 'a column for each'],
  ],
  missing: 'Name two results, as in "peering compare a.json b.json"',
  run: async argv => (await import('./run.js')).runCompare(argv),
})
