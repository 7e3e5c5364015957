/** Every lesson, straight through: what it claims must hold, on real sockets or in virtual time. */

import { describe } from 'vitest'
import { LESSONS } from '../../src/lessons/catalogue.js'
import type { LessonEvent } from '../../src/lessons/events.js'
import { runLesson } from '../../src/lessons/run-lesson.js'
import { liveTest } from '../support/live.js'

describe('the lesson', () => {
  for (const { name, load } of LESSONS) {
    liveTest(`${name} shows what it says`, async ({ expect }) => {
      const { lesson } = await load()
      const events: LessonEvent[] = []
      const verdict = await runLesson(lesson, {
        signal: new AbortController().signal,
        tell: event => events.push(event),
      })
      const claims = events.filter(event => event.type === 'claim')
      expect(claims.filter(claim => claim.verdict !== 'true')).toEqual([])
      const answers = events.filter(event => event.type === 'answer')
      expect(answers.map(({ seen }) => seen)).toEqual(lesson.parts.map(({ answer }) => answer))
      expect(claims.length).toBeGreaterThanOrEqual(lesson.parts.length)
      expect(verdict).toBe('true')
    })
  }
})
