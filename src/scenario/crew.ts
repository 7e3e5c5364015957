/** What `kill-workers` does to the workers of a cluster, whichever driver runs it. */

export interface Crew {
  /** @returns the names of those that were killed. */
  killWorkers(count: number): readonly string[]
  restartWorkers(names: readonly string[]): void
}

/** @param on does something to the cluster's workers, when it is their turn. */
export function onWorkers<Done>(count: number, on: (act: (crew: Crew) => void) => Done) {
  let victims: readonly string[] = []
  return {
    strike: () =>
      on(crew => {
        victims = crew.killWorkers(count)
      }),
    mend: () => on(crew => crew.restartWorkers(victims)),
  }
}
