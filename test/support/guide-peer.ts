/**
 * Stand-ins for the Guide's own peering3, in C and in Python: raw sockets that send exactly the
 * frames that those programs send. Only a few workers and clients, and no patience with us: what
 * comes back must be what they expect, frame for frame.
 */

import { Publisher, Router, Subscriber } from 'zeromq'

export type Dialect = 'C' | 'Python'

export interface GuidePeerOptions {
  readonly dialect: Dialect
  readonly self: string
  /** Whom it delegates to. */
  readonly peer: string
  readonly endpointOf: (cluster: string, socket: 'cloud' | 'state') => string
  readonly workers: number
  readonly clients: number
}

/** How long a task takes, in ms, and up to how long a client thinks after it. */
const SERVICE_MS = 10
const THINK_MAX_MS = 20

const EMPTY = Buffer.alloc(0)

export class GuidePeer {
  /** Tasks of ours that it did for the peer. */
  served = 0
  /** Tasks of its own that were delegated, and those that were answered. */
  delegated = 0
  returned = 0
  /** Everything that the Guide's program would not have understood. */
  readonly faults: string[] = []
  readonly #options: GuidePeerOptions
  readonly #cloudfe: Router
  readonly #cloudbe: Router
  readonly #statefe = new Subscriber({ linger: 0 })
  readonly #statebe = new Publisher({ linger: 0 })
  /** By client, the reply that must come. */
  readonly #expected = new Map<string, string>()
  /** Requests of the peer for which there was no worker yet. */
  readonly #queue: (() => void)[] = []
  #capacity: number
  #cloudCapacity = 0
  #tasks = 0
  #isEnding = false

  static async start(options: GuidePeerOptions): Promise<GuidePeer> {
    const peer = new GuidePeer(options)
    await peer.#begin()
    return peer
  }

  private constructor(options: GuidePeerOptions) {
    this.#options = options
    this.#capacity = options.workers
    const routing = { routingId: options.self, mandatory: true, linger: 0 }
    this.#cloudfe = new Router(routing)
    this.#cloudbe = new Router(routing)
    this.#statefe.subscribe()
  }

  /** No new tasks of its own. */
  stopClients(): void {
    this.#isEnding = true
  }

  get waiting(): number {
    return this.#expected.size
  }

  close(): void {
    this.#isEnding = true
    for (const socket of [this.#cloudfe, this.#cloudbe, this.#statefe, this.#statebe]) {
      socket.close()
    }
  }

  async #begin(): Promise<void> {
    const { self, peer, endpointOf, clients } = this.#options
    await this.#cloudfe.bind(endpointOf(self, 'cloud'))
    await this.#statebe.bind(endpointOf(self, 'state'))
    const isConnected = this.#connected()
    this.#cloudbe.connect(endpointOf(peer, 'cloud'))
    await isConnected
    this.#statefe.connect(endpointOf(peer, 'state'))
    this.#loop(this.#cloudfe, message => this.#takeRequest(message))
    this.#loop(this.#cloudbe, message => this.#takeReply(message))
    this.#loop(this.#statefe, message => this.#hearState(message))
    for (let client = 0; client < clients; client++) this.#think(client)
  }

  /**
   * Listened for before it happens. The Guide's program does not wait, and loses tasks that it
   * sends too early.
   */
  async #connected(): Promise<void> {
    for await (const event of this.#cloudbe.events) if (event.type === 'handshake') return
  }

