/** A worker's options in virtual time: it works as fast as its cluster does at the moment. */

import type { Distribution } from '../base/distribution.js'
import type { WorkerOptions } from '../worker/worker.js'

export class WorkerSettings implements WorkerOptions {
  readonly names: readonly string[]
  readonly #cluster: { readonly service: Distribution }

  constructor(name: string, cluster: { readonly service: Distribution }) {
    this.names = [name]
    this.#cluster = cluster
  }

  get service(): Distribution {
    return this.#cluster.service
  }
}
