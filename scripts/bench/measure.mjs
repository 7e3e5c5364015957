/** One measurement, in a process of its own, so that nothing is left of the one before. */

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export function measure(setup) {
  const entry = fileURLToPath(new URL('./one.mjs', import.meta.url))
  return new Promise((resolve, reject) => {
    const child = fork(entry, [JSON.stringify(setup)])
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
