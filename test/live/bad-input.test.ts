/** Bad input: one clear line on stderr, exit code 2, and nothing that was begun. */

import { existsSync, mkdirSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe } from 'vitest'
import { liveTest, MAIN } from '../support/live.js'

const GUIDE = fileURLToPath(new URL('../../scenarios/guide.yaml', import.meta.url))

const PACKAGE = fileURLToPath(new URL('../../package.json', import.meta.url))

/** Where not even root can make anything. */
const PROC = ['DC1 --dir /proc/peering/below', /Cannot make the directory \/proc\/peering/] as const

/** What is typed after `peering`, and what is said; the grammar has a table of its own. */
const TABLE: readonly (readonly [words: string, says: RegExp])[] = [
  // Nothing, or not enough.
  ['', /Name a cluster, as in "peering DC1 DC2 DC3"/],
  ['up', /Name clusters, as in "peering up DC1 DC2 DC3"/],
  ['sim', /Name a scenario, as in "peering sim guide"/],
  // Options.
  ['DC1 --wrokers 5', /Unknown option --wrokers: did you mean "--workers"\?/],
  ['DC1 -x', /Unknown option -x: "peering --help" lists the options\n/],
  ['DC1 --json=maybe', /The option --json takes no value/],
  ['up DC1 --quiet=false', /The option --quiet takes no value/],
  ['DC1 --local icp', /--local: "icp" is unknown: did you mean "ipc"\?/],
  ['DC1 --clients', /The option --clients needs a value/],
  ['DC1 --policy weigthed', /--policy: "weigthed" is unknown: did you mean "weighted"\?/],
  ['DC1 --policy ./nothing.ts', /--policy: Cannot read the policy nothing.ts: no such file or/],
  ['up DC1 DC2 --policy {dir}/a-file', /--policy: \S*a-file: there is no default export: write /],
  ['DC1 --local inporc', /--local: "inporc" is unknown: did you mean "inproc"\?/],
  // Durations, rates, distributions.
  ['DC1 --timeout 10', /--timeout: Cannot parse duration "10": add a unit such as 10s/],
  ['DC1 --for 0s', /--for 0s: use a time above 0/],
  ['DC1 --for=-1s', /--for: Cannot parse duration "-1s"/],
  ['DC1 --state-ttl 500ms', /--state-ttl 500ms is shorter than the heartbeat of 1s: /],
  ['DC1 --heartbeat 0s', /--heartbeat 0s: use a time of at least 1ms/],
  ['DC1 --load gide', /--load: .*did you mean "guide"\?/],
  ['DC1 --load closed:5', /--load: Cannot parse duration "5": add a unit such as 5s/],
  ['DC1 --service expp:5ms', /--service: .*did you mean "exp"\?/],
  // Counts and sizes.
  ['DC1 --clients -1', /--clients -1: use a whole number of 0 or more, such as 5\n/],
  ['DC1 --workers 1.5', /--workers 1.5: use a whole number of 0 or more, such as 5\n/],
  ['DC1 --workers -3', /--workers/],
  ['DC1 --workers 2.5', /--workers 2.5: use a whole number of 0 or more, such as 5\n/],
  ['DC1 --clients 65537', /--clients 65537: use a whole number from 0 to 65536/],
  ['DC1 --retries=-1', /--retries/],
  ['DC1 --body 1048577', /--body 1048577: use a whole number from 1 to 1048576/],
  ['DC1 --seed abc', /--seed abc: use a whole number of 0 or more, such as 5\n/],
  ['DC1 --seed 1234567890123456', /--seed 1234567890123456: use at most 15 digits\n/],
  ['DC1 --client-threads 0', /--client-threads 0: use a whole number above 0\n/],
  ['DC1 --dir=', /The option --dir needs a value\n/],
  ['sim guide --duration=', /The option --duration needs a value\n/],
  ['replay 99999999999', /The seed 99999999999 is none of peering fuzz: use one below \d+\n/],
  // Files that are none.
  ['run {dir}/circle', /Cannot read \S+circle: its links lead in a circle\n/],
  ['replay {dir}/circle', /Cannot read \S+circle: its links lead in a circle\n/],
  ['trace {dir}/circle', /Cannot read \S+circle: its links lead in a circle\n/],
  [`sim ${'x'.repeat(300)}`, /Cannot read x+: the name is too long\n/],
  [`trace ${'x'.repeat(300)}`, /Cannot read x+: the name is too long\n/],
  // Names.
  ['run DC2', /There is no file DC2, and no scenario of that name comes along/],
  [
    'compleshun DC2',
    /"compleshun" is no command: did you mean "peering completion DC2"\? A cluster/,
  ],
  ['upp A B', /"upp" is no command: did you mean "peering up A B"\? A cluster of that name: /],
  ['list', /"list" is no command: did you mean "peering run --list"\?/],
  ['-- up A', /"up" is the name of a command and cannot be a cluster/],
  ['runn x.yaml', /"runn" is no command: did you mean "peering run x.yaml"\?/],
  ['up DC1 lesson', /"lesson" is the name of a command/],
  ['DC/1', /The cluster name "DC\/1" has a "\/"/],
  ['DC1 ../DC2', /The cluster name "..\/DC2" must begin with a letter or a digit/],
  [`DC1 ${'x'.repeat(33)}`, /The cluster name "x{33}" is longer than 32 bytes/],
  ['DC1 DC2 DC3 DC2', /The peer DC2 is listed twice/],
  ['DC1 DC2 DC1', /DC1 is listed among its own peers/],
  ['up DC1 DC2 DC1', /DC1 is named twice/],
  ['DC1 --json false', /"false" cannot be a cluster: leave it out; --json and --quiet take no/],
  // The machine.
  [`DC1 --dir {dir}/${'d'.repeat(100)}`, /The socket path .* bytes, and 107 is the most: use a/],
  ['up A B --dir {dir}/none/below', /Cannot make the directory .*: there is no .*none: make it f/],
  [
    'DC1 --dir {dir}/a-file/below',
    /Cannot make the directory .*: part of this path is a file, not/,
  ],
  [
    'up DC1 DC2 --dir {dir}/a-file',
    /Cannot make the directory .*: it is a file, not a directory\n/,
  ],
  ...(existsSync('/proc/self') ? [PROC] : []),
  ['DC1 --endpoints ipc://{dir}/{cluster}.ipc', /must have \{cluster\} and \{socket\} in it/],
  [
    'DC1 --endpoints ipc:///nosuch/{cluster}-{socket}',
    /Cannot make the socket \/nosuch\/DC1-\w+: no such file or directory\n/,
  ],
  ['DC1 --endpoints tcp://{cluster}:{socket}', /"tcp:.*" must begin with ipc:\/\//],
  // Scenarios.
  ['sim nothing.yaml', /Cannot read nothing.yaml: no such file or directory\n/],
  ['sim .', /Cannot read .: it is a directory, not a file\n/],
  [`sim ${GUIDE} --workers 3`, /Unknown option --workers: "peering sim --help" lists the options/],
  [`sim ${GUIDE} other.yaml`, /"other.yaml" is one word too many/],
  [`sim ${GUIDE} --out x.txt`, /--out x.txt: use a file that ends in .html, .json, .csv or .xml/],
  [
    `sim ${GUIDE} --out x.json --out y.txt`,
    /--out y.txt: use a file that ends in .html, .json, .csv or .xml/,
  ],
  [
    `sim ${GUIDE} --out nowhere/x.json`,
    /Cannot write nowhere\/x.json: no such file or directory\n/,
  ],
  [`sim ${GUIDE} --policy ./mine.ts`, /--policy: Cannot read the policy mine.ts: no such file/],
  [`run ${GUIDE} --policy wieghted`, /--policy: "wieghted" is unknown: did you mean "weighted"/],
  [`run ${GUIDE} --trace nowhere/x`, /Cannot write nowhere\/x: no such file or directory\n/],
  [`sim ${GUIDE} --trace nowhere/x`, /Cannot write nowhere\/x: no such file or directory\n/],
  [`sim ${GUIDE} --trace x --seeds 2`, /--trace: a trace is of one seed, and --seeds says 2/],
  [`sim ${GUIDE} --out x.json --trace ./x.json`, /--out and --trace name the same file, .\/x.json/],
  ['sim {dir}/result.json', /result.json is a summary of a run, no scenario: use peering compare/],
  // Runs.
  ['run', /Name a scenario, as in "peering run guide": "peering run --list" lists those/],
  ['run gide', /There is no file gide, and no scenario .* comes along: did you mean "guide"\?/],
  ['run xyz', /no scenario of that name comes along: "peering run --list" lists them/],
  ['run nothing.yaml', /Cannot read nothing.yaml: no such file or directory\n/],
  ['sim guide --set clusters.DC1.wrokers=4', /peering: --set clusters.DC1.wrokers=4: Unknown key/],
  ['run guide --set foo', /--set foo: use a path and a value, such as clusters.DC1.workers=4\n/],
  [
    'run guide --seeds 3',
    /--seeds: on real sockets each seed takes all of its time: use "peering /,
  ],
  ['sim guide --duration 0s', /--duration 0s: use a time above 0\n/],
  ['replay a-trace --set seed=3', /--set is for scenarios, and a-trace is none: leave it out/],
  ['run guide --scale 0', /--scale 0: use a number above 0 and up to 1\n/],
  ['run guide --scale 2', /--scale 2: use a number above 0 and up to 1\n/],
  ['run guide --scale 0,1', /--scale 0,1: use a number above 0 and up to 1\n/],
  ['run guide --duration 10', /--duration: Cannot parse duration "10": add a unit such as 10s/],
  ['run guide --out report.txt', /--out report.txt: use a file that ends in /],
  ['run guide --out nowhere/x.json', /Cannot write nowhere\/x.json: no such file or directory\n/],
  ['run guide --wrokers 3', /Unknown option --wrokers/],
  // Seeds and traces.
  ['fuzz --seeds 0', /--seeds 0: use a whole number above 0/],
  ['fuzz --seed 2000000000', /--seed 2000000000: use one below 1073741824/],
  ['fuzz --for 0s', /--for 0s: use a time above 0/],
  ['fuzz --seeds 1 --dir nowhere', /Cannot write nowhere: no such file or directory\n/],
  ['fuzz --seeds 1 --dir {dir}/a-file', /Cannot write .*a-file: /],
  ['fuzz --job 2', /Unknown option --job: did you mean "--jobs"\?/],
  ['fuzz --jobs 65', /--jobs 65: use 64 at most/],
  ['fuzz 7', /"7" is one word too many/],
  ['replay', /Name a trace, a scenario or a seed, as in "peering replay /],
  ['replay nothing.jsonl', /Cannot read nothing.jsonl: no such file or directory\n/],
  ['replay empty', /empty: this is no trace: there is no event in it/],
  ['replay {dir}/result.json', /result.json is a summary of a run, no scenario: use peering c/],
  ['replay a-trace', /a-trace: this is no trace: line 1 is no event: no event/],
  ['replay a-trace --seed 3', /--seed: a trace has had its chances/],
  ['replay ticks', /There is nothing to show in this trace: it has only ticks and draws/],
  ['replay a-trace --policy random', /--policy: a-trace has its own; leave it out/],
  ['replay 7 --seed 3', /--seed: 7 is the seed already/],
  ['replay 7 --at 5', /--at: Cannot parse duration "5": add a unit such as 5s/],
  ['replay 7 --task DC9-c0001#1', /--task DC9-c0001#1: nothing of it is in this run/],
  // What passed.
  ['trace', /Name a cluster that runs, or a trace, as in "peering trace DC1"/],
  ['trace nothing.jsonl', /Cannot read nothing.jsonl: no such file or directory\n/],
  ['trace {dir}/empty', /empty: this is no trace: there is no event in it/],
  ['trace {dir}/a-trace', /a-trace: this is no trace: line 1 is no event: no event/],
  ['trace {dir}/a-trace DC1', /a-trace is the name of a file: use one file alone, or/],
  ['trace {dir}/a-way --task DC1-c0001#4', /did you mean "DC1-c0001#3"\? There is 1 task in it\n/],
  ['trace {dir}/a-way --task c', /--task c: no task of that client is in it. There is 1 task in/],
  ['trace {dir}/a-way --socket cloudff', /there is no socket "cloudff": did you mean "cloudfe"\?/],
  ['trace {dir}/a-way --from 1s --until 1s', /--until: use a time that is later than that of --f/],
  ['trace {dir}/a-way --from 1s --diagram', /There is nothing to draw: no message passed then/],
  ['trace {dir}/a-way --svg nowhere/x.svg', /Cannot write nowhere\/x.svg: no such file or dir/],
  ['trace {dir}/a-way --follow', /--follow is for clusters that run, and this is a file/],
  ['trace {dir}/a-way --json --diagram', /--json: leave it out where something is drawn/],
  ['trace DC1 --dir {dir} --from 1s', /--from is for the file of a trace, and this is a cluster/],
  ['trace DC1 --dir {dir}', /DC1 is not running in .*, and no other cluster is/],
  ['trace DC1 --dir {dir} --socket req', /--socket: of clusters that run only brokers are seen/],
  [`sim ${GUIDE} --seeds 0`, /--seeds 0: use a whole number above 0/],
  // Results.
  ['lesson envelops', /There is no lesson "envelops": did you mean "envelopes"\?/],
  ['lesson xyz', /There is no lesson "xyz": use one of envelopes/],
  ['lesson envelopes --workers 3', /The lesson "envelopes" does not vary --workers: it has none/],
  ['lesson 16', /There is no lesson "16": did you mean "peering3"\?/],
  ['lesson --code', /--code: of which lesson\?/],
  ['lesson envelopes --workers 0', /--workers 0: use a whole number above 0/],
  ['lesson envelopes --workers 101', /--workers 101: use at most 100/],
  ['lesson envelopes --all', /--all runs every lesson: leave it out, or "envelopes"/],
  ['compare', /Name two results, as in "peering compare a.json b.json"/],
  ['compare a.json', /Name two results, as in "peering compare a.json b.json"/],
  ['compare a.json b.json', /Cannot read a.json: no such file or directory\n/],
  [
    `compare ${GUIDE} b.json`,
    /guide.yaml is no result of a run: it is not JSON from line 1, column 1 on: use /,
  ],
  [
    `compare ${PACKAGE} b.json`,
    /package.json is no result of a run: type is "module", not "summary": use /,
  ],
  [
    'compare a.json b.json --fail-if nothing>3',
    /--fail-if: Unknown figure "nothing": use one of task.rate avg, /,
  ],
  ['compare a.json b.json --by clster', /--by: Unknown "clster": did you mean "cluster"\?/],
  [
    'compare a.json b.json --out a.pdf',
    /--out: a.pdf: use a file that ends in .html, .md or .json/,
  ],
  ['compare a.json --baseline a.json', /Name two results, as in "peering compare a.json b.json"/],
  ['compare a.json b.json --fail-if', /The option --fail-if needs a value/],
  ['compare a.json b.json --josn', /Unknown option --josn: did you mean "--json"\?/],
]

const WAY = '{"t":0,"at":"DC1","socket":"localfe","dir":"in","frames":["c","","DC1-c0001#3"]}'
const EVENT = '{"t":0,"at":"DC1","fact":"ready","about":"DC1-w0001","count":1}'

describe('bad input is refused in one line, with code 2', () => {
  liveTest.concurrent.for(TABLE)('peering %s', async ([words, says], { place, expect }) => {
    writeFileSync(join(place.dir, 'a-file'), '')
    writeFileSync(join(place.dir, 'empty'), '\n')
    symlinkSync('circle', join(place.dir, 'circle'))
    writeFileSync(join(place.dir, 'result.json'), '{"type":"summary"}\n')
    writeFileSync(join(place.dir, 'a-trace'), 'no event\nno event\n')
    writeFileSync(join(place.dir, 'ticks'), EVENT.replace('ready', 'tick'))
    writeFileSync(join(place.dir, 'a-way'), WAY)
    const args = words.split(' ').filter(word => word !== '')
    const own = args.map(word =>
      word.startsWith('ipc:') ? word : word.replace('{dir}', place.dir),
    )
    const isOfClusters = !/^(run|sim|fuzz|replay|compare|lesson|trace)/.test(words)
    const where = isOfClusters && !words.includes('--dir') ? ['--dir', join(place.dir, 'made')] : []
    const program = place.run([...own, ...where])
    const { code, signal } = await program.exit()
    expect(program.stderr).toMatch(says)
    expect({ code, signal, lines: program.stderr.split('\n').length - 1 }).toEqual({
      code: 2,
      signal: null,
      lines: 1,
    })
    expect(program.stderr).toMatch(/^peering: /)
    expect(program.stdout).toEqual([])
    expect((await readdir(place.dir, { recursive: true })).filter(isSocket)).toEqual([])
  })

  liveTest('a directory in the place of a socket', async ({ place, expect }) => {
    for (const socket of ['A-localfe', 'A-trace']) {
      const path = join(place.dir, `${socket}.ipc`)
      mkdirSync(path)
      for (const words of [['A'], ['up', 'B', 'A']]) {
        const program = place.run([...words, '--dir', place.dir, '--for', '1s'])
        expect(await program.exit()).toMatchObject({ code: 2 })
        const says = `Cannot make the socket ${path}: a directory is in its place, remove it`
        expect(program.stderr).toBe(`peering: ${says}\n`)
      }
      rmdirSync(path)
    }
  })

  liveTest('but a link in the place of a socket is replaced', async ({ place, expect }) => {
    symlinkSync('A-cloud.ipc', join(place.dir, 'A-cloud.ipc'))
    const program = place.start('A --for 100ms')
    expect(await program.exit()).toMatchObject({ code: 0 })
    expect(place.sockets).toEqual([])
  })

  liveTest('run, where its directory cannot be made', async ({ place, expect }) => {
    const env = { XDG_RUNTIME_DIR: '/proc' }
    const program = place.run(['run', 'guide', '--duration', '1s'], { env })
    expect(await program.exit()).toMatchObject({ code: 2 })
    expect(program.stderr).toMatch(/^peering: Cannot make the directory \/proc\/peering-.*\n$/)
  })

  liveTest('a scenario that breaks things after its end', async ({ place, expect }) => {
    const program = place.run(['run', 'cluster-dies', '--duration', '10s'])
    expect(await program.exit()).toMatchObject({ code: 2 })
    const lines = program.stderr.trimEnd().split('\n')
    expect(lines).toContainEqual(
      expect.stringMatching(
        /yaml:\d+:\d+: at: 15s is after the end of the run at 10s \(because of --duration 10s\)$/,
      ),
    )
    for (const line of lines) expect(line).toMatch(/cluster-dies.yaml:\d+:\d+: /)
  })

  liveTest('a fault on a cluster that does not run', async ({ place, expect }) => {
    const scenario = `version: 1
duration: 10s
clusters: { A: , B: }
faults:
  - { at: 2s, kill: A }
  - { at: 4s, pause: A, resume: 5s }`
    writeFileSync(join(place.dir, 'a.yaml'), scenario)
    const program = place.run(['run', 'a.yaml'])
    expect(await program.exit()).toMatchObject({ code: 2 })
    expect(program.stderr).toBe(
      'a.yaml:6:22: pause: at 4s it cannot be, as A was killed at 2s\n' +
        'a.yaml:6:33: resume: at 5s it cannot be, as A was killed at 2s\n',
    )
  })

  liveTest('more clusters than there is memory', async ({ place, expect }) => {
    const names = Array.from({ length: 400 }, (_, index) => `C${index}`)
    const scenario = `version: 1
duration: 10s
clusters: { ${names.map(name => `${name}: { peers: [] }`).join(', ')} }
load: [{ at: [${names.join(', ')}], executor: guide, clients: 65000, sockets: shared }]`
    writeFileSync(join(place.dir, 'a.yaml'), scenario)
    const program = place.run(['run', 'a.yaml'])
    expect(await program.exit()).toMatchObject({ code: 2 })
    expect(program.stderr).toMatch(
      /^peering: The scenario needs about \d+ MiB of memory, and \d+ MiB are free: use .*\n$/,
    )
  })

  liveTest('more sockets than there may be descriptors', async ({ place, expect }) => {
    const { stderr, stdout, code } = await place.shell('ulimit -n 256; exec "$@"', [
      ...[process.execPath, MAIN, 'DC1', 'DC2', '--clients', '100', '--dir', place.dir],
    ])
    expect(stderr).toMatch(
      /^peering: DC1 needs 424 file descriptors .*, and the limit is 256: .*"ulimit -n 424".*\n$/,
    )
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(place.sockets).toEqual([])
  })
})

function isSocket(file: string): boolean {
  return file.endsWith('.ipc')
}
