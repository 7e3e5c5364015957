/** The head of a report: what the run was, its verdict, and the figures to know at a glance. */

import { counted, grouped, percent, roundTime, shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import { type Check, checksOf } from '../checks.js'
import { rateText, shareText } from '../rate-text.js'
import { reasonOf } from '../reason.js'
import type { Report } from '../report.js'
import type { Outcome } from '../verdict.js'
import { VERDICTS } from './document.js'

/** The sign of each outcome: colour alone says nothing to some. */
const SIGNS: Readonly<Record<Outcome, string>> = {
  passed: '✓',
  failed: '✗',
  unknown: '?',
}

export function headline(report: Report): Markup {
  const { outcome, words } = VERDICTS[report.verdict]
  return html`<header><h1>${report.name}</h1>
<p class="verdict ${outcome}"><span aria-hidden="true">${SIGNS[outcome]}</span> <b>${words}</b>
<span class="why">${reasonOf(report)}</span></p>
<p class="about">${aboutOf(report)}</p>
<dl class="tiles">${tilesOf(report).map(
    ([name, value, hint]) => html`<div><dt>${name}</dt><dd>${value}</dd>${
      hint === '' ? '' : html`<dd class="hint">${hint}</dd>`
    }</div>
`,
  )}</dl>
${notesOf(report)}</header>
`
}

function notesOf({ notes = [], seeds = [], seedsAsked = 1, seed }: Report): Markup {
  const done = seeds.length < seedsAsked ? `${seeds.length} of ${seedsAsked}` : seedsAsked
  const ofSeeds =
    `The verdict, what had to hold and the table of seeds are of ${done} seeds; ` +
    `all else is of the first, ${seed}.`
  const all = seedsAsked > 1 ? [ofSeeds, ...notes] : notes
  if (all.length === 0) return html``
  return html`<ul class="notes">${all.map(note => html`<li>${note}</li>`)}</ul>
`
}

function aboutOf(report: Report): string {
  const { mode, seed, seeds = [], durationMs, warmupMs, exitCode } = report
  const clusters = Object.values(report.clusters)
  const workers = clusters.reduce((sum, cluster) => sum + cluster.workers, 0)
  const warmup = warmupMs > 0 ? ` after ${roundTime(warmupMs)} of warm-up` : ''
  return [
    mode === 'sim' ? 'virtual time' : 'real processes',
    `${roundTime(durationMs)} measured${warmup}`,
    `${counted(clusters.length, 'cluster')}, ${counted(workers, 'worker')}`,
    seeds.length > 1 ? `${counted(seeds.length, 'seed')} from ${seed} on` : `seed ${seed}`,
    `exit code ${exitCode}`,
  ].join(' · ')
}

type Tile = readonly [name: string, value: string, hint: string]

function tilesOf({ total }: Report): Tile[] {
  const { sent, done, lost, inFlight, retried, cloud, latencyMs, uncorrectedMs } = total
  const time = (ms: number) => (done > 0 ? shortTime(ms) : '–')
  return [
    ['sent', grouped(sent), inFlight > 0 ? `${grouped(inFlight)} in flight at the end` : ''],
    ['done', grouped(done), `${rateText(total)} a second`],
    ['lost', grouped(lost), `${grouped(retried)} sent again`],
    ['workers busy', shareText(total.utilisation), 'of their time'],
    ['mean', time(latencyMs.mean), 'from the intended send'],
    ['p50', time(latencyMs.p50), `p90 ${time(latencyMs.p90)}`],
    ['p95', time(latencyMs.p95), 'from the intended send'],
    ['p99', time(latencyMs.p99), `slowest ${time(latencyMs.max)}`],
    ['p99 uncorrected', time(uncorrectedMs.p99), 'from the real send'],
    ['spill-over', percent(cloud, done), 'done by peers'],
  ]
}

/** All that the run was judged by, what failed first. */
export function checkTable(report: Report): Markup {
  const order: Outcome[] = ['failed', 'unknown', 'passed']
  const checks = checksOf(report)
  // What holds in every run that is well is worth a line, all together.
  const kept = checks.filter(({ kind, outcome }) => kind === 'invariant' && outcome === 'passed')
  const others = checks
    .filter(check => !kept.includes(check))
    .sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
  return html`<section><h2>What had to hold</h2>
<div class="wide" tabindex="0" role="region" aria-label="What had to hold"><table class="checks">
<thead><tr><th scope="col">Verdict</th><th scope="col">What had to hold</th>\
<th scope="col" class="n">Measured</th><th scope="col">When</th></tr></thead>
<tbody>${others.map(checkRow)}${kept.length === 0 ? '' : keptRow(kept)}</tbody>
</table></div></section>
`
}

function keptRow(kept: readonly Check[]): Markup {
  return html`<tr>${outcomeCell('passed')}<th scope="row"><details>\
<summary>${counted(kept.length, 'invariant')}</summary>\
${kept.map(({ name }) => html`<span class="hint">${name}</span><br>`)}</details></th>\
<td class="n">–</td><td class="when">${kept[0]?.held || 'whole run'}</td></tr>
`
}

function outcomeCell(outcome: Outcome): Markup {
  return html`<td class="outcome ${outcome}"><span aria-hidden="true">${SIGNS[outcome]}</span> \
${outcome}</td>`
}

function checkRow({ kind, name, outcome, value, when, why, held }: Check): Markup {
  // The value beside it says why a threshold failed.
  const reason = kind !== 'threshold' || outcome === 'unknown' ? why : ''
  const says = [reason, held].filter(text => text !== '').join('; ')
  return html`<tr>${outcomeCell(outcome)}<th scope="row"><code>${name}</code>${
    kind === 'threshold' ? '' : html` <i>${kind}</i>`
  }${says === '' ? '' : html`<br><span class="hint">${says}</span>`}</th>\
<td class="n">${value}</td><td class="when">${when}</td></tr>
`
}
