/** The contract suite's clouds in virtual time. */

import { expect } from 'vitest'
import type { Millis } from '../../src/base/time.js'
import type { ClusterReport } from '../../src/report/cluster-record.js'
import type { ScenarioPlan } from '../../src/scenario/scenario-plan.js'
import { SimCloud } from '../../src/sim/cloud.js'
import type { Drive } from './cloud.js'

/** A machine's ways are short, but not of no length. */
const LINKS = {
  default: { latency: { kind: 'constant', ms: 0.3 }, loss: 0 },
  local: { latency: { kind: 'constant', ms: 0.1 }, loss: 0 },
  pairs: {},
} as const

export class SimDrive implements Drive {
  readonly #cloud: SimCloud

  constructor(plan: ScenarioPlan) {
    const clusters = Object.entries(plan.clusters).map(
      ([name, spec]) => [name, { ...spec, joinsLater: true }] as const,
    )
    this.#cloud = new SimCloud({ ...plan, links: LINKS, clusters: Object.fromEntries(clusters) })
  }

  get now(): Millis {
    return this.#cloud.clock.now
  }

  async pass(ms: Millis): Promise<void> {
    this.#cloud.clock.runTo(this.now + ms)
  }

  async start(name: string): Promise<void> {
    this.#cloud.cluster(name).start()
  }

  async kill(name: string): Promise<void> {
    this.#cloud.cluster(name).kill()
  }

  async pause(name: string): Promise<void> {
    this.#cloud.cluster(name).pause()
  }

  async resume(name: string): Promise<void> {
    this.#cloud.cluster(name).resume()
  }

  async killWorker(name: string): Promise<void> {
    const cluster = this.#cloud.cluster(name)
    cluster.restartWorkers(cluster.killWorkers(1))
  }

  async report(name: string): Promise<ClusterReport> {
    return this.#cloud.cluster(name).report()
  }

  /** What the simulator's own verdicts saw must have been well, too. */
  async end(): Promise<void> {
    expect(this.#cloud.verdicts.all().filter(({ verdict }) => verdict === 'false')).toEqual([])
  }
}
