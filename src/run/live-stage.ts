/** A script's cloud on real processes and sockets. */

import type { Millis } from '../base/time.js'
import { after } from '../live/after.js'
import { LiveCloud } from '../live/cloud.js'
import type { CloudListener } from '../live/cluster-handle.js'
import { type Effect, effectOf } from '../live/fault.js'
import { makeRunDirectory, removeRunDirectory } from '../live/run-directory.js'
import type { Failure } from '../report/notes.js'
import { RunRecord } from '../report/run-record.js'
import { allPairs } from '../scenario/link-pairs.js'
import type { Fault, LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'
import type { Stage } from './stage.js'

const SECOND_MS = 1000

export class LiveStage implements Stage {
  readonly mode = 'live'
  readonly record: RunRecord
  readonly #cloud: LiveCloud
  readonly #dir: string
  #settledMs: Millis = 0
  /** What a person has to mend before a script can go on. */
  #broken: UsageError | undefined

  /**
   * @param hasLinks whether all brokers are connected over links, which can be broken.
   * @throws UsageError when the machine has too little for it.
   */
  static async open(
    plan: ScenarioPlan,
    hasLinks: boolean,
    onFailure: (failure: Failure) => void,
  ): Promise<LiveStage> {
    const dir = await makeRunDirectory()
    try {
      const stage = new LiveStage(plan, dir, hasLinks, onFailure)
      await stage.#start()
      return stage
    } catch (error) {
      removeRunDirectory(dir)
      throw error
    }
  }

  private constructor(
    plan: ScenarioPlan,
    dir: string,
    hasLinks: boolean,
    onFailure: (failure: Failure) => void,
  ) {
    this.#dir = dir
    this.record = new RunRecord(plan)
    const listener: CloudListener = {
      onFailure: (name, reason, _, isUsage) => {
        if (isUsage) this.#broken ??= new UsageError(reason)
        onFailure({ name, reason })
      },
    }
    const pairs = hasLinks ? allPairs(plan) : []
    this.#cloud = new LiveCloud(plan, dir, this.record, listener, pairs)
  }

  async #start(): Promise<void> {
    try {
      await this.#cloud.start()
      await after(Math.max(0, -this.now))
    } catch (error) {
      await this.#cloud.stop()
      throw error
    }
  }

  get now(): Millis {
    return this.#cloud.now
  }

  isAlive(cluster: string): boolean {
    return this.#cloud.isAlive(cluster)
  }

  addLoad(load: LoadSpec): Promise<void> {
    return this.#cloud.addLoad(load)
  }

  effectOf(fault: Fault): Effect {
    return effectOf(fault, this.#cloud)
  }

  /** Looks once a second, so that what happens in it is told of it. */
  async pass(ms: Millis): Promise<void> {
    const end = this.now + ms
    for (;;) {
      const leftMs = end - this.now
      if (leftMs <= 0) return
      await after(Math.min(leftMs, this.#settledMs + SECOND_MS - this.now))
      await this.#settle()
      if (this.#broken) throw this.#broken
    }
  }

  async look(): Promise<void> {
    await this.#cloud.look()
  }

  async stop(): Promise<Millis> {
    await this.#cloud.look()
    await this.#cloud.drain()
    const endMs = this.now
    this.record.span.end(endMs)
    await this.#cloud.stop()
    // With the files of a cluster that was too slow to end, and was killed.
    removeRunDirectory(this.#dir)
    return endMs
  }

  async #settle(): Promise<void> {
    const second = this.#settledMs + SECOND_MS
    if (this.now < second) return
    await this.#cloud.look(second)
    this.record.settle(second)
    this.#settledMs = second
  }
}
