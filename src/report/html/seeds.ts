/** The seeds of a repeated run: how each ended, and what it measured of what had to hold. */

import { grouped, shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import { valueText } from '../checks.js'
import type { Report } from '../report.js'
import type { SeedResult } from '../summary.js'
import { flawOf, type Outcome, thresholdOutcome, verdictOf } from '../verdict.js'

const OUTCOMES: Readonly<Record<Report['verdict'], Outcome>> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'unknown',
}

/** Nothing of a run with one seed. */
export function seedTable(report: Report): Markup {
  const { seeds = [], seedsAsked = 1, thresholds } = report
  if (seedsAsked < 2 || seeds.length === 0) return html``
  const heads = ['exit code', 'done', 'lost', 'p50', 'p99'].map(
    name => html`<th scope="col" class="n">${name}</th>`,
  )
  const asked = thresholds.map(
    ({ metric, expr }) => html`<th scope="col" class="n"><code>${metric} ${expr}</code></th>`,
  )
  return html`<section><h2>Seeds</h2>
<div class="wide" tabindex="0" role="region" aria-label="Seeds"><table class="seeds">
<thead><tr><th scope="col">Seed</th>${heads}${asked}</tr></thead>
<tbody>${seeds.map(seed => seedRow(seed, report))}</tbody>
</table></div></section>
`
}

function seedRow(result: SeedResult, { thresholds }: Report): Markup {
  const { seed, exitCode, total } = result
  const { done, lost, latencyMs } = total
  const time = (ms: number) => (done > 0 ? shortTime(ms) : '–')
  const numbers = [grouped(done), grouped(lost), time(latencyMs.p50), time(latencyMs.p99)]
  const values = thresholds.map((threshold, index) => {
    const one = { ...threshold, ...result.thresholds[index], overSeeds: undefined }
    return valueCell(valueText(one), thresholdOutcome(one, flawOf(total)))
  })
  return html`<tr><th scope="row">${seed}</th>${valueCell(
    String(exitCode),
    OUTCOMES[verdictOf(exitCode)],
  )}${numbers.map(text => html`<td class="n">${text}</td>`)}${values}</tr>
`
}

/** Colour alone says nothing to some. */
function valueCell(text: string, outcome: Outcome): Markup {
  const sign = outcome === 'failed' ? ' ✗' : outcome === 'unknown' ? ' ?' : ''
  return html`<td class="n ${outcome}">${text}${sign}</td>`
}
