/** What is well-formed and not true: of a peer, and of workers. */

import { Dealer } from 'zeromq'
import { GHOST } from '../cloud.mjs'

/** Of each cluster. */
const LIARS = 5

const NUMBERS = ['0', '1', '12', '1000000', '1000001', '-1', '1e6', '']

/** On its own state socket it speaks in the names of others. */
export async function forgedStates(stranger) {
  const { state } = await stranger.ghost()
  while (stranger.goesOn) {
    const name = stranger.oneOf(stranger.clusters)
    await stranger.send(state, [name, stranger.oneOf(NUMBERS)], 'states')
  }
}

/** To ids that may have been given out, for clients that are there. */
export async function forgedReplies(stranger) {
  const { cloud } = await stranger.ghost()
  while (stranger.goesOn) {
    const cluster = stranger.oneOf(stranger.clusters)
    const life = stranger.below(36 ** 4).toString(36)
    const id = `d${life}.${1 + stranger.below(1000)}`
    const client = stranger.oneOf(stranger.namesOf(cluster, 'c'))
    const body = `${client}#${1 + stranger.below(1000)}`
    await stranger.send(cloud, [cluster, id, client, '', body], 'replies')
  }
}

export async function million(stranger) {
  const { state } = await stranger.ghost()
  while (stranger.goesOn) {
    await stranger.send(state, [GHOST, '1000000'], 'states')
    await stranger.rest(50)
  }
}

/** They are workers, and may answer as they please. */
export async function liars(stranger) {
  await stranger.each(cluster =>
    Promise.all(
      Array.from({ length: LIARS }, async () => {
        const worker = stranger.connect(Dealer, cluster, 'localbe')
        await stranger.send(worker, ['', 'READY'])
        await stranger.hear(worker, ([, ...task]) => answer(stranger, worker, task))
      }),
    ),
  )
}

async function answer(stranger, worker, task) {
  const lie = ['', ...task.slice(0, -1), 'another answer']
  const answers = [
    [['', ...task.slice(0, -1), `${task.at(-1)}@liar`]],
    [lie],
    [
      ['', ...task],
      ['', ...task],
    ],
    [
      ['', 'somebody', '', 'an answer'],
      ['', 'READY'],
    ],
    [['no delimiter'], lie],
  ]
  for (const one of stranger.oneOf(answers)) await stranger.send(worker, one)
}
