/** Lesson: the whole cloud, live: three clusters as real processes, one of which is killed. */

import { openCloud } from '../run/cloud.js'
import { lesson as asLesson } from './lesson.js'
import { table } from './table.js'

const NAMES = ['DC1', 'DC2', 'DC3'] as const

export const lesson = asLesson({}, [
  {
    text: `
      All of it together: three clusters, each a process with a broker, its workers and its clients,
      on real sockets. A broker has six: one to the clients, one to the workers, two for the tasks
      of the cloud, and two for news. DC1 has one worker, DC2 and DC3 have three each.

      DC1 has six clients that ask again as soon as they are answered. A task is 100 ms of work. We
      wait for forty answers.`,
    ask: "Of ten of DC1's tasks, about how many are done by other clusters?",
    choices: ['three', 'five', 'eight'],
    answer: 'eight',
    because: `
      One worker has one task; the other five find none at home, and leave. What goes away is only
      what would have waited, and that is most of it. Nobody planned that share: each broker uses
      the worker that it has, else a peer that said it has room, and the rest follows. The clients
      are simple REQ sockets, and have no idea where their work is done.`,
    async run(stage) {
      // #region look
      const clusters = {
        DC1: { workers: 1, service: '100ms' },
        DC2: { workers: 3, service: '100ms' },
        DC3: { workers: 3, service: '100ms' },
      }
      await using cloud = await openCloud('live', { clusters })
      await cloud.load('DC1', { executor: 'closed', think: '1ms', clients: 6 })
      await cloud.until(() => cloud.status('DC1').done >= 40, '5s')
      const { total, clusters: at } = await cloud.stop()
      // #endregion

      const rows = NAMES.map(name => [name, clusters[name].workers, at.DC1?.doneBy[name] ?? 0])
      stage.draw('who did the tasks of DC1', table(['', 'workers', 'tasks'], rows))
      const { sent, done, lost, cloud: away } = total
      stage.claim(
        'every task that was sent has been answered',
        done === sent && lost === 0,
        `${sent} sent, ${done} answered, ${lost} lost`,
      )
      const share = away / done
      if (share > 0.6) return 'eight'
      return share > 0.4 ? 'five' : 'three'
    },
  },
  {
    text: `
      The same three, but work takes a minute in DC3. We wait until it has three tasks of DC1, and
      then we kill its process, as kill -9 does: no word of farewell, no answer, nothing put away.
      Its broker, its workers and the three tasks are gone at once.

      A client waits ten seconds for its answer, and a peer is forgotten if it is silent for
      three.`,
    ask: 'When does DC1 know that DC3 is gone?',
    choices: ['in less than a second', 'after three seconds', 'after ten seconds'],
    answer: 'in less than a second',
    because: `
      The operating system outlives the process, and closes its connections; the brokers watch
      theirs, and see it end. So DC1 need not wait for silence. It has kept a copy of each task
      that it delegated, takes the three back, and gives them to whoever is free. Their clients
      saw nothing but a longer wait.

      Where the whole machine dies, or the wire, no connection ends. Then silence is the only news,
      and three seconds are the price. Both ways lead to the same few lines of the broker.`,
    async run(stage) {
      // #region look
      const clusters = {
        DC1: { workers: 1, service: '50ms' },
        DC2: { workers: 3, service: '50ms' },
        DC3: { workers: 3, service: '60s' },
      }
      await using cloud = await openCloud('live', { clusters })
      await cloud.load('DC1', { executor: 'closed', think: '1ms', clients: 6 })
      const atDC3 = () => cloud.status('DC1').peers.DC3?.outstanding ?? 0
      await cloud.until(() => atDC3() >= 3, '5s')

      await cloud.break({ kill: 'DC3' })
      const misses = (name: 'DC1' | 'DC2') => cloud.status(name).peers.DC3?.ageMs === null
      await cloud.until(() => misses('DC1') && misses('DC2'), '5s')
      const { total, faults = [] } = await cloud.stop()
      // #endregion

      const noticed = faults[0]?.noticedAfterMs ?? {}
      const { DC1 = Number.NaN, DC2 = Number.NaN } = noticed
      stage.draw('after the kill', [
        `${DC1} ms  DC1 has noticed`,
        `${DC2} ms  DC2 has noticed`,
        `${total.home} tasks came home to DC1`,
      ])
      stage.claim('the tasks that DC3 had come home', total.home >= 3, `${total.home} came home`)
      const { sent, done, lost, retried } = total
      stage.claim(
        'no task is lost, and no client has to ask twice',
        done === sent && lost === 0 && retried === 0,
        `${sent} sent, ${done} answered, ${lost} lost, ${retried} sent again`,
      )
      const lastMs = Math.max(DC1, DC2)
      if (lastMs < 1000) return 'in less than a second'
      return lastMs < 9000 ? 'after three seconds' : 'after ten seconds'
    },
  },
])
