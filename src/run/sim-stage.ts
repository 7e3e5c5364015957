/** A script's cloud in virtual time. */

import type { Millis } from '../base/time.js'
import type { Effect } from '../live/fault.js'
import { newBroker } from '../policy/new-broker.js'
import type { RunRecord } from '../report/run-record.js'
import type { Fault, LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'
import { SimCloud } from '../sim/cloud.js'
import { effectOf } from '../sim/fault.js'
import type { Stage } from './stage.js'

/** Virtual time in which answers are waited for at the end. */
const DRAIN_MAX_MS = 60_000
const STEP_MS = 100
const LAST_MS = 1
/** How long all brokers may take to hear of each other. */
const CONNECT_MAX_MS = 20_000
const SECOND_MS = 1000

export class SimStage implements Stage {
  readonly mode = 'sim'
  readonly #cloud: SimCloud

  /** @throws Error if brokers do not hear of each other. */
  static open(plan: ScenarioPlan): SimStage {
    const stage = new SimStage(plan)
    const { clock } = stage.#cloud
    for (let now = 0; ; now++) {
      clock.runTo(now)
      const missing = stage.#unheardOf()
      if (missing === undefined) return stage
      if (now >= CONNECT_MAX_MS) throw new Error(`${missing} after ${CONNECT_MAX_MS / 1000} s`)
    }
  }

  /** Whether time passes now, or could not go on. */
  #isPassing = false

  private constructor(plan: ScenarioPlan) {
    this.#cloud = new SimCloud(plan, { newBroker, keepsDetail: true })
  }

  get now(): Millis {
    return this.#cloud.clock.now
  }

  get record(): RunRecord {
    return this.#cloud.record
  }

  isAlive(cluster: string): boolean {
    return this.#cloud.cluster(cluster).isAlive
  }

  async addLoad(load: LoadSpec): Promise<void> {
    this.#cloud.cluster(load.at).clients.addLoad(load)
  }

  effectOf(fault: Fault): Effect {
    return effectOf(fault, this.#cloud)
  }

  /** Looks once a second, so that what happens in it is told of it. */
  async pass(ms: Millis): Promise<void> {
    const { clock } = this.#cloud
    const end = this.now + ms
    this.#isPassing = true
    while (this.now < end) {
      const second = Math.floor(this.now / SECOND_MS + 1) * SECOND_MS
      clock.runTo(Math.min(second, end))
      if (this.now === second) this.#cloud.look()
    }
    this.#isPassing = false
  }

  async look(): Promise<void> {
    this.#cloud.collect()
  }

  async stop(): Promise<Millis> {
    this.#cloud.collect()
    const clusters = this.#cloud.alive()
    for (const cluster of clusters) cluster.clients.cease()
    const end = this.now + DRAIN_MAX_MS
    // Where a policy threw, no more time can pass: its broker would ask it again.
    const canPass = !this.#isPassing
    while (canPass && this.now < end && clusters.some(({ clients }) => clients.waiting > 0)) {
      await this.pass(STEP_MS)
    }
    // What is measured ends just before its end.
    if (canPass) await this.pass(LAST_MS)
    this.#cloud.collect()
    return this.now
  }

  /** The first broker that has not heard of one of its peers. */
  #unheardOf(): string | undefined {
    for (const { name, state } of this.#cloud.alive()) {
      const peer = state?.peers.find(({ isLive }) => !isLive)
      if (peer) return `${name} has not heard of ${peer.name}`
    }
    return undefined
  }
}
