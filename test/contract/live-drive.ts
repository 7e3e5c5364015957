/** The contract suite's clouds on real sockets: a process for each cluster, killed by its id. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClusterProcess, type ClusterReport, clusterOfScenario, type ScenarioPlan } from 'peering'
import { expect } from 'vitest'
import type { Millis } from '../../src/base/time.js'
import type { Drive } from './cloud.js'

interface Life {
  readonly process: ClusterProcess
  /** As it said last. */
  inFlight: number
}

export class LiveDrive implements Drive {
  readonly #plan: ScenarioPlan
  readonly #dir = mkdtempSync(join(tmpdir(), 'peering-contract-'))
  readonly #lives = new Map<string, Life>()
  /** By cluster: tasks that were in flight when their clients were killed. */
  readonly #abandoned = new Map<string, number>()
  readonly #failures: string[] = []

  constructor(plan: ScenarioPlan) {
    this.#plan = plan
  }

  get now(): Millis {
    return performance.now()
  }

  pass(ms: Millis): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, ms))
  }

  async start(name: string): Promise<void> {
    const plan = clusterOfScenario(this.#plan, name, this.#dir)
    const process = await ClusterProcess.start(plan, {
      onFailure: reason => this.#failures.push(`${name}: ${reason}`),
    })
    this.#lives.set(name, { process, inFlight: 0 })
    process.begin()
  }

  async kill(name: string): Promise<void> {
    const { inFlight, process } = this.#life(name)
    this.#lives.delete(name)
    this.#abandoned.set(name, inFlight + (this.#abandoned.get(name) ?? 0))
    await process.kill()
  }

  async pause(name: string): Promise<void> {
    this.#life(name).process.pause()
  }

  async resume(name: string): Promise<void> {
    this.#life(name).process.resume()
  }

  async killWorker(name: string): Promise<void> {
    const { process } = this.#life(name)
    process.killWorkers([`${name}-w0001`])
    process.restartWorkers([`${name}-w0001`])
  }

  async report(name: string): Promise<ClusterReport | undefined> {
    const life = this.#lives.get(name)
    const report = await life?.process.report()
    if (!life || !report) return undefined
    life.inFlight = report.inFlight
    return { ...report, inFlight: report.inFlight + (this.#abandoned.get(name) ?? 0) }
  }

  async end(): Promise<void> {
    await Promise.all([...this.#lives.values()].map(({ process }) => process.stop()))
    rmSync(this.#dir, { recursive: true, force: true })
    expect(this.#failures).toEqual([])
  }

  #life(name: string): Life {
    const life = this.#lives.get(name)
    if (!life) throw new Error(`${name} does not run`)
    return life
  }
}
