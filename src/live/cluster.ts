/** A cluster in this process: a broker, its clients and its workers, each kind in threads. */

import type { Millis } from '../base/time.js'
import type { ClusterReport } from '../report/cluster-record.js'
import { addCounts, type Counts, noCounts, type TimedFact, withoutFacts } from '../report/counts.js'
import { type ClusterPlan, type LoadPlan, workersAtStart } from '../scenario/plan.js'
import type { TaskPaths } from '../trace/hop-log.js'
import { clientNames, workerNames } from '../wire/names.js'
import { aborted } from './after.js'
import { nowMs } from './clock.js'
import type { ClusterEvent, ClusterListener, RunningCluster } from './cluster-handle.js'
import { guardDescriptors } from './descriptor-guard.js'
import { type EndpointLock, lockEndpoints, validatePaths } from './endpoint-lock.js'
import { checkDescriptors, threadsFor } from './limits.js'
import { Thread } from './thread.js'
import type {
  BrokerCalls,
  ClientCalls,
  ThreadReport,
  ThreadRole,
  WorkerCalls,
} from './thread-protocol.js'

/** How long a dead worker thread waits to be started again: twice as long each time. */
const RESTART_FIRST_MS = 100
const RESTART_LAST_MS = 5000

/** Replies to clients that were ended, and peers that end as well, are nobody's fault. */
const OF_THE_END: readonly TimedFact[] = ['orphan', 'home']

/** A cluster in this process, by `Cluster.start`. */
export class Cluster implements RunningCluster {
  readonly #plan: ClusterPlan
  readonly #listener: ClusterListener
  readonly #ownership: EndpointLock
  readonly #unguard: () => void
  readonly #broker: Thread<BrokerCalls>
  readonly #clients: Thread<ClientCalls>[] = []
  readonly #workers: Thread<WorkerCalls>[]
  readonly #restarts = new Set<NodeJS.Timeout>()
  /** What threads that died had not reported. */
  readonly #rests: ThreadReport[] = []
  /** How many clients have names. */
  #named = 0
  #hasCeased = false
  #isEnding = false
  #slowness = 1
  /** Workers that were killed, and not started again. */
  readonly #away: Set<string>

  /**
   * Checks what can be checked before anything is begun.
   *
   * @throws UsageError when the machine has too little for it, or no place.
   */
  static check(plan: ClusterPlan): void {
    checkDescriptors(plan)
    validatePaths(plan)
  }

