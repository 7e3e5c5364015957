/** What people and programs read: plain lines, one JSON object a line, help, completion. */

import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { liveTest, MAIN, type Place, type Program, QUICK } from '../support/live.js'

const GUIDE = fileURLToPath(new URL('../../scenarios/guide.yaml', import.meta.url))

const ESCAPE = '\u001b'

describe('a pipe', () => {
  liveTest.concurrent(
    'is given plain lines, and the summary at the end',
    async ({ place, expect }) => {
      const up = place.run([...`up DC1 DC2 ${QUICK}`.split(' '), '--dir', place.dir])
      await up.said(/^ +\d+ s DC2 busy \d\/5, waiting \d/)
      up.child.kill('SIGINT')
      expect(await up.exit()).toMatchObject({ code: 0, signal: null })
      const lines = up.stdout
      expect(lines.join('\n')).not.toContain(ESCAPE)
      expect(lines).toContainEqual(
        expect.stringMatching(/^preparing broker at DC1\b.*10 clients, 5 workers$/),
      )
      expect(lines).toContain('  0.0 s ready')
      expect(lines).toContainEqual(expect.stringMatching(/ DC1 sees DC2, \d free$/))
      expect(lines.at(-1)).toMatch(
        /^sent [\d,]+ = done [\d,]+ \+ lost 0 \+ in flight \d+ · .* · seed/,
      )
    },
  )

  liveTest.concurrent(
    'is given no colours, whatever else is said of them',
    async ({ place, expect }) => {
      for (const env of [{ NO_COLOR: '1' }, { FORCE_COLOR: '1' }]) {
        const lines = await linesOf(place, `DC1 --for 100ms ${QUICK}`, env)
        expect(lines.join('\n')).not.toContain(ESCAPE)
      }
    },
  )

  liveTest.concurrent('is given only the summary with --quiet', async ({ place, expect }) => {
    const lines = await linesOf(place, `DC1 --quiet --for 1200ms ${QUICK}`)
    expect(lines).toEqual([
      '',
      expect.stringMatching(/p99/),
      expect.stringMatching(/^DC1/),
      '',
      expect.stringMatching(/^ +tasks\/s +busy +mean +p90 +p95 +p99\.9$/),
      expect.stringMatching(/^DC1 +[\d.,]+ /),
      '',
      ...lines.slice(7),
    ])
    expect(lines[7]).toBe('delegated: nothing')
    // At most one note, and what it was made with.
    expect(lines.length).toBeLessThanOrEqual(11)
    expect(lines[1]).toMatch(/^ +sent +done +lost +in flight +local +cloud +p50 +p99 +max$/)
    expect(lines[2]).toMatch(/^DC1 +\d+ +\d+ +0 /)
  })
})

describe('--json', () => {
  liveTest.concurrent(
    'prints only objects, the last the summary of the contract',
    async ({ place, expect }) => {
      const up = place.start(`up DC1 DC2 --seed 7 ${QUICK}`)
      await up.status(
        'DC1',
        'tasks both ways',
        ({ peers }) => Number(peers.DC2?.delegated) > 0 && Number(peers.DC2?.served) > 0,
      )
      await up.end()
      expect(up.lines).toHaveLength(up.stdout.length)
      expect(new Set(up.lines.map(line => line.type))).toEqual(
        new Set(['start', 'ready', 'event', 'status', 'summary']),
      )
      expect(up.lines.slice(0, 2)).toMatchObject([{ at: 'DC1' }, { at: 'DC2' }])
      expect(up.lines.filter(line => line.type === 'ready')).toEqual([{ type: 'ready', t: 0 }])
      const number = expect.any(Number)
      const latencyMs = Object.fromEntries(
        ['mean', 'p50', 'p90', 'p95', 'p99', 'p999', 'max'].map(key => [key, number]),
      )
      const counts = Object.fromEntries(
        [
          ...['sent', 'done', 'lost', 'inFlight', 'retried', 'duplicates', 'malformed'],
          ...['local', 'cloud', 'overcommit', 'home', 'late', 'orphans'],
        ].map(key => [key, number]),
      )
      const totals = { ...counts, latencyMs }
      expect(up.summary).toMatchObject({
        type: 'summary',
        mode: 'live',
        name: 'up',
        seed: 7,
        durationMs: number,
        verdict: 'pass',
        exitCode: 0,
        total: { ...totals, waitMs: {} },
        clusters: {
          DC1: { ...totals, workers: 5, delegatedTo: { DC2: number }, servedFor: { DC2: number } },
          DC2: { ...totals, workers: 5, delegatedTo: { DC1: number }, servedFor: { DC1: number } },
        },
        thresholds: [],
        invariants: [{ name: 'conservation', verdict: 'true' }],
      })
      const { mean, p50, p90, p95, p99, p999, max } = up.summary.total.latencyMs
      const rising = [p50, p90, p95, p99, p999, max]
      expect(rising).toEqual(rising.toSorted((a, b) => a - b))
      expect(mean).toBeLessThan(max)
    },
  )

  liveTest.concurrent('with --quiet prints the summary alone', async ({ place, expect }) => {
    const dc1 = place.start(`DC1 --quiet --for 1200ms ${QUICK}`)
    await dc1.exit()
    expect(dc1.lines.map(line => line.type)).toEqual(['summary'])
    expect(dc1.stdout).toHaveLength(1)
  })
})

