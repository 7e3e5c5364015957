/**
 * Live tests: the built program in processes of its own, watched through the lines it writes. Tests
 * wait for what they want to see, and say what they saw instead when it does not come.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { ClusterEvent } from '../../src/live/cluster-handle.js'
import type { ClusterStatus } from '../../src/report/cluster-record.js'
import type { Summary } from '../../src/report/summary.js'
import type { ClusterPlan } from '../../src/scenario/plan.js'

/** The program as `npm run build` made it. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** How long anything may take that is not measured; long, for machines that do other things too. */
const PATIENCE_MS = 40_000

/** Loads and times with which a test is over soon. */
export const QUICK = '--heartbeat 200ms --state-ttl 600ms --service exp:20ms --load closed:5ms'

type Start = { type: 'start'; at: string; plan: ClusterPlan }
type Ready = { type: 'ready'; t: 0 }
type Status = { type: 'status'; t: number; clusters: Record<string, ClusterStatus> }
export type Event = { type: 'event'; t: number; at: string } & (
  | ClusterEvent
  | { event: 'died'; reason: string }
)
export type Line = Start | Ready | Status | Event | Summary

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** When it was gone, by `performance.now`. */
  readonly at: number
}

/** A test with a directory of its own, in which it may start clusters; none of them outlives it. */
export const liveTest = test.extend('place', ({ onTestFailed }, { onCleanup }) => {
  const place = new Place()
  onCleanup(() => place.clear())
  // A test that runs out of time says by itself nothing of what it saw.
  onTestFailed(() => console.error(place.story))
  return place
})

export class Place {
  readonly dir = mkdtempSync(join(tmpdir(), 'peering-test-'))
  readonly #programs: Program[] = []

  /** Starts `peering <words> --json`, in our directory. */
  start(words: string, options: StartOptions = {}): Program {
    return this.run([...words.split(' '), '--json', '--dir', this.dir], options)
  }

  /** Starts the program with these arguments and no others. */
  run(args: readonly string[], options: StartOptions = {}): Program {
    const program = new Program([MAIN, ...args], { cwd: this.dir, ...options })
    this.#programs.push(program)
    return program
  }

  /** Runs a command of the shell to its end; `args` are its "$@". */
  async shell(command: string, args: readonly string[]) {
    const shell = spawn('sh', ['-c', command, 'sh', ...args], { cwd: this.dir })
    const [stdout, stderr, [code]] = await Promise.all([
      shell.stdout.toArray(),
      shell.stderr.toArray(),
      once(shell, 'close'),
    ])
    return { stdout: stdout.join(''), stderr: stderr.join(''), code: code as number | null }
  }

  /** The socket files that are in the directory now. */
  get sockets(): string[] {
    return readdirSync(this.dir)
      .filter(file => file.endsWith('.ipc'))
      .sort()
  }

  /** What the programs were waited for, and said last. */
  get story(): string {
    return this.#programs.map(program => program.story).join('\n\n')
  }

  async clear(): Promise<void> {
    await Promise.all(this.#programs.map(program => program.kill()))
    rmSync(this.dir, { recursive: true, force: true })
  }
}

export interface StartOptions {
  readonly env?: Record<string, string>
  readonly cwd?: string
  /** A group of its own, to be signalled as a terminal does. */
  readonly detached?: boolean
  /** The most file descriptors that it may have. */
  readonly descriptors?: number
}

export class Program {
  /** Every line of `--json`, parsed. */
  readonly lines: Line[] = []
  /** All of stdout, line by line. */
  readonly stdout: string[] = []
  stderr = ''
  readonly child: ChildProcess
  readonly exited: Promise<Exit>
  readonly #name: string
  readonly #isJson: boolean
  readonly #watchers = new Set<() => void>()
  #waitedFor = 'nothing'
  #exit: Exit | undefined

