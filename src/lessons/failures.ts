/** Lesson: what goes wrong under the Guide's own rules for the cloud, and what mends each. */

import { lesson as asLesson } from './lesson.js'
import { inWords, table } from './table.js'
import { type Played, play, type Scenario, tasksAt } from './virtual-cloud.js'

// #region look
/** One number for all peers, any peer at random; nobody speaks unasked, nobody is forgotten. */
const GUIDE = { policy: 'guide', heartbeat: '1h', stateTtl: '0s', taskTimeout: '0s' } as const

/** The same clusters, load and chance under both rules. */
function underBoth(scenario: Scenario, ms: number): { guide: Played; ours: Played } {
  const clusters = Object.entries(scenario.clusters).map(
    ([name, cluster]) => [name, { ...cluster, ...GUIDE }] as const,
  )
  const guide = { ...scenario, clusters: Object.fromEntries(clusters) }
  return { guide: play(guide, ms), ours: play(scenario, ms) }
}
// #endregion

export const lesson = asLesson({}, [
  {
    text: `
      DC1 has two workers, and its peer DC2 has four. Six tasks come to DC1, a second of work each:
      two stay, and four go to DC2. Half a second later DC2 stands still, as a computer does whose
      power or cable is gone. Nobody closes a connection, as nobody is left to do it.

      Under the Guide's rules a broker sends a task, and forgets it. Clients wait for ten seconds
      and then give up.`,
    ask: 'How many of the four tasks at DC2 are ever answered?',
    choices: ['four', 'two', 'none'],
    answer: 'none',
    because: `
      The dead keep what they have, and their last word stands: DC1 would send them more. Three
      things mend it, and each needs the others. Every broker speaks each second, news or not, so
      that silence means something. Who is silent for three seconds is forgotten. And a broker
      keeps each task that it delegates until the answer is there, so that it can come home. Our
      brokers also have a limit for each answer, which is later here.

      The price: a peer that was only slow may do a task that somebody else does, too. So it should
      do no harm to do a task twice.`,
    async run(stage) {
      // #region look
      const { guide, ours } = underBoth(
        {
          clusters: {
            DC1: { workers: 2, service: '1s' },
            DC2: { workers: 4, service: '1s' },
          },
          load: [{ ...tasksAt('DC1', 6), timeout: '10s', retries: 0 }],
          faults: [{ at: '1500ms', pause: 'DC2' }],
        },
        20_000,
      )
      // #endregion

      const row = (rules: string, played: Played) => {
        const { done, lost, home } = numbersOf(played)
        return [rules, done, home, lost, lastAnswer(played)]
      }
      const head = ['rules', 'answered', 'came home', 'given up', 'last answer']
      stage.draw(
        'six tasks, four of them at DC2 when it stands still',
        table(head, [row("the Guide's", guide), row('ours', ours)]),
      )
      const { done, lost, home } = numbersOf(ours)
      stage.claim(
        'by our rules all that the dead had come home, and are done',
        done === 6 && lost === 0 && home === 4,
        `${home} came home, ${done} of 6 were answered`,
      )
      stage.claim(
        'they come home when DC2 has been silent for three seconds',
        lastAnswer(ours) === 'after 5 s',
        `with a second of work the last is answered ${lastAnswer(ours)}`,
      )
      // Two were done at home, where nothing went wrong.
      return inWords(numbersOf(guide).done - 2)
    },
  },
  {
    text: `
      DC3 has four idle workers, and has said "4". Then DC2 gives its last workers a minute of work
      each, and says "0". A second later four tasks come to DC1, which has no workers.

      The Guide's broker keeps one number for all of the cloud: what it was told last.`,
    ask: "When does the first of them leave DC1 for DC3, under the Guide's rules?",
    choices: ['at once', 'not in ten seconds', 'a second later'],
    answer: 'not in ten seconds',
    because: `
      DC2 spoke for itself, and was heard for all. Four workers idle, and clients give up. It ends
      when DC3 speaks again; but DC3 speaks when something has changed, and nothing will change, as
      nobody sends it anything. With one number for each peer, DC2's "0" is about DC2 alone. Whoever
      keeps less than he is told should know what he throws away.`,
    async run(stage) {
      // #region look
      const { guide, ours } = underBoth(
        {
          clusters: {
            DC1: { workers: 0 },
            DC2: { workers: 2, service: '60s' },
            DC3: { workers: 4, service: '1s' },
          },
          load: [
            tasksAt('DC2', 2, 1000),
            { ...tasksAt('DC1', 4, 2000), timeout: '10s', retries: 0 },
          ],
        },
        20_000,
      )
      // #endregion

      stage.draw('what DC1 is told before its tasks come, and what it keeps', toldBefore(guide))
      const row = (rules: string, played: Played) => {
        const { done, lost } = numbersOf(played)
        return [rules, firstLeft(played), done, lost]
      }
      const rows = [row("the Guide's", guide), row('ours', ours)]
      stage.draw('four tasks', table(['rules', 'first leaves', 'answered', 'given up'], rows))
      stage.claim(
        'with a number for each peer, DC3 gets all four at once',
        firstLeft(ours) === 'at once' && numbersOf(ours).done === 4,
        `the first leaves ${firstLeft(ours)}, ${numbersOf(ours).done} of 4 were answered`,
      )
      stage.claim(
        "with one number, the four workers of DC3 idle until the clients' time is up",
        numbersOf(guide).lost === 4,
        `${numbersOf(guide).lost} of 4 were given up`,
      )
      return firstLeft(guide)
    },
  },
  {
    text: `
      Now the other way round. DC2 has two workers, and both have three seconds of work to do; it
      has said "0". DC3 has sixteen idle workers, and was the last that spoke. Sixteen tasks come
      to DC1.

      The Guide's broker sees a cloud with room, and takes any peer by chance.`,
    ask: 'How many of the sixteen go to DC2?',
    choices: ['about half', 'none', 'all of them'],
    answer: 'about half',
    because: `
      Knowing that somebody has room, and not who, is knowing nothing: half of them go to the one
      peer that said "0", and wait there while DC3 has workers to spare. To choose among those that
      have room needs no more messages, only that what is told is kept by peer. And each task that
      is sent takes one off its peer's number, so that no more are sent than there is room.`,
    async run(stage) {
      // #region look
      const { guide, ours } = underBoth(
        {
          clusters: {
            DC1: { workers: 0 },
            DC2: { workers: 2, service: '3s' },
            DC3: { workers: 16, service: '1s' },
          },
          load: [
            tasksAt('DC2', 2, 1000),
            tasksAt('DC3', 1, 1500), // so that DC3 speaks last
            { ...tasksAt('DC1', 16, 3000), timeout: '1h' },
          ],
        },
        30_000,
      )
      // #endregion

      const row = (rules: string, played: Played) => {
        const { DC2 = 0, DC3 = 0 } = delegatedIn(played)
        return [rules, DC2, DC3, lastAnswer(played, 3000)]
      }
      const rows = [row("the Guide's", guide), row('ours', ours)]
      stage.draw('sixteen tasks', table(['rules', 'to DC2', 'to DC3', 'last answer'], rows))
      const [blind, seeing] = [delegatedIn(guide), delegatedIn(ours)]
      stage.claim(
        'by our rules none goes where nobody is free',
        seeing.DC3 === 16 && lastAnswer(ours, 3000) === 'after 1 s',
        `${seeing.DC3} go to DC3, the last is answered ${lastAnswer(ours, 3000)}`,
      )
      const share = (blind.DC2 ?? 0) / 16
      if (share === 0) return 'none'
      return share > 0.25 && share < 0.75 ? 'about half' : 'all of them'
    },
  },
])

