/** Output for machines: one JSON object per line, the last one the summary. */

import { firstLine } from '../../base/describe-error.js'
import type { Output } from './output.js'

export function jsonOutput(write: (line: string) => void): Output {
  const say = (object: object) => write(`${JSON.stringify(object)}\n`)
  return {
    preparing(plans) {
      for (const plan of plans) say({ type: 'start', at: plan.self, plan })
    },
    ready: () => say({ type: 'ready', t: 0 }),
    status: (clusters, t, progress) =>
      say({ type: 'status', t: Math.round(t), clusters, ...progress }),
    fault: (words, t) =>
      say({ type: 'event', t: Math.round(t), at: 'cloud', event: 'fault', words }),
    event: (at, event, t) => say({ type: 'event', t: Math.round(t), at, ...event }),
    died: (at, reason, t) =>
      say({ type: 'event', t: Math.round(t), at, event: 'died', reason: firstLine(reason) }),
    summary: say,
  }
}
