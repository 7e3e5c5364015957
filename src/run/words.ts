/** What a script says of clusters, loads and faults: the words of a scenario file, as data. */

import type { PolicyName } from '../broker/policy.js'
import { readScenario } from '../scenario/scenario.js'
import { ScenarioError } from '../scenario/scenario-error.js'
import type { Fault, LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'

/** A cluster; what is not said has the default that it has in a file. */
export interface ClusterWords<Name extends string = string> {
  /** 0 to 65,536. @defaultValue 5 */
  readonly workers?: number
  /** How long work takes: a distribution such as `exp:100ms`. @defaultValue `choice:0s,1s` */
  readonly service?: string
  /** Whom its broker knows. @defaultValue all the others */
  readonly peers?: readonly Name[]
  /** How a peer is chosen: by a name, or a file such as `./mine.ts`. @defaultValue `weighted` */
  readonly policy?: PolicyName | `${string}.ts` | `${string}.js`
  /** How often capacity is told. @defaultValue `1s` */
  readonly heartbeat?: string
  /** A peer silent for so long is forgotten; `0s` for never. @defaultValue `3s` */
  readonly stateTtl?: string
  /** What changes within this time is told at once together. @defaultValue `5ms` */
  readonly stateInterval?: string
  /**
   * A task that no worker answers in this time, and no peer in twice of it, is placed anew; `0s`
   * for never.
   *
   * @defaultValue a quarter of the shortest client timeout, or three times the longest service
   */
  readonly taskTimeout?: string
}

/** A load: clients of one cluster, and when they send. Times are from when it is put on. */
export type LoadWords = {
  /** How many; each has one task under way at most. @defaultValue 10 */
  readonly clients?: number
  /** When it begins. @defaultValue `0s` */
  readonly from?: string
  /** When it ends. @defaultValue with the cloud */
  readonly until?: string
  /** How long a client waits before it sends again. @defaultValue `10s` */
  readonly timeout?: string
  /** How often it sends it again, before the task is lost. @defaultValue 3 */
  readonly retries?: number
  /** Bytes of a task, up to a megabyte. @defaultValue 16 */
  readonly body?: number
  /** On a real machine: one DEALER for many clients, or a REQ for each. @defaultValue `own` */
  readonly sockets?: 'own' | 'shared'
} & (
  | { readonly executor: 'guide' }
  | { readonly executor: 'closed'; readonly think: string }
  | {
      readonly executor: 'rate'
      readonly rate: string
      readonly arrivals?: 'poisson' | 'even'
    }
  | {
      readonly executor: 'ramping-rate'
      readonly start?: string
      readonly stages: readonly (
        | { readonly to: string; readonly over: string }
        | { readonly hold: string }
      )[]
      readonly arrivals?: 'poisson' | 'even'
    }
)

/** A link of two clusters, or one direction of it: `DC1-DC2`, `DC1>DC2`. */
export type LinkName<Name extends string = string> = `${Name}-${Name}` | `${Name}>${Name}`

/** What is to break. */
export type FaultWords<Name extends string = string> =
  /** A cluster ends as a power cut would end it. Mended: it starts again. */
  | { readonly kill: Name }
  /** A cluster stops where it is, its connections open. Mended: it goes on. */
  | { readonly pause: Name }
  /** A cluster ends in order. Mended: it joins again. */
  | { readonly leave: Name }
  /** Workers end at once, with the tasks that they have; all, or so many. Mended: they are back. */
  | { readonly 'kill-workers': Name; readonly count?: number }
  /** Groups of clusters that do not hear of each other. */
  | { readonly partition: readonly (readonly Name[])[] }
  /** The work of a cluster takes so many times as long; or the way over a link does. */
  | { readonly slow: Name | LinkName<Name>; readonly factor: number }
  /** A link has another latency: a distribution. */
  | { readonly slow: LinkName<Name>; readonly latency: string }
  /** A link, or all of one cluster, loses a share of its messages: `10%`, or 0.1. */
  | { readonly loss: Name | LinkName<Name>; readonly probability: string | number }

/** What a link does to messages, in each direction. */
export interface LinkWords {
  /** How long a message is under way: a distribution. @defaultValue `0s` */
  readonly latency?: string
  /** The share of messages that is lost: `1%`, or 0.01. @defaultValue 0 */
  readonly loss?: string | number
  /** How much goes over it in a time: `10MB/s`. @defaultValue without bound */
  readonly bandwidth?: string
}

/** A cloud, before anything is put on it. */
export interface CloudWords<Name extends string = string> {
  /** By name. */
  readonly clusters: Readonly<Record<Name, ClusterWords<NoInfer<Name>>>>
  /**
   * What is between brokers, by link, or `default` for all others. Only of a cloud that says it,
   * and be it `{}`, can links be broken: for real brokers they have to be made, and each message
   * has a longer way.
   *
   * @defaultValue none: brokers are connected directly
   */
  readonly links?: Readonly<Partial<Record<'default' | LinkName<NoInfer<Name>>, LinkWords>>>
  /** Of all chance. @defaultValue 1 */
  readonly seed?: number
}

/** No script lasts as long. */
const FOR_EVER = '8760h'

/** @throws UsageError with all that is wrong. */
export function planOfWords(words: CloudWords, sections: object = {}): ScenarioPlan {
  const file = { version: 1, name: 'script', duration: FOR_EVER, ...words, ...sections }
  try {
    // JSON is YAML.
    return readScenario(JSON.stringify(file), 'script')
  } catch (error) {
    // There is no file that lines and columns could be of.
    if (!(error instanceof ScenarioError)) throw error
    throw new UsageError(error.problems.map(({ message }) => message).join('\n'))
  }
}

/** @throws UsageError with all that is wrong. */
export function loadOfWords(cloud: CloudWords, at: string, words: LoadWords): LoadSpec {
  const [load] = planOfWords(cloud, { load: [{ at, ...words }] }).loads
  if (!load) throw new Error('a load was read, and is not there')
  return load
}

/**
 * @param standing faults on workers that are not mended: what they took is not there any more.
 * @throws UsageError with all that is wrong.
 */
export function faultOfWords(
  cloud: CloudWords,
  words: FaultWords,
  standing: Iterable<Fault> = [],
): Fault {
  const before = [...standing].flatMap(fault =>
    fault.kind === 'kill-workers' ? [{ 'kill-workers': fault.cluster, count: fault.count }] : [],
  )
  const faults = [...before, words].map(each => ({ at: '0s', ...each }))
  const fault = planOfWords(cloud, { faults }).faults.at(-1)
  if (!fault) throw new Error('a fault was read, and is not there')
  return fault
}
