/** Lessons for machines: all that happens, one JSON object a line, and a summary. */

import type { Entry } from '../../lessons/catalogue.js'
import { allOf } from '../../lessons/events.js'
import type { LessonOutput } from './output.js'

export function jsonLessons(stream: { write(text: string): void }): LessonOutput {
  const write = (object: object) => stream.write(`${JSON.stringify(object)}\n`)
  const about = ({ name, title, line, section }: Entry) => ({ name, title, line, section })
  return {
    list(entries, done) {
      for (const entry of entries) {
        write({ type: 'lesson', ...about(entry), done: done.has(entry.name) })
      }
    },
    begin: entry => write({ type: 'begin', ...about(entry) }),
    tell: write,
    ask: async () => undefined,
    end: ({ name }, verdict) => write({ type: 'end', name, verdict }),
    summary(verdicts, exitCode) {
      write({ type: 'summary', lessons: verdicts.length, verdict: allOf(verdicts), exitCode })
    },
  }
}
