/** What the totals in JSON are made of: of all clusters, of one, and of one seed of many. */

import { z } from 'zod'

export const count = z.number().min(0)
export const time = z.number().min(0)
const share = z.number().min(0).nullable()

/** The type, with words on what it is: schemas and docs have them. */
export const about = <T extends z.ZodType>(words: string, type: T): T => type.describe(words)

export const LATENCIES = z
  .object({
    mean: time,
    p50: time,
    p75: time,
    p90: time,
    p95: time,
    p99: time,
    p999: time,
    max: time,
  })
  .meta({ id: 'latencies' })

export const TOTALS = z
  .object({
    sent: about('Tasks, each counted once: done + lost + inFlight.', count),
    done: about('Tasks with a good reply: local + cloud.', count),
    lost: about('Tasks given up after the last retry.', count),
    inFlight: about('Tasks that still wait for their reply.', count),
    retried: about('Times that a task was sent again.', count),
    duplicates: about('Replies that came a second time.', count),
    malformed: about('Messages that made no sense.', count),
    local: about('Tasks done by the cluster that they came from.', count),
    cloud: about('Tasks done by a peer.', count),
    overcommit: about('Delegated tasks that found no ready worker on arrival.', count),
    home: about(
      'Tasks to be placed anew: whoever had them is gone, or gave no good answer.',
      count,
    ),
    late: about('Replies of peers that came after their task had come home.', count),
    givenUp: about(
      'Delegations too old to keep, tasks missed too often, and more than may wait.',
      count,
    ),
    expired: about('Tasks that a worker or a peer did not answer in time.', count),
    suspended: about('How often a peer, or new workers, got no tasks for missing too many.', count),
    restored: about('How often those answered again.', count),
    orphans: about('Replies, and tasks that waited, whose client or peer was gone.', count),
    behind: about('Tasks sent late though a client was free; see below.', count),
    linkLost: about('Messages that links lost, by who sent them; virtual time only.', count),
    throughput: about('Tasks done per second of what was measured.', count),
    utilisation: about('Share of their time that workers worked; null: no workers.', share),
    latencyMs: about('From the intended send to the good reply.', LATENCIES),
    uncorrectedMs: about('From the first send to the good reply.', LATENCIES),
    localMs: about('Latency of the tasks done at home.', LATENCIES),
    cloudMs: about('Latency of the tasks done by peers.', LATENCIES),
    ageMs: about('How old the word of a peer was when a task was delegated on it.', LATENCIES),
    waitMs: about(
      'From the intended send to the start of service; virtual time only.',
      z.union([LATENCIES, z.strictObject({})]),
    ),
  })
  .meta({ id: 'totals' })
