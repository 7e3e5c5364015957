/** One of our brokers on real sockets, in this process, and all that passes it written down. */

import { Request } from 'zeromq'
import { randomStream } from '../base/random.js'
import { Broker } from '../broker/broker.js'
import { nowMs } from '../live/clock.js'
import { Driver } from '../live/driver.js'
import type { Socket } from '../live/lines.js'
import { makeRunDirectory, removeRunDirectory } from '../live/run-directory.js'
import { brokerSockets, cloudSocket, stateSocket } from '../live/sockets.js'
import { type ClusterPlan, clusterPlan } from '../scenario/plan.js'
import { MachineProbe } from '../trace/machine-probe.js'
import { isMessage, type MessageEvent, type TraceEvent } from '../trace/trace.js'
import { TraceRecorder } from '../trace/trace-recorder.js'
import { endpointOf } from '../wire/endpoints.js'
import type { Stage } from './stage.js'

export interface RealBroker {
  /** Where clients and workers connect to. */
  readonly localfe: string
  readonly localbe: string
  /** Connects to its peers, and greets them with an empty message. */
  connect(): void
  /** Waits until so many peers have greeted it, all by default, and begins. */
  run(greetings?: number): Promise<void>
}

/** A place for socket files, and the trace of all brokers there. */
export class Town {
  readonly events: TraceEvent[] = []
  readonly dir: string
  readonly #stage: Stage

  static async open(stage: Stage): Promise<Town> {
    const dir = await makeRunDirectory()
    stage.atEnd(() => removeRunDirectory(dir))
    return new Town(stage, dir)
  }

  private constructor(stage: Stage, dir: string) {
    this.#stage = stage
    this.dir = dir
  }

  get messages(): MessageEvent[] {
    return this.events.filter(isMessage)
  }

  /** A broker that has bound what it binds: four of its six sockets. */
  async broker(
    self: string,
    peers: readonly string[],
    options: Partial<ClusterPlan> = {},
  ): Promise<RealBroker> {
    const stage = this.#stage
    const plan = clusterPlan({ ...options, self, peers, dir: this.dir, seed: 1 })
    const { monitor, ...sockets } = brokerSockets(plan)
    for (const socket of [monitor, ...Object.values(sockets)]) stage.open(socket)
    const at = (socket: 'localfe' | 'localbe' | 'cloud' | 'state') => endpointOf(plan, self, socket)
    await sockets.localfe.bind(at('localfe'))
    await sockets.localbe.bind(at('localbe'))
    await sockets.cloudfe.bind(at('cloud'))
    await sockets.statebe.bind(at('state'))

    const driver = new Driver({
      sockets: new Map<string, Socket>(Object.entries(sockets)),
      random: randomStream(1, self),
      isCrowded: true,
      isTextOnly: false,
      onReopen() {},
      onFact: () => {},
      onError: stage.fail,
    })
    stage.atEnd(() => driver.close())
    const startMs = nowMs()
    const write = (event: TraceEvent) => this.events.push({ ...event, t: event.t - startMs })
    const watch = new MachineProbe(startMs)
    watch.add(new TraceRecorder(self, write, plan))
    const broker = watch.machine(new Broker(plan, watch.ports(driver.ports)))
    return {
      localfe: at('localfe'),
      localbe: at('localbe'),
      connect() {
        for (const peer of peers) {
          const cloudbe = stage.open(cloudSocket(self))
          // When a peer has our greeting, we have a way to it, and nothing has to be sent twice.
          // A socket greets only by connections that it has from the first: so not `immediate`.
          cloudbe.immediate = false
          cloudbe.probeRouter = true
          cloudbe.connect(endpointOf(plan, peer, 'cloud'))
          driver.open('cloudbe', cloudbe, peer)
        }
      },
      async run(greetings = peers.length) {
        for (let heard = 0; heard < greetings; heard++) await sockets.cloudfe.receive()
        for (const peer of peers) {
          driver.open('statefe', stage.open(stateSocket(endpointOf(plan, peer, 'state'))), peer)
        }
        driver.run(broker)
      },
    }
  }

  /** DC1 and DC2, peers which have heard of each other. */
  async pair(): Promise<readonly [RealBroker, RealBroker]> {
    const one = await this.broker('DC1', ['DC2'])
    const two = await this.broker('DC2', ['DC1'])
    one.connect()
    two.connect()
    await one.run()
    await two.run()
    await this.#stage.until('the brokers have heard of each other', () =>
      ['DC1', 'DC2'].every(name => this.at(name, 'statefe', 'in').length > 0),
    )
    return [one, two]
  }

  /** A worker, which says READY, and signs each task that it gets. */
  worker(name: string, broker: RealBroker): void {
    const req = this.#stage.open(new Request({ routingId: name }))
    req.connect(broker.localbe)
    this.#stage.play(async () => {
      await req.send('READY')
      for await (const frames of req) {
        await req.send([...frames.slice(0, -1), `${frames.at(-1)}@${name}`])
      }
    })
  }

  /** A client, which asks once. @returns the answer */
  async ask(name: string, broker: RealBroker): Promise<string> {
    const req = this.#stage.open(new Request({ routingId: name }))
    req.connect(broker.localfe)
    await req.send(`${name}#1`)
    return (await req.receive()).join()
  }

  /** All messages that passed those sockets, in their order. */
  at(cluster: string, socket: string, dir: MessageEvent['dir']): MessageEvent[] {
    return this.messages.filter(
      event => event.at === cluster && event.socket === socket && event.dir === dir,
    )
  }
}
