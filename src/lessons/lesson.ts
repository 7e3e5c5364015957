/** What a lesson is: texts, questions, and small programs that answer them before one's eyes. */

import type { Stage } from './stage.js'

/** What can be varied, each with the value that it has if nobody says another. */
export type Variables = Partial<Record<VariableName, number>>

/** How far each can be varied. */
export const VARIABLES_MAX = { workers: 100, clients: 100, seconds: 60 } as const

export type VariableName = keyof typeof VARIABLES_MAX

/** A lesson, as its file exports it. The catalogue has its name, title and section. */
export interface Lesson<Varied extends Variables = Variables> {
  readonly varied: Varied
  readonly parts: readonly Part<Varied>[]
}

/** One thing to learn. */
export interface Part<Varied extends Variables = Variables> {
  /** Some sentences before the question; an empty line begins a paragraph. */
  readonly text: string
  readonly ask: string
  readonly choices: readonly string[]
  /** The right one of the choices. What `run` sees must be the same. */
  readonly answer: string
  /** Why that is so, in some sentences. */
  readonly because: string
  /** Shows it on real sockets, or in virtual time. @returns the choice that it saw to be right */
  run(stage: Stage<Varied>): Promise<string>
}

/**
 * Any lesson, so that they fit in one list: what it runs gets what it varies. Its texts lose the
 * margin that they have in the program.
 */
export function lesson<const Varied extends Variables>(
  varied: Varied,
  parts: readonly Part<Widened<Varied>>[],
): Lesson {
  const texts = ({ text, because }: Part<Widened<Varied>>) => ({
    text: withoutMargin(text),
    because: withoutMargin(because),
  })
  return { varied, parts: parts.map(part => ({ ...part, ...texts(part) })) } as Lesson
}

function withoutMargin(text: string): string {
  return text.trim().replace(/\n[^\S\n]+/g, '\n')
}

type Widened<Varied> = { readonly [Name in keyof Varied]: number }
