/** What a script says of clusters, loads and faults: the words of a scenario file, as data. */

import type { z } from 'zod'
import type { PolicyName } from '../broker/policy.js'
import type { CLUSTER, HEAD, LINK } from '../scenario/definition.js'
import type { COMMON, EXECUTORS, Executor } from '../scenario/definition-loads.js'
import { readScenario } from '../scenario/scenario.js'
import { ScenarioError } from '../scenario/scenario-error.js'
import type { Fault, LoadSpec, ScenarioPlan } from '../scenario/scenario-plan.js'
import { UsageError } from '../scenario/usage-error.js'

/** What a file may say where a definition stands; what is not said has the default of a file. */
type Said<Schema extends z.ZodType> = ReadonlyDeep<z.input<Schema>>

type ReadonlyDeep<T> = T extends object ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> } : T

/** A cluster; what is not said has the default that it has in a file. */
export interface ClusterWords<Name extends string = string>
  extends Omit<Said<typeof CLUSTER>, 'peers' | 'policy'> {
  /** Whom its broker knows. @defaultValue all the others */
  readonly peers?: readonly Name[]
  /** How a peer is chosen: by a name, or a file such as `./mine.ts`. */
  readonly policy?: PolicyName | `${string}.ts` | `${string}.js`
}

/**
 * A load: clients of one cluster, and when they send. Times are from when it is put on. Of its
 * executors `closed` needs `think`, `rate` needs `rate`, `ramping-rate` needs `stages`.
 */
export type LoadWords = Omit<Said<typeof COMMON>, 'at' | 'failover' | 'failoverAfter'> &
  { readonly [Name in LoadName]: ExecutorWords<Name> }[LoadName]

/** Arrivals in files are for scenarios in files. */
type LoadName = Exclude<Executor, 'replay'>

/** With `Pick`, as zod says of an executor without keys that it has no others. */
type ExecutorWords<Name extends LoadName> = { readonly executor: Name } & Pick<
  Said<(typeof EXECUTORS)[Name]>,
  keyof (typeof EXECUTORS)[Name]['shape']
>

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
export interface LinkWords extends Said<typeof LINK> {}

/** A cloud, before anything is put on it. */
export interface CloudWords<Name extends string = string> extends Pick<Said<typeof HEAD>, 'seed'> {
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
