/** Runs a lesson, part by part: asks, shows, and checks what it claims. */

import { describeError } from '../base/describe-error.js'
import { allOf, type LessonListener, type Verdict } from './events.js'
import type { Lesson, Part, Variables } from './lesson.js'
import { Stage } from './stage.js'

/** No part takes so long, whatever is varied but its seconds. */
const PART_MAX_MS = 10_000

export interface LessonRun {
  /** In place of the lesson's own values. */
  readonly varied?: Variables
  readonly signal: AbortSignal
  readonly tell: LessonListener
  /** What the reader thinks; undefined if there is none, or he has no idea. */
  readonly ask?: (part: Part) => Promise<string | undefined>
}

/** Unknown if a part breaks, or takes too long. @throws what aborted the signal, if that did. */
export async function runLesson(lesson: Lesson, run: LessonRun): Promise<Verdict> {
  const varied = { ...lesson.varied, ...run.varied }
  const verdicts: Verdict[] = []
  const parts = lesson.parts.length
  for (const [index, part] of lesson.parts.entries()) {
    run.tell({ type: 'text', part: index + 1, parts, text: part.text })
    run.tell({ type: 'question', ask: part.ask, choices: part.choices })
    const given = await run.ask?.(part)
    run.signal.throwIfAborted()
    verdicts.push(await runPart(part, varied, given, run))
  }
  return allOf(verdicts)
}

async function runPart(
  part: Part,
  varied: Variables,
  given: string | undefined,
  { signal, tell }: LessonRun,
): Promise<Verdict> {
  // Nobody else would hold on to AbortSignal.timeout: it can be collected before its time.
  const late = new AbortController()
  const maxMs = PART_MAX_MS + 1000 * (varied.seconds ?? 0)
  const timer = setTimeout(() => late.abort(new Error('this part takes too long')), maxMs)
  const stage = new Stage(varied, AbortSignal.any([signal, late.signal]), tell)
  const verdicts: Verdict[] = []
  try {
    const { answer, because } = part
    const seen = await Promise.race([part.run(stage), aborted(stage.signal)])
    tell({ type: 'answer', answer, seen, because, ...(given === undefined ? {} : { given }) })
    verdicts.push(seen === answer ? 'true' : 'false')
  } catch (error) {
    signal.throwIfAborted()
    stage.claim('this part comes to its end', 'unknown', describeError(error))
  } finally {
    clearTimeout(timer)
    await stage.close()
  }
  for (const claim of stage.claims) tell(claim)
  return allOf([...verdicts, ...stage.claims.map(({ verdict }) => verdict)])
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
