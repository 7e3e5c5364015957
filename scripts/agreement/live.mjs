/** A scenario on real sockets: a process for each cluster, and of faults only kills. */

import { ClusterProcess, ClusterRecord, clusterOfScenario, summarize, UsageError } from 'peering'

/** @returns the summary of what happened after the warm-up. */
export async function runLive(scenario, dir) {
  const other = scenario.faults.find(({ kind }) => kind !== 'kill')
  if (other) throw new UsageError(`${scenario.name}: on real sockets only kills, no ${other.kind}`)
  const cloud = new LiveCloud(scenario, dir)
  try {
    await cloud.startAll()
    const faults = cloud.strikeAll()
    await after(scenario.warmupMs)
    await cloud.look()
    cloud.forgetMeasurements()
    const from = performance.now()
    await after(scenario.durationMs - scenario.warmupMs)
    await cloud.look()
    const durationMs = performance.now() - from
    await faults
    return cloud.summary(durationMs)
  } finally {
    await cloud.stopAll()
  }
}

class LiveCloud {
  #scenario
  #dir
  #running = new Map()
  #records = new Map()
  #failures = []

  constructor(scenario, dir) {
    this.#scenario = scenario
    this.#dir = dir
    this.forgetMeasurements()
  }

  async startAll() {
    await Promise.all(Object.keys(this.#scenario.clusters).map(name => this.#start(name)))
  }

  /** Resolves when all faults are over. */
  strikeAll() {
    return Promise.all(
      this.#scenario.faults.map(async ({ cluster, atMs, restartMs }) => {
        await after(atMs)
        await this.#kill(cluster)
        if (restartMs === undefined) return
        await after(restartMs - atMs)
        await this.#start(cluster)
      }),
    )
  }

  async look() {
    await Promise.all([...this.#running.keys()].map(name => this.#lookAt(name)))
    if (this.#failures.length > 0) throw new Error(this.#failures.join('; '))
  }

  forgetMeasurements() {
    for (const [name, { workers }] of Object.entries(this.#scenario.clusters)) {
      this.#records.set(name, new ClusterRecord(name, workers, performance.now()))
    }
  }

  summary(durationMs) {
    const { name, seed } = this.#scenario
    const clusters = [...this.#records.values()]
    return summarize({ mode: 'live', name, seed, durationMs, exitCode: 0, clusters })
  }

  async stopAll() {
    await Promise.all([...this.#running.values()].map(cluster => cluster.stop()))
  }

  async #start(name) {
    const plan = clusterOfScenario(this.#scenario, name, this.#dir)
    const onFailure = reason => this.#failures.push(`${name}: ${reason}`)
    const cluster = await ClusterProcess.start(plan, { onFailure })
    this.#running.set(name, cluster)
    cluster.begin()
  }

  async #kill(name) {
    await this.#lookAt(name)
    const cluster = this.#running.get(name)
    this.#running.delete(name)
    if (cluster.pid !== undefined) process.kill(cluster.pid, 'SIGKILL')
    // There is nothing left to stop, only its end to wait for.
    await cluster.stop()
  }

  async #lookAt(name) {
    const report = await this.#running.get(name)?.report()
    if (report) this.#records.get(name).add(report, performance.now())
  }
}

function after(ms) {
  return new Promise(resolve => setTimeout(resolve, ms))
}
