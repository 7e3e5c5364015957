/**
 * A storm: rounds of attacks on clusters that work, each judged by how the clusters stand when it
 * is over. After a round that they did not withstand the next one gets new clusters.
 */

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CLIENTS, Cloud, WORKERS } from './cloud.mjs'
import { judge, RECOVERY_MAX_MS } from './verdicts.mjs'

const ATTACKER = fileURLToPath(new URL('./attacker.mjs', import.meta.url))
/** Attackers that do not end in time are ended. */
const GRACE_MS = 2000
const LOOK_EVERY_MS = 100
/** Before the first attack: the clusters warm up, and are measured. */
const WARMUP_MS = 3000
const MEASURED_LOOKS = 3
/** More than that would be taken from whoever else uses the machine. */
const MEMORY_MAX_MB = 4096

export class Storm {
  #seed
  #names
  #dir = mkdtempSync(join(tmpdir(), 'storm-'))
  #cloud
  /** How the clusters stood before the first attack. */
  #before
  /** The rounds that these clusters have lived through. */
  #lived = []
  #attacker
  #rounds = []
  #ends = []
  #isInterrupted = false

  constructor(seed, clusters) {
    this.#seed = seed
    this.#names = Array.from({ length: clusters }, (_, index) => `DC${index + 1}`)
  }

  /** One round. @returns what came of it; undefined when the storm was interrupted */
  async round({ name, kinds, forMs, cycle }) {
    if (!this.#cloud) await this.#begin()
    if (this.#isInterrupted) return undefined
    this.#lived.push(name)
    const started = this.#cloud.read()
    const seen = { leastTasksPerSecond: Number.POSITIVE_INFINITY, peakMb: 0 }
    const sent = await this.#attack({ kinds, forMs, seed: this.#seed + cycle }, seen)
    const after = await this.#recover(performance.now(), started)
    if (this.#isInterrupted) return undefined
    const measured = { before: this.#before, after, deaths: this.#cloud.deaths }
    const result = { name, forMs, sent, ...seen, ...measured, ...judge(measured) }
    this.#rounds.push(result)
    if (!result.isPassed) await this.end()
    return result
  }

  /** Ends the clusters, which is judged too. */
  async end() {
    if (!this.#cloud) return
    const cloud = this.#cloud
    this.#cloud = undefined
    // What has died has been judged.
    const known = cloud.deaths
    const wrong = (await cloud.end()).filter(one => !known.includes(one))
    this.#ends.push({ after: this.#lived, wrong })
    this.#lived = []
  }

  interrupt() {
    this.#isInterrupted = true
    this.#attacker?.kill('SIGKILL')
  }

  get summary() {
    const rounds = this.#rounds
    const ends = this.#ends
    const isPassed =
      rounds.every(round => round.isPassed) && ends.every(({ wrong }) => wrong.length === 0)
    return { seed: this.#seed, rounds: rounds.length, ends, isPassed }
  }

  async close() {
    this.#attacker?.kill('SIGKILL')
    this.#cloud?.kill()
    rmSync(this.#dir, { recursive: true, force: true })
  }

  /** A directory for each cloud, so that what one leaves behind is not found by the next. */
  async #begin() {
    const dir = mkdtempSync(join(this.#dir, 'c'))
    this.#cloud = await Cloud.start(dir, this.#names, this.#seed)
    this.#cloud.dir = dir
    await setTimeout(WARMUP_MS)
    const looks = []
    for (let look = 0; look < MEASURED_LOOKS; look++) {
      await setTimeout(1000)
      looks.push(this.#cloud.read())
    }
    const rates = looks.map(({ tasksPerSecond }) => tasksPerSecond)
    const tasksPerSecond = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
    this.#before = { ...looks.at(-1), tasksPerSecond }
  }

  /** @returns how much was sent, by kind and by what it was */
  async #attack({ kinds, forMs, seed }, seen) {
    const target = {
      ...{ kinds, forMs, seed, dir: this.#cloud.dir, clusters: this.#names },
      ...{ clients: CLIENTS, workers: WORKERS },
    }
    const attacker = fork(ATTACKER, [JSON.stringify(target)], { execArgv: [] })
    this.#attacker = attacker
    const exited = once(attacker, 'exit')
    let sent = {}
    attacker.on('message', said => {
      sent = Object.fromEntries(said.map(one => [one.kind, one.sent]))
    })
    const end = performance.now() + forMs + GRACE_MS
    while (attacker.exitCode === null && attacker.signalCode === null) {
      const { tasksPerSecond, memoryMb } = this.#cloud.read()
      seen.leastTasksPerSecond = Math.min(seen.leastTasksPerSecond, tasksPerSecond)
      seen.peakMb = Math.max(seen.peakMb, ...Object.values(memoryMb))
      const isDone = this.#cloud.deaths.length > 0 || seen.peakMb > MEMORY_MAX_MB
      if (isDone || performance.now() > end) attacker.kill('SIGKILL')
      await Promise.race([exited, setTimeout(LOOK_EVERY_MS)])
    }
    if (attacker.exitCode) throw new Error(`the attacker failed: ${kinds.join()}`)
    return sent
  }

  /** Waits until the clusters stand as before, or may not take longer. */
  async #recover(endedAt, started) {
    const after = { lost: 0 }
    const note = (what, isSo, ms) => {
      if (isSo) after[what] ??= ms
    }
    let calm
    for (;;) {
      await setTimeout(LOOK_EVERY_MS)
      const reading = this.#cloud.read()
      const ms = Math.round(performance.now() - endedAt)
      Object.assign(after, {
        tasksPerSecond: reading.tasksPerSecond,
        memoryMb: reading.memoryMb,
        miscounted: reading.miscounted,
        lost: reading.lost - started.lost,
      })
      // All of the last second of each cluster is after the attack.
      if (reading.at > endedAt + 1000) {
        const one = judge({ before: this.#before, after, deaths: [] })
        note('recoveredMs', one.isFast, ms)
        note('memoryBackMs', one.isSmall, ms)
        // Within two seconds a client without an answer would have tried again.
        if (reading.retried !== calm?.retried) calm = { retried: reading.retried, ms }
        note('staffedMs', Object.keys(reading.miscounted).length === 0, ms)
        note('calmMs', ms - calm.ms > 2000, ms)
      }
      const { recoveredMs, memoryBackMs, staffedMs, calmMs } = after
      const since = [recoveredMs, memoryBackMs, staffedMs, calmMs]
      const isAsBefore = since.every(one => one !== undefined)
      const isOver = isAsBefore || this.#isInterrupted || this.#cloud.deaths.length > 0
      if (isOver || ms > RECOVERY_MAX_MS) return after
    }
  }
}
