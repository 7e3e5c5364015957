/** What is done to one cluster waits for what was done to it before; to another, it does not. */

import { expect, test } from 'vitest'
import { Turns } from '../../src/live/turns.js'

test('each waits for the one before, also for one that fails', async () => {
  const turns = new Turns()
  const done: string[] = []
  let fail = () => {}
  const start = turns.take(
    'A',
    () =>
      new Promise((_, reject) => {
        fail = () => reject(new Error('no room'))
      }),
  )
  const kill = turns.take('A', () => void done.push('kill A'))
  await turns.take('B', () => void done.push('kill B'))
  expect(done).toEqual(['kill B'])
  fail()
  await expect(start).rejects.toThrow('no room')
  await kill
  expect(done).toEqual(['kill B', 'kill A'])
})

test('all are over when the last is', async () => {
  const turns = new Turns()
  const done: string[] = []
  turns.take('A', async () => {})
  turns.take('A', () => void done.push('second'))
  await turns.over()
  expect(done).toEqual(['second'])
})