  /**
   * Starts a cluster, and resolves when its workers are ready; its clients wait for `begin`.
   *
   * @param signal gives up the start.
   * @throws UsageError when it runs already, or the machine has too little for it.
   */
  static async start(
    plan: ClusterPlan,
    listener: ClusterListener = {},
    signal?: AbortSignal,
  ): Promise<Cluster> {
    Cluster.check(plan)
    const ownership = await lockEndpoints(plan)
    listener.onClaimed?.()
    const cluster = new Cluster(plan, listener, ownership)
    try {
      await Promise.race([cluster.#begin(), aborted(signal)])
    } catch (error) {
      await cluster.stop()
      throw error
    }
    return cluster
  }

  private constructor(plan: ClusterPlan, listener: ClusterListener, ownership: EndpointLock) {
    this.#plan = plan
    this.#listener = listener
    this.#ownership = ownership
    this.#unguard = guardDescriptors(plan, line => {
      listener.onEvent?.({ event: 'monitor', line })
    })
    this.#away = new Set(plan.away)
    this.#broker = new Thread({ role: 'broker', plan }, this.#vital())
    this.#workers = dealt(workerNames(plan.self, plan.workers), plan.workerThreads).map(
      (names, index) => this.#hire({ role: 'workers', plan, names, number: index + 1 }),
    )
    for (const load of plan.loads) this.#addClients(load)
  }

  async begin(startMs = nowMs(), originMs = startMs): Promise<void> {
    for (const { remote } of this.#clients) remote.begin(startMs, originMs)
  }

  async addLoad(load: LoadPlan, originMs?: Millis): Promise<void> {
    const threads = this.#addClients(load)
    // Before that they could only be late.
    await Promise.all(threads.map(thread => thread.ready))
    if (this.#hasCeased) return
    const startMs = nowMs()
    // It begins no earlier than its clients, so that it is whole.
    const lateMs = Math.max(0, startMs - (originMs ?? startMs) - (load.fromMs ?? 0))
    for (const { remote } of threads) {
      remote.connect()
      remote.begin(startMs, (originMs ?? startMs) + lateMs)
    }
  }

  async cease(): Promise<void> {
    this.#hasCeased = true
    for (const { remote } of this.#clients) remote.cease()
  }

  async report(): Promise<ClusterReport> {
    return this.#collect(this.#threads.map(({ remote }) => remote.report()))
  }

  ways(tasks: readonly string[]): Promise<TaskPaths | undefined> {
    return this.#broker.remote.ways(tasks)
  }

  async halt(): Promise<ClusterReport> {
    this.#isEnding = true
    const clients = this.#clients.splice(0)
    // First the others: what they count once the clients are gone is of the end.
    const rest = await this.report()
    const last = await this.#collect(clients.map(thread => thread.end()))
    return { ...last, counts: addCounts(last.counts, rest.counts), broker: rest.broker }
  }

  async stop(): Promise<Counts> {
    this.#isEnding = true
    for (const restart of this.#restarts) clearTimeout(restart)
    const { counts } = await this.#collect(this.#threads.map(thread => thread.end()))
    this.#unguard()
    await this.#ownership.release()
    return withoutFacts(counts, OF_THE_END)
  }

  async killWorkers(names: readonly string[]): Promise<void> {
    for (const name of names) this.#away.add(name)
    for (const { remote } of this.#workers) remote.kill(names)
  }

  async restartWorkers(names: readonly string[]): Promise<void> {
    for (const name of names) this.#away.delete(name)
    for (const { remote } of this.#workers) remote.hire(names)
  }

  async slowDown(factor: number): Promise<void> {
    this.#slowness = factor
    for (const { remote } of this.#workers) remote.slowDown(factor)
  }

  /** Lets threads of workers die of an error, as by a bug; they are started again. */
  failWorkers(threads = this.#workers.length): void {
    for (const thread of this.#workers.slice(0, threads)) thread.remote.fail()
  }

  get #threads(): Thread<BrokerCalls | ClientCalls | WorkerCalls>[] {
    return [this.#broker, ...this.#clients, ...this.#workers]
  }

  async #begin(): Promise<void> {
    await this.#broker.ready
    for (const { remote } of this.#threads) remote.connect()
    if (workersAtStart(this.#plan) > 0) await this.#broker.staffed
    await Promise.all(this.#clients.map(thread => thread.ready))
  }

  async #collect(asked: Promise<ThreadReport | undefined>[]): Promise<ClusterReport> {
    const answers = (await Promise.all(asked)).filter(report => report !== undefined)
    const reports = [...this.#rests.splice(0), ...answers]
    const none = noCounts(this.#plan.self)
    return {
      counts: reports.reduce((sum, report) => addCounts(sum, report.counts), none),
      inFlight: reports.reduce((sum, report) => sum + (report.inFlight ?? 0), 0),
      overdue: reports.reduce((sum, report) => sum + (report.overdue ?? 0), 0),
      broker: reports.find(report => report.broker)?.broker,
    }
  }

  /** The threads of a load's clients, with the part of it that falls to each. */
  #addClients(load: LoadPlan): Thread<ClientCalls>[] {
    const { self, clientThreads } = this.#plan
    const names = clientNames(self, this.#named + load.clients).slice(this.#named)
    this.#named += load.clients
    let phase = 0
    const threads = dealt(names, clientThreads).map((part, index) => {
      const share = part.length / load.clients
      const place = { share, phase, number: this.#clients.length + index + 1 }
      phase += share
      const role = { role: 'clients', plan: this.#plan, load, names: part, ...place } as const
      return new Thread<ClientCalls>(role, this.#vital())
    })
    this.#clients.push(...threads)
    return threads
  }

  /** For a thread without which the cluster is nothing: the others end with it. */
  #vital() {
    return {
      event: (event: ClusterEvent) => this.#listener.onEvent?.(event),
      onDeath: (reason: string, isUsage: boolean) => {
        if (this.#isEnding) return
        this.stop()
        this.#listener.onFailure?.(reason, isUsage)
      },
    }
  }

  /** A thread of workers, which is started again when it dies. */
  #hire(role: ThreadRole & { role: 'workers' }, waitMs = RESTART_FIRST_MS): Thread<WorkerCalls> {
    const plan = { ...role.plan, away: [...this.#away] }
    const onDeath = (reason: string) => {
      if (this.#isEnding) return
      const [line = reason] = reason.split('\n')
      this.#listener.onEvent?.({ event: 'workers-died', thread: role.number, reason: line })
      const restart = setTimeout(() => {
        this.#restarts.delete(restart)
        const next = this.#hire(role, Math.min(2 * waitMs, RESTART_LAST_MS))
        this.#workers[this.#workers.indexOf(thread)] = next
        next.remote.connect()
        next.remote.slowDown(this.#slowness)
      }, waitMs)
      this.#restarts.add(restart)
    }
    const event = (event: ClusterEvent) => this.#listener.onEvent?.(event)
    const rest = (report: ThreadReport) => this.#rests.push(report)
    const thread = new Thread<WorkerCalls>({ ...role, plan }, { event, rest, onDeath })
    return thread
  }
}

/** Deals names out to threads, the same number to each or one more. */
function dealt(names: readonly string[], wanted: number | undefined): string[][] {
  const threads = threadsFor(names.length, wanted)
  return Array.from({ length: threads }, (_, thread) =>
    names.filter((_, index) => index % threads === thread),
  )
}
