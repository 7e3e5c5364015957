/** What can be typed for `peering trace <what..>`. */

import { DEFAULTS } from '../../scenario/plan.js'
import { command } from '../command.js'
import { flag, text } from '../options.js'

export const TRACE = command({
  name: 'trace',
  takes: '<what..>',
  describe: 'the frames of a running cluster, or of the trace of a run',
  positionals: {
    what: {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'clusters that run, or the file of a trace',
    },
  },
  options: {
    task: text(
      'Choose:',
      'this task, as DC1-c0001#3',
      'the next; of more than one cluster, a delegated one',
    ),
    socket: text('Choose:', 'only messages at this socket, such as cloudfe'),
    from: text('Choose:', 'of a file: only from this time on', '0s'),
    until: text('Choose:', 'of a file: only until this time', 'its end'),
    follow: flag('Choose:', 'of clusters: all that passes, until Ctrl-C'),
    diagram: flag('Show:', 'a sequence diagram, in place of frames'),
    svg: text('Show:', 'write the sequence diagram to this file'),
    json: flag('Show:', 'the events as traces have them, one a line'),
    dir: text('Machine:', 'directory of the socket files', 'one of your own'),
    endpoints: text('Machine:', 'how endpoints are named', DEFAULTS.template),
  },
  examples: [
    ['$0 trace DC1 DC2', 'the whole way of the next delegated task, frame by frame'],
    ['$0 trace DC1 --socket cloudfe --follow', 'what peers ask of a cluster, as it comes'],
    ["$0 trace run.jsonl --task 'DC1-c0001#3'", 'the whole way of one task'],
    ['$0 trace run.jsonl --from 10s --until 10.2s --diagram', 'all that passed then, drawn'],
  ],
  missing: 'Name a cluster that runs, or a trace, as in "peering trace DC1"',
  run: async argv => (await import('./run.js')).runTrace(argv),
})
