/** Scenarios for simulated runs: small, with every kind of fault, and the contract's example. */

/** The example of the format's contract, in all that it says. */
export const CONTRACT_EXAMPLE = `\
version: 1
name: dc1-overload-partition
seed: 42
duration: 90s
clusters:
  DC1: { workers: 5, service: exp:100ms }
  DC2: { workers: 5, service: exp:100ms }
  DC3: { workers: 5, service: exp:100ms }
links:
  default: { latency: lognormal:5ms,20ms }
  DC1-DC3: { latency: 40ms, loss: 0 }
broker: { policy: weighted, heartbeat: 1s, stateTtl: 3s, stateInterval: 5ms }
load:
  - at: DC1
    executor: ramping-rate
    clients: 400
    stages: [{ to: 60/s, over: 30s }, { hold: 60s }]
  - { at: [DC2, DC3], executor: closed, clients: 10, think: exp:400ms }
faults:
  - { at: 45s, kill: DC3, restart: 60s }
  - { at: 70s, partition: [[DC1], [DC2, DC3]], heal: 80s }
warmup: 5s
thresholds:
  - task.latency: p(99) < 2s
  - task.lost: count == 0
  - { metric: "task.latency{origin:DC1}", expr: p(95) < 800ms, window: 10s, after: heal+10s }
`

/** Three clusters, of which the first has more to do than it can. */
export const BUSY = `\
version: 1
duration: 20s
clusters:
  DC1: { workers: 3, service: exp:100ms }
  DC2: { workers: 3, service: exp:100ms }
  DC3: { workers: 3, service: exp:100ms }
links: { default: { latency: 'lognormal:5ms,20ms' } }
load:
  - { at: DC1, executor: closed, clients: 8, think: 'exp:50ms', timeout: 2s, retries: 9 }
  - { at: [DC2, DC3], executor: closed, clients: 4, think: 'exp:400ms', timeout: 2s, retries: 9 }
`

/** By the kind of fault, entries for the section `faults` of `BUSY`. */
export const FAULTS: Readonly<Record<string, string>> = {
  kill: '{ at: 5s, kill: DC2, restart: 10s }',
  'kill for good': '{ at: 5s, kill: DC2 }',
  pause: '{ at: 5s, pause: DC2, resume: 10s }',
  'pause of who delegates': '{ at: 5s, pause: DC1, resume: 10s }',
  'pause for good': '{ at: 5s, pause: DC2 }',
  partition: '{ at: 5s, partition: [[DC1], [DC2, DC3]], heal: 12s }',
  'partition for good': '{ at: 5s, partition: [[DC1], [DC2, DC3]] }',
  slow: '{ at: 5s, slow: DC2, factor: 10, until: 10s }',
  'slow link': '{ at: 5s, slow: DC1-DC2, latency: 500ms, until: 10s }',
  loss: '{ at: 5s, loss: DC1-DC2, probability: 20%, until: 15s }',
  'kill-workers': '{ at: 5s, kill-workers: DC1, count: 2, restart: 5100ms }',
  join: '{ at: 5s, join: DC3 }',
  leave: '{ at: 5s, leave: DC3 }',
}

export function busyWith(...faults: readonly string[]): string {
  return `${BUSY}faults:\n${faults.map(fault => `  - ${fault}\n`).join('')}`
}
