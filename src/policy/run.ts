/**
 * Runs the code of policy files, each in a context of its own, without Node and without a clock or
 * chance but those that it is given. That keeps runs repeatable; it is no prison for evil code.
 */

import { createContext, Script } from 'node:vm'
import type { AskPolicy, PolicyFile, SparePeer } from '../broker/policy-file.js'
import { quoted } from '../scenario/messages.js'
import { UsageError } from '../scenario/usage-error.js'

/** So many turns of loops and calls of functions may an answer take: less than a second. */
const TURNS_MAX = 10_000_000

/** So many peers are named where something else was returned. */
const NAMES_MAX = 10

/** Why a policy fails whose turns are used up. */
const ENDLESS = 'it does not come to an end'

/** What the code outside and the code in a context say to each other. */
type Inside = (
  load: unknown,
  random: () => number,
  tooManyTurns: string,
  turnsMax: number,
) => (peers: readonly SparePeer[], now: number) => unknown

/**
 * Runs inside, so that a policy never gets hold of an object from outside. Of a peer that it
 * returns, the name comes out.
 */
const INSIDE = new Script(`(load, random, tooManyTurns, turnsMax) => {
  'use strict'
  const refuse = (what, instead) => () => {
    throw new Error('use ' + instead + ', of the second argument, in place of ' + what)
  }
  Math.random = refuse('Math.random', 'random()')
  Object.defineProperty(globalThis, 'Date', { get: refuse('Date', 'now') })
  for (const name of ['console', 'Promise', 'WebAssembly', 'Atomics']) delete globalThis[name]
  const { freeze } = Object
  let turns = 0
  let spent
  const choose = load(() => {
    if (++turns > turnsMax) throw (spent ??= new Error(tooManyTurns))
  })
  if (typeof choose !== 'function') return undefined
  const draw = () => random()
  return (told, now) => {
    turns = 0
    const peers = []
    for (const { name, capacity, outstanding, ageMs } of told) {
      peers.push(freeze({ name, capacity, outstanding, ageMs }))
    }
    const chosen = choose(freeze(peers), freeze({ random: draw, now }))
    // It may have caught what told it to end.
    if (spent) throw spent
    return typeof chosen === 'object' && chosen !== null ? chosen.name ?? chosen : chosen
  }
}`)

/**
 * Runs a policy file, for one broker.
 *
 * @returns what it answers; that throws a UsageError which says in one line what the policy did.
 * @throws UsageError if it cannot be run.
 */
export function runPolicy({ file, code }: PolicyFile): AskPolicy {
  if (code === undefined) throw new UsageError(`${file}: this policy was not read`)
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } })
  let random = () => 0
  const start = () => {
    const inside = INSIDE.runInContext(context) as Inside
    const load = new Script(code, { filename: file }).runInContext(context)
    return inside(load, () => random(), ENDLESS, TURNS_MAX)
  }
  const choose = attempt(file, start)
  if (choose === undefined) {
    throw new UsageError(`${file}: the default export is no function: write one that takes peers`)
  }
  return (peers, chance, now) => {
    random = chance
    const chosen = attempt(file, () => choose(peers, now))
    if (chosen === undefined) return undefined
    const names = peers.map(({ name }) => name)
    if (typeof chosen === 'string' && names.includes(chosen)) return chosen
    throw new UsageError(`${file}: the policy returned ${answerText(chosen, names)}`)
  }
}

function answerText(chosen: unknown, names: readonly string[]): string {
  const advice = 'return one of the peers, its name, or undefined for nobody'
  if (typeof chosen !== 'string') return `${kindOf(chosen)}: ${advice}`
  const some = [...names.slice(0, NAMES_MAX), ...(names.length > NAMES_MAX ? ['...'] : [])]
  return `${quoted(chosen)}, none of the peers with capacity (${some.join(', ')}): ${advice}`
}

function kindOf(chosen: unknown): string {
  if (chosen === null) return 'null'
  if (Array.isArray(chosen)) return 'a list'
  return typeof chosen === 'object' ? 'an object without a name' : `a ${typeof chosen}`
}

/** What the policy throws, as a person can mend it. */
function attempt<T>(file: string, what: () => T): T {
  try {
    return what()
  } catch (error) {
    throw new UsageError(failureText(file, error))
  }
}

function failureText(file: string, error: unknown): string {
  try {
    const { message, name, stack } = Object(error) as Partial<Error>
    const line = String(stack).split(`${file}:`)[1]?.match(/^\d+/)?.[0]
    const place = line === undefined ? file : `${file}:${line}`
    if (message === ENDLESS) {
      return `${place}: the policy does not come to an end: see that its loops do`
    }
    const what = message === undefined ? String(error) : `${name}: ${message}`
    return oneLine(`${place}: the policy threw, and must not: ${what}`)
  } catch {
    return `${file}: the policy threw what cannot be shown`
  }
}

/** A message can have in it whatever a policy likes. */
function oneLine(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]+/g, ' ').slice(0, 300)
}
