/** What workers did, read from what passed their sockets. */

import type { FactEvent, MessageEvent } from '../../src/trace/trace.js'
import { type ClientReader, clusterOfMember, readBody } from './clients.js'
import type { Happenings } from './happenings.js'

export class WorkerReader {
  readonly #clusters: ReadonlyMap<string, Happenings>
  readonly #clients: ClientReader
  /** By worker that is there: whether it has a task. */
  readonly #workers = new Map<string, boolean>()

  constructor(clusters: ReadonlyMap<string, Happenings>, clients: ClientReader) {
    this.#clusters = clusters
    this.#clients = clients
  }

  message({ t, at, dir, frames }: MessageEvent): void {
    if (dir === 'in') this.#takes(at, frames.at(-1), t)
    else if (frames.length === 1) this.#set(at, false, t)
    else if (this.#workers.get(at)) this.#set(at, false, t)
  }

  fact({ t, fact, about }: FactEvent): void {
    if (fact === 'dismissed') this.#set(about, undefined, t)
  }

  end(t: number, cluster: string): void {
    for (const worker of this.#workers.keys()) {
      if (clusterOfMember(worker) === cluster) this.#workers.delete(worker)
    }
    this.#clusters.get(cluster)?.workers.set(t, 0)
    this.#clusters.get(cluster)?.busy.set(t, 0)
  }

  #takes(worker: string, frame: unknown, t: number): void {
    this.#set(worker, true, t)
    const body = readBody(frame)
    const sending = body && this.#clients.awaited(body.task)
    if (!body || !sending) return
    const origin = this.#clusters.get(clusterOfMember(body.task))
    origin?.began.push({ ...sending, t, at: clusterOfMember(worker) })
  }

  /** @param isBusy undefined: it is not there. */
  #set(worker: string, isBusy: boolean | undefined, t: number): void {
    const was = this.#workers.get(worker)
    const cluster = this.#clusters.get(clusterOfMember(worker))
    if (isBusy === undefined) this.#workers.delete(worker)
    else this.#workers.set(worker, isBusy)
    cluster?.workers.add(t, Number(isBusy !== undefined) - Number(was !== undefined))
    cluster?.busy.add(t, Number(isBusy ?? false) - Number(was ?? false))
  }
}
