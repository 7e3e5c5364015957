/** The way of one task as a sequence diagram: who had it, when, and for how long. */

import { shortTime } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Millis } from '../../base/time.js'
import { stepsOf as taskSteps } from '../../trace/steps.js'
import { clientOfTask } from '../../wire/task.js'
import type { SlowTask } from '../slow-tasks.js'

/** A message from one to another. Only brokers remember: of the other end, nothing is known. */
export interface Step {
  readonly from: string
  readonly to: string
  readonly sentMs: Millis | undefined
  readonly arrivedMs: Millis | undefined
  /** The broker's socket that it left by, or came in by. */
  readonly socket: string
  /** It found no way, and came back to who sent it; or the broker that it went to never had it. */
  readonly end: 'arrived' | 'back' | 'lost'
}

/** What was sent, and what became of it, in the order of time. */
export function stepsOf({ task, hops, answeredMs }: SlowTask): Step[] {
  const client = clientOfTask(task)
  // Behind one socket there may be many clients; whose task it is, the task says.
  const named = hops
    .filter(({ t }) => t <= answeredMs)
    .map(hop => (hop.socket === 'localfe' ? { ...hop, with: client } : hop))
  const steps = taskSteps(named, ({ socket }) => socket === 'cloudbe' || socket === 'cloudfe')
  const answer = steps.findLast(({ socket, sent }) => socket === 'localfe' && sent)
  return steps.map(step => {
    const { from, to, socket, sent, received, end } = step
    const arrivedMs = step === answer ? answeredMs : end === 'back' ? undefined : received?.t
    return { from, to, socket, end, sentMs: sent?.t, arrivedMs }
  })
}

const WIDTH = 360
/** Room for the times at the left. */
const LEFT = 62
const TOP = 40
const ROW = 26

export function sequenceOf(slow: SlowTask): Markup {
  const { task, origin, by, latencyMs } = slow
  const steps = stepsOf(slow)
  const lives = [...new Set(steps.flatMap(({ from, to }) => [from, to]))]
  const x = (name: string) =>
    LEFT + ((lives.indexOf(name) + 0.5) * (WIDTH - LEFT)) / Math.max(1, lives.length)
  const rows = rowsOf(steps, slow)
  const height = TOP + ROW * rows.length + 14
  const label = `${task}, from ${origin} to ${by}, ${shortTime(latencyMs)}: ${rows
    .map(row => ('words' in row ? row.words : `${row.from} to ${row.to}`))
    .join('; ')}`
  return html`<svg class="sequence" viewBox="0 0 ${WIDTH} ${height}" role="img" \
aria-label="${label}">
${lives.map((name, index) => {
  // In turn higher and lower, so that long names have room.
  const y = index % 2 === 0 ? 12 : 24
  return html`<text class="life" x="${x(name)}" y="${y}">${name}</text>\
<path class="lifeline" d="M${x(name)} ${y + 4}V${height - 6}"/>
`
})}${rows.map((row, index) => {
  const y = TOP + ROW * (index + 0.5)
  return 'words' in row ? pauseOf(row, y, x(row.at)) : arrowOf(row, y, x, slow)
})}</svg>
`
}

/** Time that passed at one place. */
interface Pause {
  readonly at: string
  readonly words: string
}

/** What takes less than this share of the latency says nothing. */
const SHARE = 0.02

function rowsOf(steps: readonly Step[], slow: SlowTask): (Step | Pause)[] {
  const { latencyMs, answeredMs } = slow
  let knownMs = answeredMs - latencyMs
  let at = steps[0]?.from ?? ''
  return steps.flatMap((step, index) => {
    const { from, to, sentMs, arrivedMs, end } = step
    const spentMs = (sentMs ?? arrivedMs ?? knownMs) - knownMs
    // Before its broker takes it in, a task waits for a free client, or in the broker's socket.
    const words = index === 0 ? `${shortTime(spentMs)} until ${to} takes it` : shortTime(spentMs)
    const pause = spentMs >= SHARE * latencyMs && spentMs >= 0.001 ? [{ at, words }] : []
    knownMs = Math.max(knownMs, arrivedMs ?? sentMs ?? knownMs)
    at = end === 'arrived' ? to : from
    return [...pause, step]
  })
}

function pauseOf({ words }: Pause, y: number, x: number): Markup {
  // The words keep clear of the edges, wherever the lifeline is.
  const isRight = x > WIDTH * 0.6
  const top = y - ROW / 2 + 1
  return html`<rect class="pause" x="${x - 3}" y="${top}" width="6" height="${ROW - 2}"/>\
<text class="spent" x="${isRight ? x - 7 : x + 7}" y="${y + 4}" \
text-anchor="${isRight ? 'end' : 'start'}">${words}</text>
`
}

function arrowOf(step: Step, y: number, x: (name: string) => number, slow: SlowTask): Markup {
  const { from, to, sentMs, arrivedMs, socket, end } = step
  const startMs = slow.answeredMs - slow.latencyMs
  const [left, right] = [x(from), x(to)]
  const way = Math.sign(right - left)
  const hasArrived = end === 'arrived'
  const tip = hasArrived ? right : left + 0.7 * (right - left)
  const head = hasArrived
    ? `M${tip - 6 * way} ${y - 4}L${tip} ${y}L${tip - 6 * way} ${y + 4}`
    : `M${tip - 4} ${y - 4}l8 8m0 -8l-8 8`
  const words = { arrived: socket, back: `${socket}: no way`, lost: `${socket}: lost` }[end]
  const tookMs = sentMs === undefined || arrivedMs === undefined ? 0 : arrivedMs - sentMs
  const took = tookMs < 0.005 ? '' : ` ${shortTime(tookMs)}`
  const atMs = (sentMs ?? arrivedMs ?? startMs) - startMs
  const weight = tookMs >= SHARE * slow.latencyMs ? ' long' : ''
  return html`<text class="when" x="${LEFT - 8}" y="${y + 4}">\
${atMs < 0.005 ? '0 ms' : `+${shortTime(atMs)}`}</text>\
<path class="arrow${hasArrived ? '' : ' lost'}" d="M${left} ${y}H${tip}"/>\
<path class="head" d="${head}"/>\
<text class="socket${weight}" x="${(left + right) / 2}" y="${y - 4}">${words}${took}</text>
`
}
