/** The text of a policy file, made into code that `run.ts` can run; or what is wrong with it. */

import { createRequire } from 'node:module'
import type { Node, Program } from 'acorn'
import { UsageError } from '../scenario/usage-error.js'
import { Edits } from './edits.js'

/** A node of whatever kind, with what its kind has. */
type AnyNode = Node & Readonly<Record<string, unknown>>

/** The words before a default export, which may have comments between them. */
const DEFAULT = /export(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*default/y

/** Parsers are loaded when there is something to parse, because that takes time. */
const load = createRequire(import.meta.url)

/** What the policy is called inside, where the file gives it no name. */
const UNNAMED = '$chosen'

/**
 * The code of a policy: a function that takes one which counts turns, and returns what the file
 * exports by default. Types are gone, and lines are where they were.
 *
 * Each loop and each function counts its turns, so that one without end is noticed, and at the same
 * turn on every machine. To watch the time of each decision would cost 200 times as much.
 *
 * @throws UsageError with the place of what cannot be used.
 */
export function compilePolicy(text: string, file: string): string {
  const script = (/\.[cm]?ts$/.test(file) ? withoutTypes(text, file) : text).replace(/^#!.*/, '')
  const program = parse(script, file)
  const edits = new Edits(script)
  let name: string | undefined
  for (const statement of program.body) name = exported(statement as AnyNode, edits) ?? name
  for (const node of nodesIn(program)) {
    refuse(node, file)
    count(node, edits)
  }
  if (name === undefined) {
    const example = 'export default function choose(peers) { return peers[0] }'
    throw new UsageError(`${file}: there is no default export: write ${example}`)
  }
  return `(function ($turn) { 'use strict'; let ${UNNAMED}; ${edits.done()}\nreturn ${name} })`
}

function withoutTypes(text: string, file: string): string {
  const { transform } = load('sucrase') as typeof import('sucrase')
  try {
    return transform(text, { transforms: ['typescript'], disableESTransforms: true }).code
  } catch (error) {
    throw doesNotParse(error, file, 1)
  }
}

function parse(script: string, file: string): Program {
  const acorn = load('acorn') as typeof import('acorn')
  try {
    return acorn.parse(script, { ecmaVersion: 2023, sourceType: 'module', locations: true })
  } catch (error) {
    throw doesNotParse(error, file, 0)
  }
}

/** @param first the number that the parser gives to the first column. */
function doesNotParse(error: unknown, file: string, first: number): UsageError {
  const { message, loc } = error as Error & { readonly loc?: { line: number; column: number } }
  const what = message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '')
  const { line, column } = loc ?? { line: 1, column: first }
  return new UsageError(`${file}:${line}:${column + 1 - first}: this does not parse: ${what}`)
}

/** Takes the word `export` off a statement; the name of what is exported by default, if it is. */
function exported(node: AnyNode, edits: Edits): string | undefined {
  const { start, end } = node
  const declaration = node.declaration as AnyNode | null | undefined
  if (node.type === 'ExportDefaultDeclaration' && declaration) {
    const id = declaration.type.endsWith('Declaration') && (declaration.id as AnyNode | null)
    // A named function is there before its line is reached, and can call itself.
    edits.replace(DEFAULT, id ? '' : `${UNNAMED} =`, start)
    edits.enclose('', start, end, ';')
    return id ? String(id.name) : UNNAMED
  }
  // With a source it is refused.
  if (node.type !== 'ExportNamedDeclaration' || node.source) return undefined
  edits.omit(start, declaration?.start ?? end)
  const specifiers = node.specifiers as readonly { exported: AnyNode; local: AnyNode }[]
  const chosen = specifiers.find(({ exported: as }) => (as.name ?? as.value) === 'default')
  return chosen && String(chosen.local.name)
}

/** All of a program, each node before those in it. */
function* nodesIn(value: unknown): Generator<AnyNode> {
  if (typeof value !== 'object' || value === null) return
  if ('type' in value && typeof value.type === 'string') yield value as AnyNode
  for (const inside of Object.values(value)) yield* nodesIn(inside)
}

/** A policy stands alone, and answers at once. */
function refuse(node: AnyNode, file: string): void {
  const { line = 1, column = 0 } = node.loc?.start ?? {}
  const place = `${file}:${line}:${column + 1}`
  const source = node.source as AnyNode | null | undefined
  if (source) {
    const name = typeof source.value === 'string' ? JSON.stringify(source.value) : 'something'
    throw new UsageError(`${place}: it imports ${name}: a policy stands alone, leave that out`)
  }
  if (node.type === 'MetaProperty' && (node.meta as AnyNode).name === 'import') {
    throw new UsageError(`${place}: it asks for import.meta: a policy stands alone, leave that out`)
  }
  if (node.async || node.await || node.type === 'AwaitExpression') {
    throw new UsageError(`${place}: it waits: a policy answers at once, leave async and await out`)
  }
}

/** Lets the turns of a loop, and the calls of a function, count. */
function count({ type, body }: AnyNode, edits: Edits): void {
  const isLoop = /^(?:For|ForIn|ForOf|While|DoWhile)Statement$/.test(type)
  if (!isLoop && !/Function/.test(type)) return
  const { type: kind, start, end } = body as AnyNode
  if (kind === 'BlockStatement') edits.enclose('', start, start + 1, '$turn();')
  else if (isLoop) edits.enclose('{ $turn(); ', start, end, ' }')
  else edits.enclose('($turn(), ', start, end, ')')
}
