/** The command `peering trace` beside clusters that run. */

import { describe } from 'vitest'
import { readTraceLine } from '../../src/trace/read-line.js'
import { isMessage } from '../../src/trace/trace.js'
import { liveTest, type Place, QUICK } from '../support/live.js'

const trace = (place: Place, words: string) =>
  place.run(['trace', ...words.split(' '), '--dir', place.dir])

describe('beside clusters that run, peering trace', () => {
  liveTest('shows what passes, as asked, and burdens nobody', async ({ place, expect }) => {
    const up = place.start(`up DC1 DC2 ${QUICK} --load closed:30ms --workers 3 --clients 6`)
    await up.status('DC1', 'tasks delegated', ({ cloud }) => cloud > 0)

    const [task, message, unknown, unnamed, following, json] = [
      trace(place, 'DC1 DC2'),
      trace(place, 'DC1 --socket cloudbe'),
      trace(place, 'DC12'),
      trace(place, 'DC1 D\nC'),
      trace(place, 'DC1 DC2 --follow'),
      trace(place, 'DC1 --follow --json --socket localbe'),
    ]

    expect(await task.exit()).toMatchObject({ code: 0, signal: null })
    expect(task.stdout[0]).toMatch(
      /^(DC[12])-c\d+#\d+: answered by (?!\1)DC[12]-w\d+ after [\d.]+ ms$/,
    )
    expect(task.stdout.join('\n')).toMatch(
      /Frame 1 {2}│ +9 │ DC.-c\d+ .*identity of client, pushed/,
    )

    expect(await message.exit()).toMatchObject({ code: 0, signal: null })
    expect(message.stdout[0]).toMatch(/^DC1 (?:sends it to DC2 by|takes it from DC2 at) cloudbe$/)
    expect(message.stdout.join('\n')).toContain('delegation id')

    expect(await unknown.exit()).toMatchObject({ code: 2, signal: null })
    expect(unknown.stderr).toMatch(/^peering: DC12 is not running .*: did you mean "DC1"\?\n$/)

    expect(await unnamed.exit()).toMatchObject({ code: 2, signal: null })
    expect(unnamed.stderr).toMatch(/^peering: The cluster name "D\\nC" .*\n$/)

    await json.said(/"dir":"out"/)
    json.child.kill('SIGINT')
    expect(await json.exit()).toMatchObject({ code: 0, signal: null })
    for (const line of json.stdout) {
      const event = readTraceLine(line)
      expect(event && isMessage(event) && event.socket).toBe('localbe')
    }

    await following.said(/ DC2 cloudfe in {3}DC1 \| d/)
    await up.end()
    expect(await following.exit()).toMatchObject({ code: 0, signal: null })
    expect(following.stdout.slice(-2).sort()).toEqual(['DC1 has ended', 'DC2 has ended'])
  })

  liveTest('ends with whoever reads it, and with what it waits for', async ({ place, expect }) => {
    const idle = place.start(`DC1 ${QUICK} --load closed:1h`)
    await idle.until('ready', ({ type }) => type === 'ready')
    const waiting = trace(place, 'DC1 --task DC1-c0001#99')
    const head = place.shell('"$@" | head -1', [
      ...[process.execPath, ...waiting.child.spawnargs.slice(1, 2)],
      ...['trace', 'DC1', '--follow', '--dir', place.dir],
    ])
    expect((await head).stdout).toMatch(/^ +[\d.]+ s {2}DC1 statebe out {2}DC1 \| \d+\n$/)
    await idle.end()
    expect(await waiting.exit()).toMatchObject({ code: 4, signal: null })
    expect(waiting.stderr).toBe('peering: DC1 ended before it passed\n')
  })
})