describe('the program', () => {
  liveTest.concurrent('tells its version', async ({ place, expect }) => {
    const { version } = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    )
    for (const words of ['--version', '-v'])
      expect(await linesOf(place, words, {}, false)).toEqual([version])
  })

  liveTest.concurrent('explains each of its commands with examples', async ({ place, expect }) => {
    for (const words of ['--help', 'up --help']) {
      const help = (await linesOf(place, words, {}, false)).join('\n')
      expect(help).toMatch(/Examples:\n +peering /)
      for (const option of ['--clients', '--state-ttl', '--policy', '--json']) {
        expect(help).toContain(option)
      }
      expect(Math.max(...help.split('\n').map(line => line.length))).toBeLessThanOrEqual(100)
    }
  })

  liveTest.concurrent('prints a completion script, and completes', async ({ place, expect }) => {
    const script = (await linesOf(place, 'completion', {}, false)).join('\n')
    expect(script).toContain('peering')
    expect(script).toContain('complete')
    const complete = (typed: string[]) =>
      allOf(place.run(['--get-yargs-completions', 'peering', ...typed]))
    const commands = [
      'up',
      'run',
      'sim',
      'fuzz',
      'replay',
      'trace',
      'compare',
      'lesson',
      'completion',
    ]
    expect(await complete([''])).toEqual(commands)
    for (const typed of [['--'], ['DC1', '--'], ['up', '--'], ['up', 'DC1', '--']]) {
      expect(await complete(typed)).toContain('--state-ttl')
    }
    const ofSim = await complete(['sim', '--'])
    expect(ofSim).toContain('--out')
    expect(ofSim).not.toContain('--state-ttl')
    expect(await complete(['DC1', ''])).toEqual([])
  })
})

describe('results', () => {
  liveTest('of many seeds are written, and compared', async ({ place, expect }) => {
    const out = join(place.dir, 'a.json')
    const sim = `sim ${GUIDE} --seed 5 --seeds 2 --quiet --json --out ${out}`
    const printed = JSON.parse((await linesOf(place, sim, {}, false)).join(''))
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject(printed)
    expect(printed).toMatchObject({ type: 'summary', seed: 5, seeds: [{ seed: 5 }, { seed: 6 }] })
    expect(printed.seeds[0].total).toEqual(printed.total)
    expect(printed.seeds[0].clusters).toEqual(printed.clusters)
    const compare = `compare ${out} ${out} --json`
    const compared = JSON.parse((await linesOf(place, compare, {}, false)).join(''))
    expect(compared).toMatchObject({ type: 'compare', a: { file: out, mode: 'sim', seeds: 2 } })
    expect(compared.figures[0]).toMatchObject({ figure: 'task.rate avg', difference: 0 })
  })

  liveTest('are written in all the forms that are asked for', async ({ place, expect }) => {
    const outs = ['a.html', 'a.json', 'a.csv', 'a.xml'].map(name => join(place.dir, name))
    const words = ['sim', GUIDE, '--quiet', ...outs.flatMap(out => ['--out', out])]
    await linesOf(place, words.join(' '), {}, false)
    const [page = '', json = '', csv = '', xml = ''] = outs.map(out => readFileSync(out, 'utf8'))
    expect(page).toMatch(/^<!doctype html>/)
    expect(JSON.parse(json)).toMatchObject({ type: 'summary', version: 1 })
    expect(csv).toMatch(/^t,cluster,sent,/)
    expect(xml).toMatch(/^<\?xml /)
  })

  liveTest(
    'of one seed are the same to the byte with --no-provenance',
    async ({ place, expect }) => {
      const kinds = ['html', 'json', 'csv', 'xml']
      const written = async (name: string, ...more: string[]) => {
        const outs = kinds.map(kind => join(place.dir, `${name}.${kind}`))
        const words = ['sim', GUIDE, '--json', ...outs.flatMap(out => ['--out', out]), ...more]
        const printed = await linesOf(place, words.join(' '), {}, false)
        return [...outs.map(out => readFileSync(out, 'utf8')), printed.at(-1) ?? '']
      }
      const first = await written('a', '--no-provenance')
      expect(await written('b', '--no-provenance')).toEqual(first)
      for (const text of await written('c')) {
        expect(text).toContain(process.version)
        expect(first).not.toContain(text)
      }
      expect(first.join('')).not.toContain('sha256')
    },
  )

  liveTest.concurrent.for([
    [['--gate'], 0, 'pass'],
    [['--gate', '--fail-if', 'task.done count > 0'], 2, undefined],
    [['--fail-if', 'task.lost count > 0', '--fail-if', 'task.rate avg >= 0/s'], 99, 'fail'],
    [['--fail-if', 'fault.recovery max > 1s'], 4, 'inconclusive'],
  ] as const)('are held to %j: code %i', async ([words, code, verdict], { place, expect }) => {
    const out = join(place.dir, 'a.json')
    await linesOf(place, `sim ${GUIDE} --quiet --out ${out}`, {}, false)
    const program = place.run(['compare', out, out, '--json', ...words])
    expect(await program.exit()).toMatchObject({ code })
    if (verdict === undefined) return
    expect(JSON.parse(program.stdout.join(''))).toMatchObject({ verdict, exitCode: code })
  })
})

