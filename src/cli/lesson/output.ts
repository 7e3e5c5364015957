/** What `peering lesson` tells its user, in whatever form. */

import type { Entry } from '../../lessons/catalogue.js'
import type { LessonEvent, Verdict } from '../../lessons/events.js'
import type { Part } from '../../lessons/lesson.js'

export interface LessonOutput {
  list(entries: readonly Entry[], done: ReadonlySet<string>): void
  begin(entry: Entry): void
  tell(event: LessonEvent): void
  /** The choice of the reader; undefined if he makes none. Ctrl-C aborts. */
  ask(part: Part, abort: AbortController): Promise<string | undefined>
  end(entry: Entry, verdict: Verdict): void
  summary(verdicts: readonly Verdict[], exitCode: number): void
}
