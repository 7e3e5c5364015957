/** A storm in words: the table of what was sent and what came of it. */

const WIDTHS = [15, 10, 20, 10, 12, 6, 0]

export function headOf() {
  return line(['kind', 'sent', 'tasks/s', 'back after', 'memory MB', 'lost', 'verdict'])
}

/** Tasks a second and memory: before, at worst, after. */
export function rowOf({ name, sent, before, after, leastTasksPerSecond, peakMb, wrong }) {
  const most = Math.max(...Object.values(after.memoryMb))
  const rates = [before.tasksPerSecond, leastTasksPerSecond, after.tasksPerSecond]
  const memory = [Math.max(...Object.values(before.memoryMb)), peakMb, most]
  return line([
    name,
    String(totalOf(sent)),
    rates.map(Math.round).join(' '),
    after.recoveredMs === undefined ? '-' : `${(after.recoveredMs / 1000).toFixed(1)} s`,
    memory.join(' '),
    String(after.lost),
    wrong.length === 0 ? 'holds' : `FAILS: ${wrong.join('; ')}`,
  ])
}

export function summaryOf({ rounds, ends, isPassed, command }) {
  const wrong = ends.filter(end => end.wrong.length > 0)
  return [
    '',
    ...wrong.map(end => `at the end, after ${end.after.join(', ')}: ${end.wrong.join('; ')}`),
    `${rounds} rounds, ${ends.length} clouds: ${isPassed ? 'all verdicts hold' : 'FAILED'}`,
    ...(isPassed ? [] : [`again: ${command}`]),
  ].join('\n')
}

export function listOf(kinds) {
  return kinds
    .map(({ name, describe, open }) => `${name.padEnd(16)}${describe}${open ? ` (${open})` : ''}`)
    .join('\n')
}

/** Of all kinds, whatever it was. */
function totalOf(sent) {
  const numbers = Object.values(sent).flatMap(one => Object.values(one))
  return numbers.reduce((sum, number) => sum + number, 0)
}

function line(cells) {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join(' ')
    .trimEnd()
}
