/** Crowds: of workers that do nothing, of workers that go, of clients that ask without end. */

import { Dealer } from 'zeromq'

/** All at each cluster. */
const SILENT_WORKERS = 1000
const MORTALS = 10
const ASKERS = 200
const REQUESTS_EACH = 100

/** Behind one socket, which puts their names on the envelope. */
export async function readyFlood(stranger) {
  await stranger.each(async cluster => {
    const socket = stranger.connect(Dealer, cluster, 'localbe', { sendHighWaterMark: 0 })
    for (let nth = 0; nth < SILENT_WORKERS && stranger.goesOn; nth++) {
      await stranger.send(socket, [`silent-${nth}`, '', 'READY'])
    }
    while (stranger.goesOn) {
      const name = `silent-${stranger.below(SILENT_WORKERS)}`
      await stranger.send(socket, [name, '', 'READY'])
      await stranger.rest()
    }
  })
}

export async function workerDeaths(stranger) {
  const live = async (cluster, nth) => {
    for (let life = 0; stranger.goesOn; life++) {
      const routingId = `mortal-${nth}-${life}`
      const worker = stranger.connect(Dealer, cluster, 'localbe', { routingId })
      await stranger.send(worker, ['', 'READY'])
      await stranger.hear(worker, () => {
        stranger.count('tasks taken')
        stranger.drop(worker)
      })
      await stranger.rest(50)
    }
  }
  await stranger.each(cluster =>
    Promise.all(Array.from({ length: MORTALS }, (_, nth) => live(cluster, nth))),
  )
}

export async function requestFlood(stranger) {
  const ask = async (cluster, nth) => {
    const asker = stranger.connect(Dealer, cluster, 'localfe', { sendHighWaterMark: 0 })
    for (let count = 0; count < REQUESTS_EACH && stranger.goesOn; count++) {
      await stranger.send(asker, ['', `asker-${nth}#${count}`], 'requests')
    }
    // One more for each that is answered.
    await stranger.hear(asker, () => stranger.send(asker, ['', `asker-${nth}#x`], 'requests'))
  }
  await stranger.each(cluster =>
    Promise.all(Array.from({ length: ASKERS }, (_, nth) => ask(cluster, nth))),
  )
}
