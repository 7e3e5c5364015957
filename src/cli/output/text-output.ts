/** Output for people: a live view in a terminal, plain lines in a pipe, the summary in both. */

import { firstLine } from '../../base/describe-error.js'
import type { Millis } from '../../base/time.js'
import type { ClusterEvent } from '../../live/cluster-handle.js'
import { rateText, shareText } from '../../report/rate-text.js'
import type { Summary } from '../../report/summary.js'
import { type ClusterPlan, clientsOf } from '../../scenario/plan.js'
import { peerEndpointOf } from '../../wire/endpoints.js'
import { faultLine } from './fault-text.js'
import { counted, cutAt, grouped, listed, roundTime, shortTime, table } from './format.js'
import { LiveView } from './live-view.js'
import type { Output } from './output.js'
import { Screen } from './screen.js'
import { seedLines } from './seeds-text.js'
import { chalkOf, isScreen } from './terminal.js'
import { judgedLines, verdictLines } from './verdict-text.js'
import { plainLines } from './view.js'

/** As many events as the tallest screen has room for stay in the live view. */
const EVENTS_KEPT = 200

export function textOutput(
  stream: NodeJS.WriteStream,
  title: string,
  forMs: Millis | undefined,
): Output {
  const chalk = chalkOf(stream)
  const write = (line: string) => stream.write(`${line}\n`)
  const screen = isScreen(stream) ? new Screen(stream) : undefined
  const events: string[] = []
  const live = screen && new LiveView(stream, screen, { title, forMs, chalk, events })
  const tell = (text: string, atMs: Millis) => {
    const line = `${(atMs / 1000).toFixed(1).padStart(5)} s ${text}`
    if (!screen) return write(line)
    events.push(line)
    if (events.length > EVENTS_KEPT) events.shift()
  }
  return {
    preparing(plans) {
      for (const line of preparingLines(plans)) write(chalk.dim(line))
    },
    // The view shows it by being there.
    ready() {
      if (!screen) tell('ready', 0)
    },
    status(clusters, elapsedMs, progress) {
      if (live) live.show(clusters, elapsedMs, progress)
      else for (const line of plainLines(clusters, elapsedMs)) write(line)
    },
    fault: (words, ms) => tell(`fault: ${words}`, ms),
    event: (cluster, event, ms) => tell(`${cluster} ${eventText(event)}`, ms),
    died: (cluster, reason, ms) => tell(`${cluster} ended: ${firstLine(reason)}`, ms),
    summary(summary) {
      live?.end()
      const columns = screen ? stream.columns || 80 : Number.POSITIVE_INFINITY
      for (const line of ['', ...summaryLines(summary, columns)]) write(line)
    },
  }
}

/** The Guide's program says what it does as it starts; so does ours. */
function preparingLines(plans: readonly ClusterPlan[]): string[] {
  return plans.flatMap(plan => [
    `preparing broker at ${plan.self}: ` +
      `${counted(clientsOf(plan), 'client')}, ${counted(plan.workers, 'worker')}`,
    // Of many clusters, each would say the same of all others.
    ...(plans.length > 1 ? [] : plan.peers.map(peer => connectingLine(plan, peer))),
  ])
}

function connectingLine(plan: ClusterPlan, peer: string): string {
  return `connecting to ${peer} at ${peerEndpointOf(plan, peer, 'cloud')}`
}

function eventText(event: ClusterEvent): string {
  switch (event.event) {
    case 'peer-up':
      return `sees ${event.peer}, ${event.capacity} free`
    case 'peer-gone':
      return `misses ${event.peer}, ${counted(event.home, 'task')} came home`
    case 'workers-died':
      return `worker thread ${event.thread} died and is started again (${event.reason})`
    case 'monitor':
      return `says ${event.line}`
  }
}

/** @param columns how long lists may be in a line. */
function summaryLines(summary: Summary, columns: number): string[] {
  const rows = Object.entries(summary.clusters).map(([name, cluster]) => numbersOf(name, cluster))
  const all = rows.length > 1 ? [numbersOf('total', summary.total)] : []
  const moved = Object.entries(summary.clusters).flatMap(([name, { delegatedTo, servedFor }]) => [
    ...Object.entries(delegatedTo).map(([peer, count]) => `${name} → ${peer} ${grouped(count)}`),
    ...(rows.length > 1
      ? []
      : Object.entries(servedFor).map(([peer, count]) => `${name} for ${peer} ${grouped(count)}`)),
  ])
  return [
    ...numbersTable([HEAD, ...rows, ...all], columns),
    '',
    ...ratesTable(summary).map(cutAt(columns)),
    '',
    ...listed('delegated', moved.length > 0 ? moved : ['nothing'], columns),
    ...troubles(summary, columns),
    ...uncorrected(summary, columns),
    ...(summary.faults ?? []).map(faultLine),
    ...judgedLines(summary),
    ...seedLines(summary),
    ...(summary.notes ?? []).map(note => `note: ${note}`),
    ...verdictLines(summary),
    ...originLines(summary),
    accountOf(summary),
    ...(summary.digest === undefined ? [] : [`digest ${summary.digest}`]),
  ]
}

