/** The section `attacks`: each entry into an attack. */

import { type Attack, isOfStrangers } from './attack.js'
import { ATTACK } from './definition.js'
import { sayMs } from './grammar.js'
import type { Fields, ScenarioReader } from './scenario-reader.js'
import type { Path } from './source.js'

type Said = Fields<typeof ATTACK>

/** @param endMs when the run ends. */
export function readAttacks(reading: ScenarioReader, said: unknown, endMs: number): Attack[] {
  const what = 'attacks, such as { on: DC1, does: garbage, every: 10ms }'
  return reading.items(said, ['attacks'], what).flatMap((item, index): Attack[] => {
    const path = ['attacks', index]
    const fields = reading.fields(ATTACK, item, path, 'an attack')
    const { on, does } = fields
    if (on === undefined || does === undefined) return []
    if (!reading.areClusters([on], [...path, 'on'])) return []
    const span = { on, ...readSpan(reading, fields, path, endMs) }
    if (!isOfStrangers(does)) {
      checkMeasure(reading, fields, path, 'probability', 'every')
      return [{ ...span, does, probability: fields.probability ?? 0 }]
    }
    checkMeasure(reading, fields, path, 'every', 'probability')
    return [{ ...span, does, everyMs: fields.every ?? 1 }]
  })
}

function readSpan(
  reading: ScenarioReader,
  { from: fromMs, until }: Said,
  path: Path,
  endMs: number,
) {
  const untilMs = until ?? endMs
  if (fromMs >= endMs) {
    const problem = `from: ${sayMs(fromMs)} is not before the end of the run at ${sayMs(endMs)}`
    reading.report([...path, 'from'], problem)
  } else if (reading.isInTime([...path, 'until'], untilMs, endMs) && untilMs <= fromMs) {
    const problem = `until: ${sayMs(untilMs)} is not after the attack itself at ${sayMs(fromMs)}`
    reading.report([...path, 'until'], problem)
  }
  return { fromMs, untilMs }
}

const EXAMPLES = { every: '10ms', probability: '20%' } as const

function checkMeasure(
  reading: ScenarioReader,
  fields: Said,
  path: Path,
  needed: keyof typeof EXAMPLES,
  other: keyof typeof EXAMPLES,
): void {
  const { does } = fields
  if (fields[other] !== undefined) {
    reading.reportKey([...path, other], `${other}: ${does} has none: use ${needed}`)
  }
  if (fields[needed] !== undefined) return
  const problem = `It is not said how often ${does} happens: use ${needed}: ${EXAMPLES[needed]}`
  reading.report(path, problem)
}
