/** What can be typed for `peering lesson [name]`. */

import { command } from '../command.js'
import { flag, text } from '../options.js'

export const LESSON = command({
  name: 'lesson',
  takes: '[name]',
  describe: 'the chapter, runnable: a text, a question, and what really happens',
  positionals: {
    name: { type: 'string', describe: 'which one; without it, all are listed' },
  },
  options: {
    all: flag('Run:', 'all lessons, one after the other'),
    'no-questions': flag('Run:', 'straight through, as in a pipe'),
    code: flag('Run:', 'its program, with the part to look at marked, instead of a run'),
    workers: text('Vary:', 'how many workers it has', "the lesson's own"),
    clients: text('Vary:', 'how many clients it has', "the lesson's own"),
    seconds: text('Vary:', 'for how long it runs', "the lesson's own"),
    json: flag('Run:', 'one JSON object a line: all that happens, and a summary'),
  },
  examples: [
    ['$0 lesson', 'what there is to learn, and what you have done'],
    ['$0 lesson envelopes', 'the first one'],
    ['$0 lesson lbbroker --workers 3 --seconds 2', 'the same with fewer workers'],
    ['$0 lesson rtreq --code | less', 'how it is programmed'],
  ],
  run: async argv => (await import('./run.js')).runLessons(argv),
})