describe('output that cannot be written', () => {
  liveTest.concurrent.for(['sim', 'compare'])(
    'ends %s with code 1',
    async (command, { place, expect }) => {
      const out = join(place.dir, 'a.json')
      await linesOf(place, `sim ${GUIDE} --quiet --out ${out}`, {}, false)
      const words = command === 'sim' ? ['sim', GUIDE] : ['compare', out, out]
      const ended = await place.shell('"$@" > /dev/full', [process.execPath, MAIN, ...words])
      expect(ended).toEqual({
        stdout: '',
        stderr: 'peering: Cannot write the output: no space is left on the disk\n',
        code: 1,
      })
    },
  )

  liveTest.concurrent.for(['--help', '--version', 'sim --help', 'completion'])(
    'ends %s with code 1',
    async (words, { place, expect }) => {
      const args = [process.execPath, MAIN, ...words.split(' ')]
      const { stderr, code } = await place.shell('"$@" > /dev/full', args)
      const problem = 'peering: Cannot write the output: no space is left on the disk\n'
      expect({ stderr, code }).toEqual({ stderr: problem, code: 1 })
    },
  )

  liveTest.concurrent('costs the report, and not the summary', async ({ place, expect }) => {
    const full = join(place.dir, 'full.html')
    symlinkSync('/dev/full', full)
    const program = place.run(['sim', GUIDE, '--quiet', '--out', full])
    expect(await program.exit()).toMatchObject({ code: 1 })
    expect(program.stdout.join('\n')).toContain('sent ')
    expect(program.stderr).toBe(`peering: Cannot write ${full}: no space is left on the disk\n`)
  })

  liveTest.concurrent('ends a run with a trace with code 1 as well', async ({ place, expect }) => {
    const program = place.run(['sim', GUIDE, '--quiet', '--trace', '/dev/full'])
    expect(await program.exit()).toMatchObject({ code: 1 })
    expect(program.stderr).toBe('peering: Cannot write /dev/full: no space is left on the disk\n')
  })

  liveTest.concurrent(
    'is no failure where the reader has seen enough',
    async ({ place, expect }) => {
      const words = [process.execPath, MAIN, 'replay', '7']
      const { stdout, stderr } = await place.shell('"$@" | head -1', words)
      expect(stdout.split('\n')).toHaveLength(2)
      expect(stderr).toBe('')
    },
  )
})

/** Runs to the end, and gives stdout; nothing may be on stderr. */
async function linesOf(
  place: Place,
  words: string,
  env: Record<string, string> = {},
  hasDir = true,
): Promise<string[]> {
  const dir = hasDir ? ['--dir', place.dir] : []
  return allOf(place.run([...words.split(' '), ...dir], { env }))
}

async function allOf(program: Program): Promise<string[]> {
  const { code } = await program.exit()
  if (code !== 0 || program.stderr !== '') throw new Error(`code ${code}: ${program.stderr}`)
  return program.stdout
}

describe('fuzz and replay', () => {
  liveTest.concurrent('fuzz tells in one object that nothing broke', async ({ place, expect }) => {
    const [line = ''] = await allOf(place.run(['fuzz', '--seeds', '20', '--json']))
    expect(JSON.parse(line)).toMatchObject({ type: 'fuzz', first: 0, seeds: 20, exitCode: 0 })
  })

  liveTest.concurrent(
    'fuzz that had no time for a seed is inconclusive',
    async ({ place, expect }) => {
      const program = place.run(['fuzz', '--for', '1ms', '--quiet', '--jobs', '1'])
      expect(await program.exit()).toMatchObject({ code: 4 })
      expect(program.stdout).toEqual([expect.stringMatching(/^0 seeds in .*: nothing was tried: /)])
    },
  )

  liveTest.concurrent(
    'replay shows the way of a task by the trace of a run, and how the brokers then stood',
    async ({ place, expect }) => {
      const guide = fileURLToPath(new URL('../../scenarios/guide.yaml', import.meta.url))
      await allOf(place.run(['sim', guide, '--quiet', '--trace', 'guide.jsonl']))
      const ask = ['replay', 'guide.jsonl', '--task', 'DC1-c0001#1']
      const lines = await allOf(place.run(ask))
      expect(lines[1]).toMatch(/^ +\d+\.\d{4} s {2}DC1-c0001 req out {2}DC1-c0001#1 \.\.\.\.$/)
      expect(
        lines.filter(line => / DC1-c0001 req in .*DC1-c0001#1@DC\d-w000\d$/.test(line)),
      ).toHaveLength(1)
      expect(lines.at(-1)).toMatch(/^DC3 +5\/5 +0 +0 +0 /)
      const again = await allOf(place.run(['replay', guide, ...ask.slice(2)]))
      expect(again).toEqual(lines)
    },
  )
})
