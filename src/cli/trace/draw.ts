/** Sequence diagrams of what was chosen: in the terminal, and as a file. */

import { UsageError } from '../../scenario/usage-error.js'
import type { MessageChoice } from '../../trace/messages.js'
import { type Sequence, sequenceOf } from '../../trace/sequence.js'
import { sequenceSvg } from '../../trace/sequence-svg.js'
import { lanesIn, sequenceLines } from '../../trace/sequence-text.js'
import type { TraceEvent } from '../../trace/trace.js'
import type { TraceOptions } from './options.js'

/** A picture is as wide as it has to be, but nobody looks at one of more lines. */
const PICTURE_LANES = 12

/** @throws UsageError if there is nothing to draw, or the file cannot be written. */
export function draw(
  events: readonly TraceEvent[],
  choice: MessageChoice,
  { isDiagram, svg }: TraceOptions,
): void {
  if (isDiagram) {
    const columns = process.stdout.columns || 100
    const sequence = sequenceIn(events, choice, lanesIn(columns))
    process.stdout.write(`${sequenceLines(sequence, columns).join('\n')}\n`)
  }
  if (svg === undefined) return
  svg.writeAll(sequenceSvg(sequenceIn(events, choice, PICTURE_LANES)))
  process.stdout.write(`${isDiagram ? '\n' : ''}The picture is in ${svg.said}\n`)
}

function sequenceIn(events: readonly TraceEvent[], choice: MessageChoice, lanes: number): Sequence {
  const sequence = sequenceOf(events, choice, lanes)
  if (!sequence) throw new UsageError('There is nothing to draw: no message passed then')
  return sequence
}
