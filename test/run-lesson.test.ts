/** How a lesson runs, whatever its parts do. */

import { describe, expect, test } from 'vitest'
import type { LessonEvent } from '../src/lessons/events.js'
import { lesson, type Part } from '../src/lessons/lesson.js'
import { runLesson } from '../src/lessons/run-lesson.js'

const PART: Omit<Part, 'run'> = {
  text: 'A text.',
  ask: 'A question?',
  choices: ['yes', 'no'],
  answer: 'yes',
  because: 'It is so.',
}

const quiet = new AbortController().signal

async function runOf(...runs: Part['run'][]) {
  const events: LessonEvent[] = []
  const verdict = await runLesson(
    lesson(
      {},
      runs.map(run => ({ ...PART, run })),
    ),
    { signal: quiet, tell: event => events.push(event) },
  )
  return { verdict, events, types: events.map(({ type }) => type) }
}

describe('a lesson', () => {
  test('holds if each part sees its answer, and each claim is so', async () => {
    const { verdict, types } = await runOf(async stage => {
      stage.claim('a claim', true, 'a figure')
      return 'yes'
    })
    expect({ verdict, types }).toEqual({
      verdict: 'true',
      types: ['text', 'question', 'answer', 'claim'],
    })
  })

  test('does not hold if another answer was seen, or a claim is not so', async () => {
    expect((await runOf(async () => 'no')).verdict).toBe('false')
    const denied: Part['run'] = async stage => {
      stage.claim('a claim', false, 'a figure')
      return 'yes'
    }
    expect((await runOf(denied)).verdict).toBe('false')
  })

  test('cannot be told if a part breaks: it says why, and the next part runs', async () => {
    const breaks: Part['run'] = async stage => {
      stage.claim('a claim before', true, 'a figure')
      throw new Error('waited in vain until something was so')
    }
    const { verdict, events } = await runOf(breaks, async () => 'yes')
    expect(verdict).toBe('unknown')
    expect(events.slice(2, 4)).toMatchObject([
      { claim: 'a claim before', verdict: 'true' },
      { verdict: 'unknown', seen: 'waited in vain until something was so' },
    ])
    expect(events.at(-1)).toMatchObject({ type: 'answer', seen: 'yes' })
  })

  test('breaks where somebody who plays beside it breaks', async () => {
    const { verdict, events } = await runOf(async stage => {
      stage.play(async () => Promise.reject(new Error('the worker fell over')))
      await stage.pause(60_000)
      return 'yes'
    })
    expect({ verdict, seen: events.at(-1) }).toMatchObject({
      verdict: 'unknown',
      seen: { seen: 'the worker fell over' },
    })
  })

  test('ends with what its reader ended it with', async () => {
    const abort = new AbortController()
    const run = runLesson(
      lesson({}, [
        {
          ...PART,
          async run(stage) {
            abort.abort(new Error('interrupted'))
            await stage.pause(60_000)
            return 'yes'
          },
        },
      ]),
      { signal: abort.signal, tell: () => {} },
    )
    await expect(run).rejects.toThrow('interrupted')
  })
})
