/** Time that passes. */

import type { Millis } from '../base/time.js'

export function after(ms: Millis): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, ms)
  })
}
