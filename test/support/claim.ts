/**
 * Claims of the Guide's chapter, each a test. `npm run book-claims` reads them from the files of
 * `test/book`, so that `docs/book-claims.md` lists what is tested and nothing else.
 */

import { test } from 'vitest'

type Show = () => void | Promise<void>

interface Claim {
  /** What the chapter says, in our words, and what shows it. */
  (title: string, show: Show): void
  /** What the chapter says, how it is today, and why; shown is what is so today. */
  differs(title: string, today: string, show: Show): void
}

const holds = (title: string, show: Show) => test(title, show)

const differs = (title: string, today: string, show: Show) =>
  test(`${title}; today: ${today}`, show)

export const claim: Claim = Object.assign(holds, { differs })
