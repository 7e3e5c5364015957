/** The contract between the machines, which decide, and the drivers, which carry and keep time. */

import type { Random } from '../base/random.js'
import type { Millis } from '../base/time.js'
import type { Envelope } from './envelope.js'

/**
 * What a driver drives. Calls run to completion; none is async; none may be made from within
 * another. After every call the driver reads `deadline` again.
 */
export interface Machine<In extends string = string, Out extends string = string> {
  /** The first call. Until then nothing is sent. */
  start(now: Millis): void

  /** A message came in. */
  receive(inlet: In, message: Envelope, now: Millis): void

  /** A send found no route, or no room: the very array that was sent comes home. */
  bounce(outlet: Out, message: Envelope, now: Millis): void

  /** The driver saw the connection of an outlet to a peer come up or go. */
  connection(outlet: Out, peer: string, isUp: boolean, now: Millis): void

  /** Time has come to `deadline`. A call before that does nothing. */
  tick(now: Millis): void

  /** When `tick` is next wanted; `NEVER` for never. */
  readonly deadline: Millis
}

/** All that a machine may do to the world. */
export interface Ports<Out extends string = string, Fact extends string = string> {
  /** Queues a message; never calls back into the machine. */
  send(outlet: Out, message: Envelope): void

  /**
   * Replaces the socket of an outlet, which may be an inlet too, by a new one under the same name:
   * whoever has taken the name meanwhile has it no longer. What was under way by the old one may be
   * lost. Of an outlet with a connection to each peer, only the one to `peer` is replaced; if it
   * was up, `connection` says that it goes, and later that it is up again.
   */
  reopen(outlet: Out, peer?: string): void

  /** Uniform in [0, 1). */
  readonly random: Random

  /** Says that something happened, for metrics, logs and traces; changes nothing. */
  note(fact: Fact, about: string, value: number): void
}