function numbersOf({ cloud }: Played) {
  return cloud.record.cluster('DC1').metrics.numbers()
}

function delegatedIn({ cloud }: Played): Readonly<Record<string, number>> {
  return cloud.record.cluster('DC1').metrics.delegatedTo
}

/** To a client of DC1, since its tasks came. */
function lastAnswer({ messages }: Played, cameMs = 1000): string {
  const last = messages.findLast(
    ({ at, socket, dir }) => at === 'DC1' && socket === 'localfe' && dir === 'out',
  )
  return last ? `after ${Math.round((last.t - cameMs) / 1000)} s` : 'none'
}

/** When the first task leaves DC1, since they came. */
function firstLeft({ messages }: Played): string {
  const first = messages.find(
    ({ at, socket, dir }) => at === 'DC1' && socket === 'cloudbe' && dir === 'out',
  )
  if (!first) return 'not in ten seconds'
  return first.t - 2000 < 500 ? 'at once' : 'a second later'
}

/** The last word of each peer before the tasks come. */
function toldBefore({ messages }: Played): string[] {
  const heard = messages.filter(
    ({ at, socket, t }) => at === 'DC1' && socket === 'statefe' && t < 2000,
  )
  const words = heard.filter(
    ({ frames }, index) => !heard.slice(index + 1).some(later => later.frames[0] === frames[0]),
  )
  const known = new Map<string, string>()
  const rows = words.map(({ frames }) => {
    const [name = '', capacity = ''] = frames.map(String)
    known.set(name, `${name} ${capacity}`)
    return [`${name} says ${capacity}`, `cloud ${capacity}`, [...known.values()].join(', ')]
  })
  return table(['', "the Guide's", 'ours'], rows)
}
