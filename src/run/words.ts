/** What a script says of clusters, loads and faults: the words of a scenario file, as data. */

import type { PolicyName } from '../broker/policy.js'
import { readScenario } from '../scenario/scenario.js'
import type { Fault, LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'

/** A cluster; what is not said has the default that it has in a file. */
export interface ClusterWords {
  /** @defaultValue 5 */
  readonly workers?: number
  /** How long work takes: a distribution such as `exp:100ms`. @defaultValue `choice:0s,1s` */
  readonly service?: string
  /** Whom its broker knows. @defaultValue all the others */
  readonly peers?: readonly string[]
  /** How a peer is chosen. @defaultValue `weighted` */
  readonly policy?: PolicyName
  /** How often capacity is told. @defaultValue `1s` */
  readonly heartbeat?: string
  /** A peer silent for so long is forgotten. @defaultValue `3s` */
  readonly stateTtl?: string
  /** @defaultValue `5ms` */
  readonly stateInterval?: string
}

/** A load: clients of one cluster, and when they send. Times are from when it is put on. */
export type LoadWords = {
  /** @defaultValue 10 */
  readonly clients?: number
  /** How long a client waits before it sends again. @defaultValue `10s` */
  readonly timeout?: string
  /** @defaultValue 3 */
  readonly retries?: number
  /** Bytes of a task. @defaultValue 16 */
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

/** What is to break. */
export type FaultWords =
  | { readonly kill: string }
  | { readonly pause: string }
  | { readonly leave: string }
  | { readonly 'kill-workers': string; readonly count?: number }
  /** Groups that do not hear of each other. */
  | { readonly partition: readonly (readonly string[])[] }
  /** A cluster whose work takes so many times as long, or a link such as `DC1-DC2`. */
  | { readonly slow: string; readonly factor: number }
  | { readonly slow: string; readonly latency: string }
  /** A link, and the share of its messages that is lost: `10%`. */
  | { readonly loss: string; readonly probability: string }

/** What a link does to messages. */
export interface LinkWords {
  readonly latency?: string
  readonly loss?: string | number
  readonly bandwidth?: string
}

/** A cloud, before anything is put on it. */
export interface CloudWords {
  readonly clusters: Readonly<Record<string, ClusterWords>>
  /** By pair `DC1-DC2`, or `default`. */
  readonly links?: Readonly<Record<string, LinkWords>>
  /** Of all chance. @defaultValue 1 */
  readonly seed?: number
}

/** No script lasts as long. */
const FOR_EVER = '8760h'

/** @throws ScenarioError with all that is wrong. */
export function planOfWords(words: CloudWords, sections: object = {}): ScenarioPlan {
  // JSON is YAML.
  const file = { version: 1, name: 'script', duration: FOR_EVER, ...words, ...sections }
  return readScenario(JSON.stringify(file), 'script')
}

/** @throws ScenarioError with all that is wrong. */
export function loadOfWords(cloud: CloudWords, at: string, words: LoadWords): LoadSpec {
  const [load] = planOfWords(cloud, { load: [{ at, ...words }] }).loads
  if (!load) throw new Error('a load was read, and is not there')
  return load
}

/** @throws ScenarioError with all that is wrong. */
export function faultOfWords(cloud: CloudWords, words: FaultWords): Fault {
  const [fault] = planOfWords(cloud, { faults: [{ at: '0s', ...words }] }).faults
  if (!fault) throw new Error('a fault was read, and is not there')
  return fault
}
