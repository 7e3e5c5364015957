/** Lesson: brokers that act as each other's clients and workers, against brokers that are peers. */

import { federated } from './federated-broker.js'
import { lesson as asLesson } from './lesson.js'
import { inWords, table } from './table.js'
import { type Played, play, type Scenario, tasksAt } from './virtual-cloud.js'

export const lesson = asLesson({}, [
  {
    text: `
      DC1 has clients and no worker. DC2 has idle workers and no client. How shall the one lend to
      the other? The least code is federation: a broker says "ready" to the other, as a worker
      would, takes a task, and hands it to a worker of its own. The other broker sees one worker
      more, and no code has to know of clusters.

      Four tasks come to DC1 at the same time. Each is one second of work, and DC2 has four idle
      workers.`,
    ask: 'How many of the four tasks does DC2 work on at the same time?',
    choices: ['four', 'two', 'one'],
    answer: 'one',
    because: `
      A worker says "ready", gets one task, answers, and only then is ready again: that is lock
      step, and it is what makes a worker simple. A broker that plays a worker is bound by the same
      rule, so that its four workers look like one. It has no word to say "I have room for three
      more".`,
    async run(stage) {
      // #region look
      const scenario: Scenario = {
        clusters: {
          DC1: { workers: 0 },
          DC2: { workers: 4, service: '1s' },
        },
        load: [tasksAt('DC1', 4)],
      }
      const played = play(scenario, 6000, federated)
      // #endregion

      const { lines, most, lastMs } = workIn(played)
      stage.draw('federation: the workers of DC2, a column for each 250 ms', lines)
      stage.claim(
        'the tasks are done one after the other',
        lastMs === 4000,
        `the last answer comes ${lastMs / 1000} s after the tasks`,
      )
      return inWords(most)
    },
  },
  {
    text: `
      Now the brokers know that they are brokers. DC2 tells a number, how many workers it has free,
      and DC1 may send as many tasks as that without waiting for an answer. It is the same moment,
      with the same four tasks and the same four workers.`,
    ask: 'When does the last answer reach DC1, counted from when the tasks came?',
    choices: ['after 1 s', 'after 2 s', 'after 4 s'],
    answer: 'after 1 s',
    because: `
      A number and an asynchronous channel are all that peering adds. "3" means: three at once, and
      "0" means: stop. It needs two kinds of messages, for two kinds of news, and brokers that
      know of each other. That is the price, and it is paid in one place: clients and workers do
      not notice.`,
    async run(stage) {
      const clusters = { DC1: { workers: 0 }, DC2: { workers: 4, service: '1s' } }
      const played = play({ clusters, load: [tasksAt('DC1', 4)] }, 6000)

      const { lines, most, lastMs } = workIn(played)
      stage.draw('peering: the workers of DC2, a column for each 250 ms', lines)
      stage.claim(
        'all that are idle work at once',
        most === 4,
        `${most} of the four workers have a task at the same time`,
      )
      return `after ${lastMs / 1000} s`
    },
  },
  {
    text: `
      Perhaps four workers were too few to judge it. DC1 has work without end, for fifty clients;
      work takes 100 ms, and a message 10 ms from one broker to the other. We count what DC2 does
      in ten seconds, with 2, 4, 8 and 16 workers.`,
    ask: 'How much more does the federation do with 16 workers than with 2?',
    choices: ['eight times as much', 'twice as much', 'nothing more'],
    answer: 'nothing more',
    because: `
      One task is under way, whatever is idle, and it is under way for 100 ms of work and twice 10
      ms of travel: eight or nine a second. More workers change nothing, and a longer wire makes it
      worse. Peering has as many under way as there are workers.

      Federation is not bad for all that: where a task is routed by the name of a service or by
      place, and what lies behind is one thing that does one task at a time, it is all one needs.
      To share load it is the wrong shape: ask of any design how many tasks can be under way.`,
    async run(stage) {
      const rows = [2, 4, 8, 16].map(workers => {
        const federation = doneIn10s(play(busy(workers), 11_000, federated))
        const peering = doneIn10s(play(busy(workers), 11_000))
        return { workers, federation, peering }
      })
      stage.draw(
        'tasks done by DC2 in ten seconds',
        table(
          ['workers', 'federation', 'peering'],
          rows.map(({ workers, federation, peering }) => [workers, federation, peering]),
        ),
      )
      const [first, last] = [rows[0], rows.at(-1)]
      if (!first || !last) throw new Error('nothing was counted')
      const growth = last.peering / first.peering
      stage.claim(
        'peering grows with the workers',
        growth > 6,
        `eight times the workers, ${growth.toFixed(1)} times the tasks`,
      )
      const ratio = last.federation / first.federation
      if (ratio < 1.1) return 'nothing more'
      return ratio < 4 ? 'twice as much' : 'eight times as much'
    },
  },
])

function busy(workers: number): Scenario {
  return {
    clusters: { DC1: { workers: 0 }, DC2: { workers, service: '100ms' } },
    links: { default: { latency: '10ms' } },
    load: [{ at: 'DC1', executor: 'closed', think: '1ms', clients: 50, from: '999ms' }],
  }
}

function doneIn10s({ cloud }: Played): number {
  return cloud.record.cluster('DC1').metrics.numbers().done
}

/** What each worker of DC2 did, how many worked at once, and when the last task was answered. */
function workIn({ messages }: Played) {
  const columnMs = 250
  const atBackend = messages.filter(({ at, socket }) => at === 'DC2' && socket === 'localbe')
  const began = atBackend.filter(({ dir }) => dir === 'out')
  const startMs = began[0]?.t ?? 0
  const spans = began.map(({ t, frames }) => {
    const end = atBackend.find(
      other => other.dir === 'in' && other.t > t && other.frames[0] === frames[0],
    )
    return { worker: String(frames[0]), fromMs: t - startMs, toMs: (end?.t ?? t) - startMs }
  })
  const isWorking = (worker: string, ms: number) =>
    spans.some(span => span.worker === worker && span.fromMs <= ms && ms < span.toMs)
  const lastMs = Math.max(...spans.map(({ toMs }) => toMs))
  const columns = Array.from({ length: Math.ceil(lastMs / columnMs) }, (_, at) => at * columnMs)
  const workers = [...new Set(atBackend.map(({ frames }) => String(frames[0])))].sort()
  return {
    lines: workers.map(worker => {
      const bar = columns.map(ms => (isWorking(worker, ms) ? '█' : '·')).join('')
      return `${worker}  ${bar}`
    }),
    most: Math.max(...columns.map(ms => workers.filter(worker => isWorking(worker, ms)).length)),
    lastMs,
  }
}