  async #loop(
    socket: Router | Subscriber,
    take: (message: Buffer[]) => void | Promise<void>,
  ): Promise<void> {
    for await (const message of socket) await take(message)
  }

  // Work for the peer: cloudfe.

  #takeRequest(message: Buffer[]): void {
    const work = async () => {
      // A worker gave back the whole message as it came; both dialects route it by its head.
      if (message[0]?.toString() !== this.#options.peer) this.#fault('request', message)
      await this.#send(this.#cloudfe, message)
      this.served++
    }
    if (this.#capacity > 0) this.#assign(work)
    else this.#queue.push(work)
  }

  #assign(work: () => void): void {
    this.#setCapacity(this.#capacity - 1)
    setTimeout(() => {
      if (this.#cloudfe.closed) return
      work()
      this.#setCapacity(this.#capacity + 1)
      const next = this.#queue.shift()
      if (next) this.#assign(next)
    }, SERVICE_MS)
  }

  /** Told when it changes, and at no other time. */
  #setCapacity(capacity: number): void {
    this.#capacity = capacity
    this.#statebe.send([this.#options.self, String(capacity)]).catch(() => {})
  }

  // Its own tasks: cloudbe.

  #think(client: number): void {
    if (this.#isEnding) return
    setTimeout(() => this.#ask(client), Math.random() * THINK_MAX_MS)
  }

  /** Its own workers first, then the cloud; while nobody has capacity the task waits. */
  #ask(client: number): void {
    if (this.#isEnding) return
    if (this.#capacity > 0) this.#assign(() => this.#think(client))
    else if (this.#cloudCapacity > 0) this.#delegate(client)
    else this.#think(client)
  }

  async #delegate(client: number): Promise<void> {
    const { dialect, peer } = this.#options
    const address = addressOf(client, dialect, this.#options.self)
    const request = [address, EMPTY, bodyOf(this.#tasks++)]
    // C pushes the peer's name; Python puts an empty frame behind it.
    const message = dialect === 'C' ? [peer, ...request] : [peer, EMPTY, ...request]
    this.#expected.set(address.toString('hex'), hexOf(request))
    this.delegated++
    await this.#send(this.#cloudbe, message)
  }

  #takeReply(message: Buffer[]): void {
    const [from, second, ...rest] = message
    if (from?.toString() !== this.#options.peer) return this.#fault('reply from nobody', message)
    // C's zmsg_unwrap pops an address, and the empty frame behind it if there is one; Python's
    // (address, empty), msg = msg[:2], msg[2:] throws the second frame away whatever it is.
    const isWrapped = second?.length === 0
    if (this.#options.dialect === 'Python' && !isWrapped) return this.#fault('reply', message)
    const reply = isWrapped ? rest : message.slice(1)
    const address = reply[0]?.toString('hex') ?? ''
    if (this.#expected.get(address) !== hexOf(reply)) return this.#fault('reply', message)
    this.#expected.delete(address)
    this.returned++
    this.#think(clientOf(reply[0] ?? EMPTY))
  }

  // State: statefe.

  #hearState(message: Buffer[]): void {
    const [name, capacity, ...more] = message.map(String)
    if (name !== this.#options.peer || !/^\d+$/.test(capacity ?? '') || more.length > 0) {
      this.#fault('state', message)
    }
    this.#cloudCapacity = Number(capacity)
  }

  async #send(socket: Router, message: (Buffer | string)[]): Promise<void> {
    try {
      await socket.send(message)
    } catch (error) {
      if (!socket.closed) this.faults.push(`cannot send: ${error}`)
    }
  }

  #fault(what: string, message: readonly Buffer[]): void {
    this.faults.push(`${what}: ${message.map(frame => JSON.stringify(frame.toString('latin1')))}`)
  }
}

/** In C a client has the identity that its broker's socket made up; in Python it has a name. */
function addressOf(client: number, dialect: Dialect, self: string): Buffer {
  return dialect === 'C'
    ? Buffer.from([0x00, 0x6b, 0x8b, 0x45, client])
    : Buffer.from(`Client-${self}-${client}`)
}

function clientOf(address: Buffer): number {
  return address[0] === 0 ? Number(address.at(-1)) : Number(address.toString().split('-').at(-1))
}

/** Four hexadecimal digits as in the Guide; now and then long ones, and bytes that are no text. */
function bodyOf(task: number): Buffer {
  if (task % 10 === 5) return Buffer.alloc(1000, task.toString(16))
  if (task % 10 === 7) return Buffer.from(Array.from({ length: 300 }, (_, i) => (i * task) % 256))
  return Buffer.from(task.toString(16).toUpperCase().padStart(4, '0'))
}

function hexOf(message: readonly Buffer[]): string {
  return message.map(frame => frame.toString('hex')).join(' ')
}
