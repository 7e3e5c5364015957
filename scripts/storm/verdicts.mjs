/** What is asked of clusters after an attack. */

/** Answers come as before so soon after the attack. */
export const RECOVERY_MAX_MS = 10_000
const THROUGHPUT_SHARE = 0.9
const MEMORY_MORE_MB = 100

/**
 * @param before how the clusters stood before the first attack
 * @param after how they stand now, and after how many ms what was as before first
 * @param deaths what became of those that are dead
 */
export function judge({ before, after, deaths }) {
  const grown = Object.entries(after.memoryMb)
    .map(([name, mb]) => ({ name, mb, more: mb - before.memoryMb[name] }))
    .filter(({ more }) => more > MEMORY_MORE_MB)
  const isFast = after.tasksPerSecond >= THROUGHPUT_SHARE * before.tasksPerSecond
  const isSmall = grown.length === 0
  const wrong = [
    ...deaths,
    after.lost > 0 && `${after.lost} tasks lost`,
    ...(deaths.length > 0 ? [] : standing({ before, after, grown })),
  ].filter(Boolean)
  return { isFast, isSmall, wrong, isPassed: wrong.length === 0 }
}

/** Of clusters that live. */
function standing({ before, after, grown }) {
  const seconds = RECOVERY_MAX_MS / 1000
  const [now, then] = [after.tasksPerSecond, before.tasksPerSecond].map(Math.round)
  return [
    after.recoveredMs === undefined && `${now} of ${then} tasks/s after ${seconds} s`,
    after.memoryBackMs === undefined &&
      `memory: ${grown.map(({ name, mb, more }) => `${name} ${mb} MB, ${more} more`).join(', ')}`,
    after.staffedMs === undefined &&
      `workers, busy or ready: ${entriesOf(after.miscounted).join(', ')}`,
    after.calmMs === undefined && `clients still try again after ${seconds} s`,
  ]
}

function entriesOf(numbers) {
  return Object.entries(numbers).map(([name, number]) => `${name} ${number}`)
}