  constructor(args: readonly string[], { env = {}, descriptors, ...options }: StartOptions) {
    this.#name = `peering ${args.slice(1).join(' ')}`
    this.#isJson = args.includes('--json')
    const command = [process.execPath, ...args]
    const limit = ['sh', '-c', `ulimit -n ${descriptors}; exec "$@"`, 'sh']
    const [file = '', ...words] = descriptors ? [...limit, ...command] : command
    this.child = spawn(file, words, {
      ...options,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const { stdout, stderr } = this.child
    if (!stdout || !stderr) throw new Error('no pipes')
    createInterface(stdout).on('line', line => this.#hear(line))
    stderr.on('data', (data: Buffer) => {
      this.stderr += data.toString()
    })
    this.exited = new Promise(resolve => {
      let at = Number.NaN
      this.child.once('exit', () => {
        at = performance.now()
      })
      // Not before its last words have been read.
      this.child.once('close', (code, signal) => {
        this.#exit = { code, signal, at }
        for (const watcher of this.#watchers) watcher()
        resolve(this.#exit)
      })
    })
  }

  get pid(): number {
    return this.child.pid ?? Number.NaN
  }

  /** Where in `lines` what comes next will be. */
  get mark(): number {
    return this.lines.length
  }

  /** Resolves with what `find` makes of the first line from `mark` on of which it can. */
  until<Found>(
    what: string,
    find: (line: Line) => Found | false | undefined,
    mark = 0,
  ): Promise<Found> {
    let next = mark
    return this.#eventually(what, () => {
      for (; next < this.lines.length; next++) {
        const line = this.lines[next]
        const found = line && find(line)
        if (found !== undefined && found !== false) return found
      }
      return undefined
    })
  }

  /** Resolves with the first status of a cluster, from `mark` on, that is as wanted. */
  status(
    cluster: string,
    what: string,
    isWanted: (status: ClusterStatus, t: number) => boolean,
    mark = 0,
  ): Promise<ClusterStatus> {
    return this.until(
      `a status of ${cluster} with ${what}`,
      line => {
        if (line.type !== 'status') return undefined
        const status = line.clusters[cluster]
        return status && isWanted(status, line.t) && status
      },
      mark,
    )
  }

  /** Resolves with the first event of that name, about that peer if one is named. */
  event<Name extends Event['event']>(
    name: Name,
    peer?: string,
    mark = 0,
  ): Promise<Extract<Event, { event: Name }>> {
    return this.until(
      `the event ${[name, peer].join(' ')}`,
      line => {
        if (line.type !== 'event' || line.event !== name) return undefined
        if (peer !== undefined && 'peer' in line && line.peer !== peer) return undefined
        return line as Extract<Event, { event: Name }>
      },
      mark,
    )
  }

  /** Resolves when a line of stdout is like that. */
  said(pattern: RegExp): Promise<string> {
    return this.#eventually(`a line like ${pattern}`, () =>
      this.stdout.find(line => pattern.test(line)),
    )
  }

  /** Signals it, waits for its exit with code 0, and gives the summary. */
  async end(signal: NodeJS.Signals = 'SIGINT'): Promise<Summary> {
    this.child.kill(signal)
    expect(await this.exit()).toMatchObject({ code: 0, signal: null })
    return this.summary
  }

  /** Resolves when it has ended, by itself or by a signal that was sent before. */
  exit(): Promise<Exit> {
    return this.#eventually('its exit', () => this.#exit)
  }

  get summary(): Summary {
    const last = this.lines.at(-1)
    if (last?.type !== 'summary') throw new Error(this.#seen('its last line to be a summary'))
    return last
  }

  async kill(): Promise<void> {
    if (!this.#exit) this.child.kill('SIGKILL')
    await this.exited
  }

  #hear(line: string): void {
    this.stdout.push(line)
    if (this.#isJson) this.lines.push(JSON.parse(line))
    for (const watcher of this.#watchers) watcher()
  }

  #eventually<Found>(what: string, look: () => Found | undefined): Promise<Found> {
    this.#waitedFor = what
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(patience)
        this.#watchers.delete(watch)
      }
      const watch = () => {
        const found = look()
        if (found === undefined && !this.#exit) return
        done()
        if (found === undefined) reject(new Error(this.#seen(what)))
        else resolve(found)
      }
      const patience = setTimeout(() => {
        done()
        reject(new Error(this.#seen(what)))
      }, PATIENCE_MS)
      this.#watchers.add(watch)
      watch()
    })
  }

  get story(): string {
    return this.#seen(this.#waitedFor)
  }

  #seen(what: string): string {
    const { code, signal } = this.#exit ?? {}
    const how = this.#exit ? `ended with ${signal ?? `code ${code}`}` : 'runs'
    const said = this.stdout.slice(-6).map(line => `  ${line}`)
    return [
      `Waited for ${what}; ${this.#name} ${how}, and said`,
      ...said,
      `and on stderr "${this.stderr}"`,
    ].join('\n')
  }
}

/** Resolves when a condition holds that no line of the program tells of. */
export async function eventually<Found>(
  what: string | (() => string),
  look: () => Found | false | undefined | Promise<Found | false | undefined>,
): Promise<Found> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > end) {
      throw new Error(`Waited in vain for ${typeof what === 'string' ? what : what()}`)
    }
    await new Promise(resolve => setTimeout(resolve, 10))
  }
}

/** Each task is accounted for, in the cloud and in every cluster of the summary. */
export function expectConserved(summary: Summary): void {
  expect(summary.invariants).toEqual([{ name: 'conservation', verdict: 'true' }])
  const all = { total: summary.total, ...summary.clusters }
  for (const [name, { sent, done, lost, inFlight, local, cloud }] of Object.entries(all)) {
    expect({ name, sent, done }).toEqual({
      name,
      sent: done + lost + inFlight,
      done: local + cloud,
    })
    expect(Math.min(done, lost, inFlight, local, cloud), name).toBeGreaterThanOrEqual(0)
  }
}

/** The processes that another one started, and that still run. */
export function childrenOf(parent: number): number[] {
  return processes()
    .filter(({ ppid }) => ppid === parent)
    .map(({ pid }) => pid)
}

/** What a process calls itself. */
export function commandOf(pid: number): string {
  return execFileSync('ps', ['-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' }).trim()
}

export function isRunning(pid: number): boolean {
  return processes().some(running => running.pid === pid)
}

/** All processes of the machine, but for those that are dead and not yet buried. */
function processes(): { pid: number; ppid: number }[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
  return table
    .split('\n')
    .map(row => row.trim().split(/\s+/))
    .filter(([, , state]) => state !== undefined && !state.startsWith('Z'))
    .map(([pid, ppid]) => ({ pid: Number(pid), ppid: Number(ppid) }))
}
