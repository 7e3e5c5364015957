/** Every lesson, straight through: what it claims must hold, on real sockets or in virtual time. */

import { readFileSync } from 'node:fs'
import { describe } from 'vitest'
import { LESSONS } from '../../src/lessons/catalogue.js'
import type { LessonEvent } from '../../src/lessons/events.js'
import { lessonPage } from '../../src/lessons/page.js'
import { liveTest } from '../support/live.js'

/**
 * What a page must have of its lesson: all that it says, and the messages that it draws. What was
 * seen besides, in tables, in logs and in figures, may differ from run to run.
 */
function outline(page: string): string {
  return page
    .replace(/^```\n(?! *┌).*?^```$/gms, 'what was seen')
    .replace(/^(- Checked: .*?) \(.*\)\.$/gm, '$1')
    .replace(/[\da-f]*\d[\d.,a-f]*/g, '#')
    .replace(/[ ─═]+/g, ' ')
}

describe('the lesson', () => {
  for (const entry of LESSONS) {
    const { name, load } = entry
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
      const told = events.filter(({ type }) => !['begin', 'end', 'summary'].includes(type))
      const source = readFileSync(`src/lessons/${name}.ts`, 'utf8')
      const page = readFileSync(`docs/lessons/${name}.md`, 'utf8')
      expect(outline(page), 'is its page old? npm run lesson-docs').toBe(
        outline(lessonPage(entry, told, source)),
      )
      expect({ code, stderr: program.stderr }).toEqual({ code: 0, stderr: '' })
    })
  }
})
