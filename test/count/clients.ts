/** What clients did, read from what passed their sockets. */

import type { FactEvent, MessageEvent } from '../../src/trace/trace.js'
import type { Happenings, Sending } from './happenings.js'

/** Whose client or worker it is, by its name: `DC1-c0007`; its task is `DC1-c0007#12`. */
export function clusterOfMember(name: string): string {
  return name.match(/^(.+)-[cw]\d/)?.[1] ?? ''
}

/** Of a task: which life of its client's cluster, if it is not the first; and the how manyth. */
const NUMBERS = /#(?:(\d+)\.)?(\d+)$/

/** A body of ours: the task, and who signed it. */
export function readBody(frame: unknown): { task: string; signer: string } | undefined {
  if (typeof frame !== 'string') return undefined
  const [word = ''] = frame.split(' ')
  const [task = '', signer = ''] = word.split('@')
  return NUMBERS.test(task) ? { task, signer } : undefined
}

export class ClientReader {
  readonly #clusters: ReadonlyMap<string, Happenings>
  /** By client: what it waits for. */
  readonly #waits = new Map<string, Sending>()
  /** By client, behind a shared socket: the address of its last request. */
  readonly #addresses = new Map<string, string>()
  /** By task that is about to be sent: how late that is. Only a fact tells. */
  readonly #lateMs = new Map<string, number>()

  constructor(clusters: ReadonlyMap<string, Happenings>) {
    this.#clusters = clusters
  }

  /** The task that its client waits for now. */
  awaited(task: string): Sending | undefined {
    const sending = this.#waits.get(clientOf(task))
    return sending?.task === task ? sending : undefined
  }

  message({ t, at, dir, frames }: MessageEvent): void {
    const [address = ''] = frames
    const isShared = !/-c\d/.test(at)
    const client = isShared ? (String(address).split('/')[0] ?? '') : at
    const body = frames.at(-1)
    if (dir === 'out') {
      if (isShared) this.#addresses.set(client, String(address))
      this.#sent(client, t, readBody(body)?.task ?? '')
    } else if (dir === 'in') {
      if (isShared && this.#addresses.get(client) !== address) return
      this.#received(client, t, body)
    }
  }

  fact({ t, at, fact, about, count }: FactEvent): void {
    if (fact === 'sent') this.#lateMs.set(about, count)
    if (fact === 'behind') this.#clusters.get(at)?.times.behind.push(t)
    if (fact === 'lost') this.#lost(about, t)
  }

  /** The clients of a cluster are gone: nobody waits for their tasks. */
  end(t: number, cluster: string): void {
    for (const client of this.#waits.keys()) {
      if (clusterOfMember(client) === cluster) this.#waits.delete(client)
    }
    this.#clusters.get(cluster)?.awaited.set(t, 0)
  }

  #sent(client: string, t: number, task: string): void {
    const cluster = this.#clusterOf(client)
    if (this.#waits.get(client)?.task === task) {
      cluster.times.retried.push(t)
      return
    }
    const lateMs = this.#lateMs.get(task)
    if (lateMs === undefined) throw new Error(`nobody told how late ${task} was sent`)
    this.#lateMs.delete(task)
    this.#waits.set(client, { task, sentAt: t, intendedAt: t - lateMs })
    cluster.times.sent.push(t)
    cluster.awaited.add(t, 1)
    cluster.inFlight.add(t, 1)
  }

  #received(client: string, t: number, frame: unknown): void {
    const cluster = this.#clusterOf(client)
    const sending = this.#waits.get(client)
    const body = readBody(frame)
    if (!sending || body?.task !== sending.task) {
      cluster.times[isOld(client, body?.task, sending) ? 'duplicates' : 'malformed'].push(t)
      return
    }
    const by = clusterOfMember(body.signer)
    cluster.done.push({ ...sending, t, by })
    this.#over(client, t)
  }

  #lost(task: string, t: number): void {
    const client = clientOf(task)
    const cluster = this.#clusterOf(client)
    const sending = this.#waits.get(client)
    if (sending) cluster.lost.push({ ...sending, t })
    cluster.times.lost.push(t)
    this.#over(client, t)
  }

  #over(client: string, t: number): void {
    const cluster = this.#clusterOf(client)
    this.#waits.delete(client)
    cluster.awaited.add(t, -1)
    cluster.inFlight.add(t, -1)
  }

  #clusterOf(client: string): Happenings {
    const cluster = this.#clusters.get(clusterOfMember(client))
    if (!cluster) throw new Error(`${client} is of no cluster`)
    return cluster
  }
}

function clientOf(task: string): string {
  return task.slice(0, task.lastIndexOf('#'))
}

/** Whether it answers an earlier task of that client; one that waits for nothing takes it so. */
function isOld(client: string, task: string | undefined, sending: Sending | undefined): boolean {
  if (!sending) return true
  if (task === undefined || clientOf(task) !== client) return false
  const [life, number] = numbersOf(task)
  const [ourLife, ourNumber] = numbersOf(sending.task)
  return life < ourLife || (life === ourLife && number < ourNumber)
}

function numbersOf(task: string): [life: number, number: number] {
  const [, life = 1, number] = task.match(NUMBERS) ?? []
  return [Number(life), Number(number)]
}
