/** Every lesson, straight through: what it claims must hold, on real sockets or in virtual time. */

import { describe } from 'vitest'
import { LESSONS } from '../../src/lessons/catalogue.js'
import type { LessonEvent } from '../../src/lessons/events.js'
import { liveTest } from '../support/live.js'

describe('the lesson', () => {
  for (const { name, load } of LESSONS) {
    liveTest(`${name} shows what it says`, async ({ place, expect }) => {
      const { parts } = (await load()).lesson
      const program = place.run(['lesson', name, '--json'], {
        env: { XDG_RUNTIME_DIR: place.dir, XDG_STATE_HOME: place.dir },
      })
      const { code } = await program.exit()
      const events = program.stdout.map(line => JSON.parse(line) as LessonEvent)

      const claims = events.filter(event => event.type === 'claim')
      expect(claims.filter(({ verdict }) => verdict !== 'true')).toEqual([])
      expect(claims.length).toBeGreaterThanOrEqual(parts.length)
      const answers = events.filter(event => event.type === 'answer')
      expect(answers.map(({ seen }) => seen)).toEqual(parts.map(({ answer }) => answer))
      expect({ code, stderr: program.stderr }).toEqual({ code: 0, stderr: '' })
    })
  }
})
