/** A script that ends badly in the midst of a run, in the way that its argument says. */

import { openCloud } from 'peering'

const cloud = await openCloud('live', {
  clusters: { DC1: { service: '5ms' }, DC2: { service: '5ms' } },
  links: {},
})
await cloud.load('DC1', { executor: 'closed', think: '5ms' })
await cloud.break({ pause: 'DC2' })
process.stdout.write('runs\n')
// Until then it can be seen what there is to be left behind.
await new Promise(resolve => process.stdin.once('data', resolve))

const ways = {
  throws() {
    throw new Error('what a pity')
  },
  async 'throws, and lets go'() {
    try {
      throw new Error('what a pity')
    } finally {
      await cloud[Symbol.asyncDispose]()
      process.stdin.destroy()
    }
  },
  exits() {
    process.exit(7)
  },
  'goes on': () => cloud.pass('1h'),
}
await ways[process.argv[2]]()
