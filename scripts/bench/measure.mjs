/** One measurement, in a process of its own, so that nothing is left of the one before. */

import { fork } from 'node:child_process'

/** @param entry where the module of the process is, which sends what it measured. */
export function measure(entry, setup) {
  const child = fork(entry, [JSON.stringify(setup)])
  return new Promise((resolve, reject) => {
    let result
    child.on('message', message => {
      result = message
    })
    child.on('exit', (code, signal) => {
      if (result) resolve(result)
      else reject(new Error(`measuring ${setup.title} ended with ${signal ?? code}`))
    })
  })
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

/** Of each key of the measurements. */
export function medians(list) {
  const keys = Object.keys(list[0])
  return Object.fromEntries(keys.map(key => [key, median(list.map(run => run[key]))]))
}
