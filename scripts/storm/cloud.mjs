/**
 * The clusters that are attacked: each a process of its own, by the program as people start it,
 * with a load that goes on all the time; seen from outside by what it prints, and by /proc.
 */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** A peer that all clusters are told of, and that only attacks bring to life. */
export const GHOST = 'GHOST'

export const CLIENTS = 10
export const WORKERS = 5

/**
 * Nearly all workers are busy, so that the loss of one shows; a client whose name was taken tries
 * again each second, for longer than a round and its recovery last.
 */
const OPTIONS = [
  ...['--clients', `${CLIENTS}`, '--workers', `${WORKERS}`],
  ...['--load', 'closed:5ms', '--service', 'exp:20ms', '--timeout', '1s', '--retries', '30'],
]

/** The usual limit of a shell. */
const DESCRIPTORS = 1024

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

const START_MAX_MS = 30_000
/** The contract has a second; a machine that does other things too gets more. */
const END_MAX_MS = 5000
const MIB = 2 ** 20

export class Cloud {
  #clusters
  #dir

  /** Resolves when all of them work. */
  static async start(dir, names, seed) {
    const cloud = new Cloud(dir, names, seed)
    try {
      await Promise.all(cloud.#clusters.map(cluster => cluster.working()))
    } catch (error) {
      cloud.kill()
      throw error
    }
    return cloud
  }

  constructor(dir, names, seed) {
    this.#dir = dir
    this.#clusters = names.map(name => new Cluster(dir, name, names, seed))
  }

  /** What became of those that are dead: empty while all live. */
  get deaths() {
    return this.#clusters.flatMap(({ death }) => death ?? [])
  }

  /** Sums over the clusters; `since` is a reading before, for what happened in between. */
  read() {
    const clusters = this.#clusters.map(cluster => cluster.reading())
    const sum = key => clusters.reduce((total, one) => total + one[key], 0)
    return {
      tasksPerSecond: sum('tasksPerSecond'),
      sent: sum('sent'),
      done: sum('done'),
      lost: sum('lost'),
      inFlight: sum('inFlight'),
      retried: sum('retried'),
      malformed: sum('malformed'),
      /** What each broker counts as workers, busy or ready, beside those that are its own. */
      miscounted: Object.fromEntries(
        clusters.flatMap(({ known }, index) =>
          known === WORKERS ? [] : [[this.#clusters[index].name, known]],
        ),
      ),
      /** The oldest of the statuses that this is from, by `performance.now`. */
      at: Math.min(...clusters.map(({ at }) => at)),
      memoryMb: Object.fromEntries(this.#clusters.map(({ name, memoryMb }) => [name, memoryMb])),
    }
  }

  /** Ends all of them as Ctrl-C does. @returns what was wrong with that */
  async end() {
    const dead = this.#clusters.filter(({ death }) => death).map(({ name }) => name)
    const wrong = (await Promise.all(this.#clusters.map(cluster => cluster.end()))).flat()
    // Those of the ghost are not theirs, and who died could not put its own away.
    const others = [GHOST, ...dead]
    const left = readdirSync(this.#dir).filter(
      file => !others.some(name => file.startsWith(`${name}-`)),
    )
    return left.length > 0 ? [...wrong, `left behind: ${left.join(' ')}`] : wrong
  }

  kill() {
    for (const cluster of this.#clusters) cluster.kill()
  }
}

class Cluster {
  name
  #child
  #exited
  #exit
  #status
  #summary
  #stderr = ''
  #lastWords
  #at = 0
  #waiting = new Set()

  constructor(dir, name, names, seed) {
    this.name = name
    const peers = [...names.filter(other => other !== name), GHOST]
    const args = [MAIN, name, ...peers, '--json', '--dir', dir, '--seed', `${seed}`, ...OPTIONS]
    // Whatever this process may have: Node raises a soft limit to the hard one.
    const shell = `ulimit -n ${DESCRIPTORS}; exec "$0" "$@"`
    this.#child = spawn('sh', ['-c', shell, process.execPath, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    createInterface(this.#child.stdout).on('line', line => this.#hear(line))
    this.#child.stderr.on('data', data => {
      this.#stderr = (this.#stderr + data).slice(-2000)
    })
    this.#exited = once(this.#child, 'close').then(([code, signal]) => {
      this.#exit = signal ?? `code ${code}`
      this.#wake()
    })
  }

  get death() {
    if (this.#exit === undefined) return undefined
    const said = this.#lastWords ?? this.#stderr.trim().split('\n').at(-1)
    // libzmq adds the path that its builder had.
    const words = said ? `: ${said.replace(/ \(\/.*\/(.*)\)$/, ' ($1)')}` : ''
    return `${this.name} ended with ${this.#exit}${words}`
  }

  get memoryMb() {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
      return Math.round((Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024) / MIB)
    } catch {
      return 0
    }
  }

  reading() {
    const { tasksPerSecond = 0, sent = 0, done = 0, lost = 0, inFlight = 0 } = this.#status ?? {}
    const { retried = 0, malformed = 0, busy = 0, ready = 0 } = this.#status ?? {}
    // One that says nothing any more does nothing.
    const isDead = this.#exit !== undefined || performance.now() - this.#at > 3000
    const rate = isDead ? 0 : tasksPerSecond
    const tasks = { tasksPerSecond: rate, sent, done, lost, inFlight, retried, malformed }
    return { ...tasks, known: busy + ready, at: this.#at }
  }

  async working() {
    const end = performance.now() + START_MAX_MS
    while (!(this.#status?.done > 0)) {
      if (this.#exit !== undefined) throw new Error(this.death)
      if (performance.now() > end) throw new Error(`${this.name} does not work`)
      await this.#news(end - performance.now())
    }
  }

  async end() {
    const { death } = this
    if (death) return [death]
    this.#child.kill('SIGINT')
    const patience = new AbortController()
    const late = setTimeout(END_MAX_MS, 'late', { signal: patience.signal }).catch(() => {})
    if ((await Promise.race([this.#exited, late])) === 'late') {
      this.kill()
      await this.#exited
      return [`${this.name} does not end within ${END_MAX_MS / 1000} s`]
    }
    patience.abort()
    if (this.#exit !== 'code 0' || this.#stderr !== '') return [this.death]
    return this.#isConserved ? [] : [`${this.name} has not accounted for each task`]
  }

  get #isConserved() {
    if (!this.#summary) return false
    const { total, invariants } = this.#summary
    const isSum = total.sent === total.done + total.lost + total.inFlight
    return isSum && invariants.every(({ verdict }) => verdict === 'true')
  }

  kill() {
    if (this.#exit === undefined) this.#child.kill('SIGKILL')
  }

  #hear(line) {
    if (line.startsWith('{"type":"status"')) {
      this.#status = JSON.parse(line).clusters[this.name]
      this.#at = performance.now()
      this.#wake()
    } else if (line.startsWith('{"type":"summary"')) this.#summary = JSON.parse(line)
    else if (line.includes('"event":"died"')) this.#lastWords = JSON.parse(line).reason
  }

  #news(maxMs) {
    return Promise.race([new Promise(resolve => this.#waiting.add(resolve)), setTimeout(maxMs)])
  }

  #wake() {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}