const HEAD = ['', 'sent', 'done', 'lost', 'in flight', 'local', 'cloud', 'p50', 'p99', 'max']

/** Without the local ones where there is no room: they are those done less those of the cloud. */
function numbersTable(rows: readonly (readonly string[])[], columns: number): string[] {
  const lines = table(rows)
  if (lines.every(({ length }) => length <= columns)) return lines
  const local = HEAD.indexOf('local')
  const narrow = rows.map(row => row.filter((_, column) => column !== local))
  return table(narrow).map(cutAt(columns))
}

function numbersOf(name: string, totals: Summary['total'] | Summary['clusters'][string]): string[] {
  const { sent, done, lost, inFlight, local, cloud, latencyMs } = totals
  const { p50, p99, max } = latencyMs
  return [name, ...[sent, done, lost, inFlight, local, cloud].map(grouped)].concat(
    [p50, p99, max].map(ms => (done > 0 ? shortTime(ms) : '-')),
  )
}

/** How fast it was, how busy the workers were, and the latencies that the other table has not. */
function ratesTable({ clusters, total }: Summary): string[] {
  const rowOf = (name: string, totals: Summary['total']) => {
    const { mean, p90, p95, p999 } = totals.latencyMs
    const times = [mean, p90, p95, p999].map(ms => (totals.done > 0 ? shortTime(ms) : '-'))
    return [name, rateText(totals), shareText(totals.utilisation), ...times]
  }
  const rows = Object.entries(clusters).map(([name, cluster]) => rowOf(name, cluster))
  const all = rows.length > 1 ? [rowOf('total', total)] : []
  return table([['', 'tasks/s', 'busy', 'mean', 'p90', 'p95', 'p99.9'], ...rows, ...all])
}

/** What a load that waits for its answers would have measured, where that is something else. */
function uncorrected({ total: { latencyMs, uncorrectedMs } }: Summary, columns: number): string[] {
  if (uncorrectedMs.p99 === latencyMs.p99 && uncorrectedMs.p50 === latencyMs.p50) return []
  const { p50, p99, max } = uncorrectedMs
  const times = [`p50 ${shortTime(p50)}`, `p99 ${shortTime(p99)}`, `max ${shortTime(max)}`]
  return listed('uncorrected, from when tasks were sent in fact', times, columns)
}

/** Nothing is dropped in silence: what was, and what came home, is counted here. */
function troubles({ total }: Summary, columns: number): string[] {
  const counts = [
    [total.retried, '', 'retried'],
    [total.home, '', 'came home from a peer or worker that went'],
    [total.expired, '', 'not answered in time by a worker or peer'],
    [total.suspended, 'suspension', 'of peers or workers that did not answer'],
    [total.late, 'late reply|late replies', 'dropped'],
    [total.givenUp, 'task', 'given up by a broker'],
    [total.orphans, 'reply|replies', 'without a client'],
    [total.duplicates, 'duplicate answer', ''],
    [total.overcommit, '', 'found no ready worker at the peer'],
    [total.malformed, 'malformed message', ''],
    [total.linkLost, 'message', 'lost by links'],
  ] as const
  const said = counts
    .filter(([count]) => count > 0)
    .map(([count, noun, what]) => {
      const things = noun === '' ? grouped(count) : counted(count, ...nounOf(noun))
      return [things, what].filter(part => part !== '').join(' ')
    })
  return said.length > 0 ? listed('also', said, columns) : []
}

/** Both forms of a noun, where the second does not follow from the first. */
function nounOf(forms: string): [noun: string, plural?: string] {
  const [noun = '', plural] = forms.split('|')
  return plural === undefined ? [noun] : [noun, plural]
}

/** The rest of it is in the reports. */
function originLines({ provenance }: Summary): string[] {
  if (!provenance) return []
  const { date, peering, node, machine, scenario, files } = provenance
  const hashes = [...(scenario ? [{ ...scenario, file: 'scenario' }] : []), ...files]
  return [
    [
      `peering ${peering}, Node ${node}, ${machine.cpus} × ${machine.cpu}`,
      date,
      ...hashes.map(({ file, sha256 }) => `${file} ${sha256.slice(0, 12)}`),
    ].join(' · '),
  ]
}

function accountOf(summary: Summary): string {
  const { sent, done, lost, inFlight } = summary.total
  const kept = summary.invariants.find(({ name }) => name === 'conservation')
  const sign = kept?.verdict === 'true' ? '=' : '≠'
  return (
    `sent ${grouped(sent)} ${sign} done ${grouped(done)} + lost ${grouped(lost)} ` +
    `+ in flight ${grouped(inFlight)} · ${roundTime(summary.durationMs)} · seed ${summary.seed}`
  )
}
