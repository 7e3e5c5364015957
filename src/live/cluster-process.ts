/** A cluster in a process of its own, as the process that started it sees it. */

import type { ClusterReport } from '../report/cluster-record.js'
import type { Counts } from '../report/counts.js'
import type { ClusterPlan } from '../scenario/plan.js'
import { Child, type ChildCalls } from './child.js'
import {
  CLUSTER_CALLS,
  type ClusterCalls,
  type ClusterEvent,
  type ClusterListener,
  type RunningCluster,
} from './cluster-handle.js'
import { removeSockets } from './endpoint-lock.js'
import { resumeWatchdog } from './resume-watchdog.js'
import { forwarding } from './rpc.js'

const ENTRY = new URL('./process-entry.js', import.meta.url)

/** What the process of a cluster calls of the one that started it. */
export interface ProcessEvents {
  /** It has its name: from here on the socket files of that name are its own. */
  claimed(): void
  /** They are gone. */
  released(): void
  event(event: ClusterEvent): void
}

type Calls = ChildCalls<ClusterPlan, Counts> & ClusterCalls & Pick<RunningCluster, 'halt'>

/** A cluster in a process of its own, by `ClusterProcess.start`. It ends with this process. */
export class ClusterProcess
  extends forwarding<ClusterCalls>(CLUSTER_CALLS)
  implements RunningCluster
{
  readonly #child: Child<ClusterPlan, Counts, Calls>
  #endGuard: (() => void) | undefined

  /**
   * Starts the cluster, and resolves when its workers are ready; its clients wait for `begin`.
   *
   * @throws UsageError as `Cluster.start` does.
   */
  static async start(
    plan: ClusterPlan,
    listener: ClusterListener = {},
    signal?: AbortSignal,
  ): Promise<ClusterProcess> {
    let isOwner = false
    const events: ProcessEvents = {
      claimed() {
        isOwner = true
        listener.onClaimed?.()
      },
      released() {
        isOwner = false
      },
      event: event => listener.onEvent?.(event),
    }
    const child = new Child<ClusterPlan, Counts, Calls>(ENTRY, plan, events, (reason, isUsage) => {
      cluster.resume()
      // One that was killed could not put them away.
      if (isOwner) removeSockets(plan)
      if (reason !== undefined) listener.onFailure?.(reason, isUsage)
    })
    const cluster = new ClusterProcess(child)
    await child.started(signal)
    return cluster
  }

  private constructor(child: Child<ClusterPlan, Counts, Calls>) {
    super(child.remote)
    this.#child = child
  }

  /** The id of the process, for those who want to stop it, or kill it. */
  get pid(): number | undefined {
    return this.#child.pid
  }

  get endedBy(): string | undefined {
    return this.#child.endedBy
  }

  async halt(): Promise<ClusterReport | undefined> {
    this.#child.expectEnd()
    return this.#child.remote.halt()
  }

  /** Ends it as a power cut would, and resolves when it is gone. */
  kill(): Promise<void> {
    return this.#child.kill()
  }

  /** Stops the process where it is: connections stand, and nothing is done. */
  pause(): void {
    const { pid } = this.#child
    if (pid === undefined || this.#endGuard) return
    this.#endGuard = resumeWatchdog(pid)
    this.#child.signal('SIGSTOP')
  }

  resume(): void {
    this.#child.signal('SIGCONT')
    this.#endGuard?.()
    this.#endGuard = undefined
  }

  stop(): Promise<Counts | undefined> {
    return this.#child.stop()
  }
}
