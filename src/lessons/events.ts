/** What is told of a lesson while it runs: plain data, for a terminal, a machine or a page. */

import type { NamedFrame } from '../trace/frame-diagram.js'

/** Unknown: what was needed to tell did not happen in time. */
export type Verdict = 'true' | 'false' | 'unknown'

/** Something that must be so, and whether it is. */
export interface Claim {
  readonly type: 'claim'
  readonly claim: string
  readonly verdict: Verdict
  /** On what that stands. */
  readonly seen: string
}

export type LessonEvent =
  /** A part begins. */
  | {
      readonly type: 'text'
      readonly part: number
      readonly parts: number
      readonly text: string
    }
  | { readonly type: 'question'; readonly ask: string; readonly choices: readonly string[] }
  /** Something happened. */
  | { readonly type: 'line'; readonly text: string }
  /** A drawing, or a table. */
  | { readonly type: 'drawing'; readonly title: string; readonly lines: readonly string[] }
  /** A message, as it was on a socket. */
  | {
      readonly type: 'frames'
      readonly where: string
      readonly frames: readonly NamedFrame[]
    }
  | {
      readonly type: 'answer'
      readonly answer: string
      /** What the run showed. */
      readonly seen: string
      /** What the reader had said. */
      readonly given?: string
      readonly because: string
    }
  | Claim

export type LessonListener = (event: LessonEvent) => void

/** False if any is false; else unknown if any is. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('false')) return 'false'
  return verdicts.includes('unknown') ? 'unknown' : 'true'
}
