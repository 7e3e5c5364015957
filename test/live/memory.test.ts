/** What the clusters of a run need of the memory, before it begins. */

import { describe, expect, test } from 'vitest'
import { checkMemory } from '../../src/live/memory.js'
import { clusterOfScenario } from '../../src/scenario/cluster-of-scenario.js'
import { readScenario } from '../../src/scenario/scenario.js'

/** How much must be free for it, in MiB. */
function needed(clusters: string, load: string): number {
  const plan = readScenario(
    `version: 1\nduration: 1s\nclusters: { ${clusters} }\nload: [{ executor: guide, ${load} }]`,
    'a.yaml',
  )
  const plans = Object.keys(plan.clusters).map(name => clusterOfScenario(plan, name, '/tmp'))
  try {
    checkMemory(plans, 0)
  } catch (error) {
    const [, about] =
      String(error).match(/needs about (\d+) MiB of memory, and 0 MiB are free/) ?? []
    expect(() => checkMemory(plans, Number(about))).not.toThrow()
    expect(() => checkMemory(plans, Number(about) - 1)).toThrow('use fewer clusters')
    return Number(about)
  }
  throw new Error('nothing is needed')
}

const BIG = 'A: { workers: 300, workerThreads: 1, clientThreads: 1 }'

describe('the memory that a run needs', () => {
  test('is that of its processes and of the one that runs them', () => {
    expect(needed('A: ', 'at: A')).toBeGreaterThan(150)
    expect(needed('A: , B: , C: ', 'at: A')).toBeGreaterThan(300)
  })

  test('is about what was measured: 326 MiB for the volume of the Guide, beside the runner', () => {
    const all = needed(BIG, 'at: A, clients: 1000, body: 1024')
    expect(all - 90).toBeGreaterThan(250)
    expect(all - 90).toBeLessThan(350)
  })

  test('is less behind shared sockets, and more for large bodies', () => {
    const own = needed(BIG, 'at: A, clients: 5000')
    expect(needed(BIG, 'at: A, clients: 5000, sockets: shared')).toBeLessThan(own / 2)
    const many = 'A: { workers: 3000 }'
    const sharing = 'A: { workers: 3000, workerSockets: shared }'
    expect(needed(sharing, 'at: A')).toBeLessThan(needed(many, 'at: A') / 2)
    expect(needed(BIG, 'at: A, clients: 5000, body: 1000000')).toBeGreaterThan(10_000)
  })
})
