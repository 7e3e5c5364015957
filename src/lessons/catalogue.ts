/** All lessons, in the order of the chapter. Each is loaded only when it is wanted. */

import type { Lesson } from './lesson.js'

export interface Entry {
  readonly name: string
  readonly title: string
  /** What it is about, in some words. */
  readonly line: string
  /** Of the Guide's chapter 3. */
  readonly section: string
  load(): Promise<{ readonly lesson: Lesson }>
}

export const LESSONS: readonly Entry[] = [
  {
    name: 'envelopes',
    title: 'The envelope of a request',
    line: 'what REQ adds, what a proxy pushes, and how the reply finds home',
    section: 'The Request-Reply Mechanisms',
    load: () => import('./envelopes.js'),
  },
]
