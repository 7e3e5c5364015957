/** Scenario files that are not well: each problem, in exact words, at its line and column. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../src/scenario/scenario.js'
import { ScenarioError } from '../../src/scenario/scenario-error.js'
import { UsageError } from '../../src/scenario/usage-error.js'

/** The lines of complaint, without the name of the file. */
function complaints(text: string): string[] {
  try {
    readScenario(text, 'x.yaml')
    return []
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return error.message.split('\n').map(line => line.replace(/^x\.yaml:/, ''))
  }
}

const HEAD = 'version: 1\nduration: 60s\n'
/** Three lines, so that what follows is on line 4. */
const THREE = `${HEAD}clusters: { DC1: , DC2: , DC3: { workers: 2 } }\n`

const ALL_WRONG = `\
version: 2
nam: x
duration: 90
clusters:
  DC1: { workers: five, polcy: x }
  -x: { policy: wieghted, peers: [DC1, DC9] }
load:
  - { at: [DC1, DC0], executor: clsed, clients: 0 }
thresholds:
  - task.latncy: p(99) < 2s
`

describe('a file', () => {
  test('has all its problems told at once, each with its line and column', () => {
    expect(complaints(ALL_WRONG)).toEqual([
      '1:10: version: use 1, the only version there is, not 2',
      '2:1: Unknown key "nam" in a scenario: did you mean "name"?',
      '3:11: duration: Cannot parse duration "90": add a unit such as 90s',
      '5:19: workers: use a whole number from 0 to 65536, not "five"',
      '5:25: Unknown key "polcy" in a cluster: did you mean "policy"?',
      '6:3: The cluster name "-x" must begin with a letter or a digit',
      '6:17: policy: "wieghted" is unknown: did you mean "weighted"?',
      '6:40: peers: "DC9" is no cluster of this file: did you mean "DC1"?',
      '8:17: at: "DC0" is no cluster of this file: did you mean "DC1"?',
      '8:33: executor: "clsed" is unknown: did you mean "closed"?',
      '8:49: clients: use a whole number from 1 to 65536, not 0',
      '10:5: Unknown metric "task.latncy": did you mean "task.latency"?',
    ])
  })

  test('is named in each line, and its problems are to be had one by one', () => {
    try {
      readScenario('version: 1\n', 'some/where.yaml')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError)
      const { message, problems } = error as ScenarioError
      expect(message).toMatch(/^some\/where\.yaml:1:1: .*\nsome\/where\.yaml:1:1: /)
      expect(problems[0]).toEqual({
        line: 1,
        col: 1,
        message: 'The key "duration" is missing: use a time such as 250ms, 10s or 2m',
      })
    }
  })

  const KEYS = 'use keys such as version, duration and clusters'
  test.each([
    ['', [`1:1: The file is empty: ${KEYS}`]],
    ['# nothing\n', [`1:1: The file is empty: ${KEYS}`]],
    ['- a\n', [`1:1: The file is a list: ${KEYS}`]],
    ['hello', [`1:1: The file is "hello": ${KEYS}`]],
    ['a: [1', ['1:6: Not YAML: a ] is missing']],
    ['a: b: c', ['1:4: Not YAML: a second ": " in a line: put the value in quotes']],
    ['{"version": 1', ['1:14: Not YAML: a } is missing']],
    ['a: 1\n--- \nb: 2', ['2:1: A second document begins here: use a file for each scenario']],
    ['a: !secret 1', ['1:4: Unresolved tag: !secret: leave the tag out']],
    ['a: *b', ['1:4: There is no anchor &b before the alias *b']],
    [
      `a: &a [x]\nb: &b [${'*a,'.repeat(40)}]\nc: [${'*b,'.repeat(40)}]`,
      ['1:1: The file has too many aliases: write less of it'],
    ],
    [`${THREE}seed: 1\nseed: 2`, ['5:1: The key seed is there twice: leave one of them out']],
    [
      `${HEAD}clusters: { DC1: , DC1: { workers: -1 } }`,
      [
        '3:20: The key DC1 is there twice: leave one of them out',
        '3:36: workers: use a whole number from 0 to 65536, not -1',
      ],
    ],
  ])('that is %j is refused', (text, lines) => {
    expect(complaints(text)).toEqual(lines)
  })
})

describe('the head', () => {
  test.each([
    ['seed: -1', '4:7: seed: use a whole number from 0 to 9007199254740991, not -1'],
    ['seed: abc', '4:7: seed: use a whole number from 0 to 9007199254740991, not "abc"'],
    ['name: 7', '4:7: name: use a name, not 7'],
    ['name: ""', '4:7: name: use a name, not ""'],
    ['warmup: 60s', '4:9: warmup: 60s is not before the end of the run at 60s'],
    ['warmup: [5s]', '4:9: warmup: use a time such as 10s, not a list'],
    ['warmup: -5s', '4:9: warmup: -5s is before the start of the run'],
    ['expect: { theory: mm1 }', '4:19: theory: "mm1" is unknown: did you mean "mmc"?'],
    ['expect: mmc', '4:9: Use a map for expect, not "mmc"'],
    ['expect: {}', '4:9: The key "theory" is missing: use one of mmc, pooled-mmc, closed-mmc, mg1'],
    ['broker: { heartbeat: 0s }', '4:22: heartbeat: use a time of at least 1ms, not 0s'],
    [
      'constructor: 1',
      '4:1: Unknown key "constructor" in a scenario: use one of $schema, ' +
        'version, name, seed, duration, warmup, clusters, broker, links, load, faults, ' +
        'attacks, thresholds, expect',
    ],
  ])('that says %j is refused', (text, line) => {
    expect(complaints(THREE + text)).toEqual([line])
  })

  test.each([
    ['duration: 0s', '1:11: duration: use a time of at least 1ms, not 0s'],
    ['duration: 1d', '1:11: duration: Cannot parse duration "1d": use one of us, ms, s, m, h'],
    ['duration: { a: 1 }', '1:11: duration: use a time such as 250ms, 10s or 2m, not a map'],
    ['duration:', '1:1: duration: use a time such as 250ms, 10s or 2m, not nothing'],
  ])('with %j is refused', (text, line) => {
    expect(complaints(`${text}\nversion: 1\nclusters: { DC1: }`)).toEqual([line])
  })
})

describe('clusters', () => {
  test.each([
    [
      'clusters: {}',
      '3:11: There is no cluster: use a map of clusters, such as DC1: { workers: 5 }',
    ],
    ['clusters: 3', '3:11: clusters: use a map of clusters, such as DC1: { workers: 5 }, not 3'],
    ['clusters: { DC1: 5 }', '3:18: Use a map for a cluster, not 5'],
    [
      'clusters: { "a b": }',
      '3:13: The cluster name "a b" has a " ": use letters, digits, "_", "." and "-"',
    ],
    [
      'clusters: { DC1: { peers: [DC1] } }',
      '3:28: peers: DC1 is listed among its own peers: leave it out',
    ],
    [
      'clusters: { A: { peers: [B, B] }, B: }',
      '3:29: peers: B is listed twice: name each peer once',
    ],
    [
      'clusters: { A: { peers: B }, B: }',
      '3:25: peers: use a list of clusters, such as [DC2, DC3], not "B"',
    ],
    ['clusters: { A: { peers: [7] } }', '3:26: peers: use the name of a cluster, not 7'],
    [
      'clusters: { A: { service: expo:1s } }',
      '3:27: service: Cannot parse distribution "expo:1s": did you mean "exp"?',
    ],
    [
      'clusters: { A: { service: [1s] } }',
      '3:27: service: use a time such as 100ms, or a distribution such as exp:100ms, not a list',
    ],
    [
      'clusters: { A: { workers: 2.5 } }',
      '3:27: workers: use a whole number from 0 to 65536, not 2.5',
    ],
    [
      'clusters: { A: { clientThreads: 0 } }',
      '3:33: clientThreads: use a whole number from 1 to 1024, not 0',
    ],
    [
      'clusters: { A: { heartbeat: 5s } }',
      '3:29: stateTtl: 3s is shorter than the heartbeat of 5s: every peer would be forgotten ' +
        'between two words, use 5s or more, or 0s for never',
    ],
    [
      'clusters: { A: }\nbroker: { stateTtl: 250ms }',
      '4:21: stateTtl: 250ms is shorter than the heartbeat of 1s: every peer would be ' +
        'forgotten between two words, use 1s or more, or 0s for never',
    ],
    [
      'clusters: { A: { clients: 5 } }',
      '3:18: Unknown key "clients" in a cluster: use one of workers, service, peers, policy, ' +
        'heartbeat, stateTtl, stateInterval, taskTimeout, clientThreads, workerThreads, ' +
        'workerSockets',
    ],
  ])('that say %j are refused', (text, line) => {
    expect(complaints(HEAD + text)).toEqual([line])
  })

  test('are missing', () => {
    expect(complaints(HEAD)).toEqual([
      '1:1: There is no cluster: use a map of clusters, such as DC1: { workers: 5 }',
    ])
  })

  test('are too many', () => {
    const names = Array.from({ length: 1001 }, (_, index) => `  c${index}:\n`).join('')
    expect(complaints(`${HEAD}clusters:\n${names}`)).toEqual([
      '4:3: There are 1001 clusters: use at most 1000',
    ])
  })
})

describe('links', () => {
  test.each([
    ['links: []', '4:8: links: use a map of links, such as DC1-DC2, not a list'],
    ['links: { defalt: }', '4:10: Unknown key "defalt" in links: did you mean "default"?'],
    [
      'links: { DC1-DC4: }',
      '4:10: The link "DC1-DC4": "DC4" is no cluster of this file: did you mean "DC1"?',
    ],
    ['links: { DC1>DC2>DC3: }', '4:10: "DC1>DC2>DC3" names no two clusters of this file'],
    [
      'links: { DC1-DC1: }',
      '4:10: "DC1-DC1" goes from a cluster to itself: use the link local for that',
    ],
    ['links: { DC1-DC2: , DC2-DC1: }', '4:21: DC2-DC1 is the link DC1-DC2: name it once'],
    ['links: { default: 5ms }', '4:19: Use a map for a link, not "5ms"'],
    [
      'links: { default: { latncy: 5ms } }',
      '4:21: Unknown key "latncy" in a link: did you mean "latency"?',
    ],
    [
      'links: { default: { latency: 5 } }',
      '4:30: latency: Cannot parse duration "5": add a unit such as 5s',
    ],
    [
      'links: { local: { loss: 1.5 } }',
      '4:25: loss: use a share such as 0.05 or 5%, from 0 to 1, not 1.5: write 1.5% or 0.015',
    ],
    [
      'links: { local: { loss: 101% } }',
      '4:25: loss: use a share such as 0.05 or 5%, from 0 to 1, not "101%"',
    ],
    [
      'links: { local: { loss: } }',
      '4:19: loss: use a share such as 0.05 or 5%, from 0 to 1, not nothing',
    ],
    [
      'links: { local: { bandwidth: 10mb/s } }',
      '4:30: bandwidth: Cannot parse bandwidth "10mb/s": did you mean "MB"?',
    ],
    [
      'links: { local: { bandwidth: fast } }',
      '4:30: bandwidth: Cannot parse bandwidth "fast": use a form such as 10MB/s',
    ],
    [
      'links: { local: { bandwidth: 0B/s } }',
      '4:30: bandwidth: Cannot parse bandwidth "0B/s": it must be above 0',
    ],
  ])('that say %j are refused', (text, line) => {
    expect(complaints(THREE + text)).toEqual([line])
  })

  test('that can be read in two ways are refused', () => {
    const clusters = 'clusters: { a: , a-b: , b-c: , c: }'
    expect(complaints(`${HEAD}${clusters}\nlinks: { a-b-c: }`)).toEqual([
      '4:10: "a-b-c" can be read in two ways: name its directions, such as DC1>DC2',
    ])
  })
})

describe('a load', () => {
  const WORDS = 'use one of guide, closed, rate, ramping-rate, replay'
  test.each([
    ['5', '4:8: Use a map for a load, not 5'],
    ['{ at: DC1 }', `4:8: The key "executor" is missing: ${WORDS}`],
    ['{ at: DC1, executor: 5 }', `4:29: executor: ${WORDS}, not 5`],
    ['{ at: DC1, executor: constructor }', `4:29: executor: "constructor" is unknown: ${WORDS}`],
    [
      '{ executor: guide }',
      '4:8: The key "at" is missing: use the name of a cluster, or a list of names',
    ],
    [
      '{ at: [], executor: guide }',
      '4:14: at: use the name of a cluster, or a list of names, not a list',
    ],
    [
      '{ at: [DC1, 5], executor: guide }',
      '4:14: at: use the name of a cluster, or a list of names, not 5',
    ],
    [
      '{ at: DC4, executor: guide }',
      '4:14: at: "DC4" is no cluster of this file: did you mean "DC1"?',
    ],
    [
      '{ at: [DC4], executor: guide }',
      '4:15: at: "DC4" is no cluster of this file: did you mean "DC1"?',
    ],
    [
      '{ at: [DC1, DC1], executor: guide }',
      '4:20: at: DC1 is listed twice: name each cluster once',
    ],
    [
      '{ at: DC1, executor: closed }',
      '4:8: The key "think" is missing: use a time such as 100ms, or a distribution such as ' +
        'exp:100ms',
    ],
    [
      '{ at: DC1, executor: closed, think: 5 }',
      '4:44: think: Cannot parse duration "5": add a unit such as 5s',
    ],
    [
      '{ at: DC1, executor: rate, rate: 0/s }',
      '4:41: rate: Cannot parse rate "0/s": it must be above 0',
    ],
    [
      '{ at: DC1, executor: rate, rate: 1/s, arrivals: evn }',
      '4:56: arrivals: "evn" is unknown: did you mean "even"?',
    ],
    [
      '{ at: DC1, executor: guide, think: 1s }',
      '4:36: Unknown key "think" in a load of executor guide: use one of at, clients, timeout, ' +
        'retries, body, sockets, from, until, failover, failoverAfter, executor',
    ],
    [
      '{ at: DC1, executor: guide, body: 0 }',
      '4:42: body: use a whole number from 1 to 1048576, not 0',
    ],
    [
      '{ at: DC1, executor: guide, body: 1048577 }',
      '4:42: body: use a whole number from 1 to 1048576, not 1048577',
    ],
    [
      '{ at: DC1, executor: guide, timeout: 0s }',
      '4:45: timeout: use a time of at least 1ms, not 0s',
    ],
    [
      '{ at: DC1, executor: guide, until: 61s }',
      '4:43: until: 61s is after the end of the run at 60s',
    ],
    [
      '{ at: DC1, executor: guide, from: 60s }',
      '4:42: from: 60s is not before the end of the run at 60s',
    ],
    [
      '{ at: DC1, executor: guide, from: 9s, until: 8s }',
      '4:42: from: 9s is not before the end of the load at 8s',
    ],
    ['{ at: DC1, executor: replay }', '4:8: The key "file" is missing: use the path of a CSV file'],
  ])('that says %s is refused', (text, line) => {
    expect(complaints(`${THREE}load: [${text}]`)).toEqual([line])
  })

  test('of too many clients is refused, in all or in several', () => {
    const of = (clients: number) => `  - { at: DC1, executor: guide, clients: ${clients} }\n`
    expect(complaints(`${THREE}load:\n${of(65_537)}`)).toEqual([
      '5:42: clients: use a whole number from 1 to 65536, not 65537',
    ])
    expect(complaints(`${THREE}load:\n${of(60_000)}${of(6000)}`)).toEqual([
      '6:42: clients: DC1 has 66000 in all: use at most 65536 for a cluster',
    ])
  })
})

describe('a slip in YAML is told once, with what is likely meant', () => {
  const A = 'clusters: { A: }\n'
  const COLON = 'a space is missing after the colon'
  test.each([
    [
      'clusters:\n\tA: { workers: 2 }\n  B: {}',
      '4:1: Not YAML: a tab at the beginning of a line: use',
    ],
    ['clusters:\n  A: { workers:2 }', `4:8: ${COLON} of workers`],
    ['clusters:\n  A:{ workers: 2 }', `4:3: ${COLON} of A`],
    ['name:a\nclusters: { A: }', `3:1: Not YAML: ${COLON}`],
    ['name: a: b\nclusters: { A: }', '3:7: Not YAML: a second ": " in a line: put the value in'],
    [
      `${A}load:\n  - { at: A, executor: rate, rate: ${'${RATE'} }`,
      '5:37: Not YAML: use ${NAME} or',
    ],
    [`${A}load:\n  - { at: A, executor: guide`, '5:29: Not YAML: a } is missing'],
    [`${A}load: [ { at: A, executor: guide } ] ]`, '4:38: Not YAML: there is one ] too many'],
    [
      `${A}load:\n  -{ at: A, executor: guide }\n  -{ at: A }`,
      '5:10: Not YAML: a space is missing aft',
    ],
    [`${A}load:\n  - at A\n    executor: guide`, '5:5: Not YAML: a colon is missing after the key'],
    [
      `${A}thresholds:\n  - { metric: task.latency{origin:A}, expr: p(99) < 2s }`,
      '5:27: Not YAML: put the metric in quotes',
    ],
    ['name: @a\nclusters: { A: }', '3:7: Not YAML: a value that begins with @ needs quotes'],
    ['name: "a\nclusters: { A: }', '4:17: Not YAML: a " is missing at the end of a text'],
    ['clusters:\n  A: { workers: 2 }\n B:', '5:1: Not YAML: begin this line in the same column'],
  ])('%j', (text, line) => {
    const lines = complaints(`${HEAD}${text}`)
    expect(lines[0]).toContain(line)
    expect(lines).toHaveLength(1)
  })
})

describe('stages', () => {
  const LIST = 'use a list of stages, such as { to: 60/s, over: 30s }'
  test.each([
    ['5', `stages: ${LIST}, not 5`, 0],
    ['[]', `stages: there is none: ${LIST}`, 0],
    ['[5]', 'Use a map for a stage, not 5', 1],
    ['[{ to: 5/s, over: -5s }]', 'over: a stage of -5s goes backwards', 18],
    ['[{ to: 5/s, over: 1s }, { hold: -5s }]', 'hold: a stage of -5s goes backwards', 32],
    ['[{ to: 5/s }]', 'The key "over" is missing: use a time such as 30s', 1],
    ['[{ to: 5, over: 1s }]', 'to: Cannot parse rate "5": use a form such as 60/s or 1200/m', 7],
    [
      '[{ to: 1/s, over: 1s }, { hold: 1s, over: 1s }]',
      'Unknown key "over" in a stage that holds: use one of hold',
      36,
    ],
    ['[{ to: 5/s, over: 61s }]', 'stages: they last 61s, and the load only 60s', 0],
    ['[{ hold: 5s }]', 'stages: no task ever arrives: use a rate above 0', 0],
  ])('that are %s are refused', (stages, problem, offset) => {
    const text = `${THREE}load:\n  - { at: DC1, executor: ramping-rate, stages: ${stages} }`
    expect(complaints(text)).toEqual([`5:${48 + Number(offset)}: ${problem}`])
  })

  test('are missing', () => {
    expect(complaints(`${THREE}load:\n  - { at: DC1, executor: ramping-rate }`)).toEqual([
      `5:5: The key "stages" is missing: ${LIST}`,
    ])
  })
})

describe('a fault', () => {
  const KINDS = 'kill, pause, partition, slow, loss, kill-workers, join, leave'
  test.each([
    ['kill DC1', '4:10: Use a map for a fault, not "kill DC1"'],
    ['{ at: 5s }', `4:10: It is not said what happens: use one of ${KINDS}`],
    ['{ at: 5s, kil: DC1 }', '4:20: Unknown fault "kil": did you mean "kill"?'],
    ['{ at: 5s, explode: DC1 }', `4:20: Unknown fault "explode": use one of ${KINDS}`],
    [
      '{ at: 5s, kill: DC1, pause: DC1 }',
      '4:31: A fault is one thing, not kill and pause: use an entry for each',
    ],
    ['{ kill: DC1 }', '4:10: The key "at" is missing: use a time such as 10s'],
    ['{ at: -1s, kill: DC1 }', '4:16: at: -1s is before the start of the run'],
    ['{ at: 60s, kill: DC1 }', '4:16: at: 60s is at the end of the run at 60s'],
    ['{ at: 2m, kill: DC1 }', '4:16: at: 120s is after the end of the run at 60s'],
    ['{ at: 5s, kill: DC4 }', '4:26: kill: "DC4" is no cluster of this file: did you mean "DC1"?'],
    ['{ at: 5s, kill: [DC1] }', '4:26: kill: use the name of a cluster, not a list'],
    [
      '{ at: 5s, kill: DC1, resume: 9s }',
      '4:31: Unknown key "resume" in the fault kill: use one of at, kill, restart',
    ],
    ['{ at: 5s, kill: DC1, restart: 5s }', '4:40: restart: 5s is not after the fault itself at 5s'],
    ['{ at: 5s, pause: DC1, resume: 61s }', '4:40: resume: 61s is after the end of the run at 60s'],
    [
      '{ at: 5s, partition: [[DC1], [DC2]], heal: 4s }',
      '4:53: heal: 4s is not after the fault itself at 5s',
    ],
    [
      '{ at: 5s, partition: [[DC1]] }',
      '4:31: partition: use two groups or more, such as [[DC1], [DC2, DC3]], not a list',
    ],
    [
      '{ at: 5s, partition: [DC1, [DC2]] }',
      '4:32: partition: use a list of clusters, such as [DC2, DC3], not "DC1"',
    ],
    ['{ at: 5s, partition: [[DC1], []] }', '4:39: partition: a group is empty: leave it out'],
    [
      '{ at: 5s, partition: [[DC1], [DC2, DC1]] }',
      '4:45: partition: DC1 is there twice: a cluster is in one group at most',
    ],
    [
      '{ at: 5s, partition: [[DC1], [DC5]] }',
      '4:40: partition: "DC5" is no cluster of this file: did you mean "DC1"?',
    ],
    ['{ at: 5s, slow: DC1 }', '4:10: It is not said how slow: use factor: 5'],
    ['{ at: 5s, slow: DC1-DC2 }', '4:10: It is not said how slow: use factor: 5 or latency: 100ms'],
    [
      '{ at: 5s, slow: DC1, latency: 1s }',
      '4:31: latency: a cluster has none: use factor, or name a link such as DC1-DC2',
    ],
    [
      '{ at: 5s, slow: DC1-DC2, latency: 1s, factor: 2 }',
      '4:35: latency: there is a factor as well: use one of the two',
    ],
    ['{ at: 5s, slow: DC1, factor: 0 }', '4:39: factor: use a number above 0, such as 5, not 0'],
    [
      '{ at: 5s, slow: DC4, factor: 2 }',
      '4:26: slow: "DC4" is no cluster of this file: did you mean "DC1"?',
    ],
    [
      '{ at: 5s, loss: DC1-DC5, probability: 1 }',
      '4:26: loss: The link "DC1-DC5": "DC5" is no cluster of this file: did you mean "DC1"?',
    ],
    [
      '{ at: 5s, loss: DC1-DC2 }',
      '4:10: The key "probability" is missing: use a share such as 0.05 or 5%, from 0 to 1',
    ],
    [
      '{ at: 5s, loss: DC1, probability: 2 }',
      '4:44: probability: use a share such as 0.05 or 5%, from 0 to 1, not 2: write 2% or 0.02',
    ],
    [
      '{ at: 5s, kill-workers: DC3, count: 3 }',
      '4:46: count: DC3 has 2 workers: use at most so many, not 3',
    ],
    [
      '{ at: 5s, kill-workers: DC3, count: 1 }, { at: 8s, kill-workers: DC3, count: 2 }',
      '4:87: count: DC3 has 1 worker left at 8s: use at most so many, not 2',
    ],
    [
      '{ at: 5s, kill-workers: DC3 }, { at: 8s, kill-workers: DC3 }',
      '4:65: kill-workers: DC3 has none left at 8s',
    ],
    [
      '{ at: 5s, kill-workers: DC3, restart: 5s }',
      '4:48: restart: 5s is not after the fault itself at 5s',
    ],
  ])('that says %s is refused', (text, line) => {
    expect(complaints(`${THREE}faults: [${text}]`)).toEqual([line])
  })

  test.each([
    [
      '{ at: 5s, kill: DC1 }, { at: 9s, kill: DC1 }',
      33,
      'kill',
      'at 9s it cannot be, as DC1 was killed at 5s',
    ],
    [
      '{ at: 5s, leave: DC1 }, { at: 9s, pause: DC1 }',
      34,
      'pause',
      'at 9s it cannot be, as DC1 left at 5s',
    ],
    [
      '{ at: 5s, pause: DC1 }, { at: 9s, kill: DC1 }',
      34,
      'kill',
      'at 9s it cannot be, as DC1 was paused at 5s',
    ],
    [
      '{ at: 5s, kill: DC1 }, { at: 9s, kill-workers: DC1 }',
      33,
      'kill-workers',
      'at 9s it cannot be, as DC1 was killed at 5s',
    ],
    [
      '{ at: 5s, leave: DC1 }, { at: 9s, slow: DC1, factor: 2 }',
      34,
      'slow',
      'at 9s it cannot be, as DC1 left at 5s',
    ],
    [
      '{ at: 5s, join: DC1 }, { at: 9s, join: DC1 }',
      33,
      'join',
      'at 9s it cannot be, as DC1 runs then',
    ],
  ])('of %s cannot be', (text, offset, key, problem) => {
    const col = 10 + offset + key.length + 2
    expect(complaints(`${THREE}faults: [${text}]`)).toEqual([`4:${col}: ${key}: ${problem}`])
  })

  test.each([
    ['slow: DC1, factor: 2, until: 20s', 'slow: DC1, factor: 3', 'slow: another is on DC1'],
    ['slow: DC1-DC2, factor: 2', 'slow: DC2>DC1, latency: 1s', 'slow: another is on DC2>DC1'],
    ['loss: DC1, probability: 1', 'loss: DC3-DC1, probability: 0', 'loss: another is on DC3>DC1'],
  ])('that says %s and then %s is refused', (first, second, problem) => {
    const text = `${THREE}faults:\n  - { at: 5s, ${first} }\n  - { at: 9s, ${second} }\n`
    expect(complaints(text)).toEqual([`6:21: ${problem} at 9s: let that end before`])
  })

  test('may follow another of its kind, or go with one of another', () => {
    const faults = `faults:
  - { at: 5s, slow: DC1, factor: 2, until: 9s }
  - { at: 9s, slow: DC1, factor: 3 }
  - { at: 9s, slow: DC1-DC2, factor: 3 }
  - { at: 9s, loss: DC1-DC2, probability: 5% }
`
    expect(complaints(THREE + faults)).toEqual([])
  })
})

describe('a threshold', () => {
  const FAULTS =
    'faults: [{ at: 5s, kill: DC1, restart: 9s }, { at: 20s, kill: DC2, restart: 25s }]\n'
  test.each([
    ['5', '5:14: Use a threshold such as task.lost: count == 0, not 5'],
    ['{}', '5:14: Use a threshold such as task.lost: count == 0, not an empty map'],
    ['{ task.lost: 5 }', '5:27: task.lost: use an expression such as p(99) < 2s, not 5'],
    ['{ task.lots: count == 0 }', '5:16: Unknown metric "task.lots": did you mean "task.lost"?'],
    [
      '{ task.lost: count == 0, task.done: count > 0 }',
      '5:39: A threshold is on one metric, not also on task.done: use an entry for each',
    ],
    [
      '{ metric: task.lost }',
      '5:14: The key "expr" is missing: use an expression such as p(99) < 2s',
    ],
    [
      '{ metric: task.lost, expr: count == 0, windw: 1s }',
      '5:53: Unknown key "windw" in a threshold: did you mean "window"?',
    ],
    [
      '{ task.lost: p(99) < 2s }',
      '5:27: Cannot parse threshold "p(99) < 2s": of task.lost, use one of count, rate, ratio',
    ],
    ['{ task.latency: p(99) < 2 }', '5:30: Cannot parse duration "2": add a unit such as 2s'],
    [
      '{ task.latency: p(101) < 2s }',
      '5:30: Cannot parse threshold "p(101) < 2s": a percentile is from 0 to 100',
    ],
    [
      '{ task.latency: p99 < 2s }',
      '5:30: Cannot parse threshold "p99 < 2s": of task.latency, use one of p(99), avg, min, ' +
        'max, count',
    ],
    [
      '{ task.latency: slow }',
      '5:30: Cannot parse threshold "slow": use a form such as p(99) < 2s',
    ],
    [
      '{ task.lost: count = 0 }',
      '5:27: Cannot parse threshold "count = 0": use one of <, <=, >, >=, ==, !=',
    ],
    [
      '{ task.lost: count == none }',
      '5:27: Cannot parse threshold "count == none": compare a count with a whole number',
    ],
    ['{ task.lost: ratio < 2 }', '5:27: Cannot parse share "2": write 2% or 0.02'],
    ['{ task.rate: min > 5 }', '5:27: Cannot parse rate "5": use a form such as 60/s or 1200/m'],
    [
      '{ "task.latency{origin:DC4}": avg < 1s }',
      '5:16: origin: "DC4" is no cluster of this file: did you mean "DC1"?',
    ],
    [
      '{ "task.latency{orign:DC1}": avg < 1s }',
      '5:16: Unknown label "orign" of task.latency: did you mean "origin"?',
    ],
    [
      '{ "task.latency{path:colud}": avg < 1s }',
      '5:16: Unknown path "colud": did you mean "cloud"?',
    ],
    [
      '{ "task.latency{path:cloud": avg < 1s }',
      '5:16: Cannot parse metric "task.latency{path:cloud": use a form such as ' +
        'task.latency{origin:DC1}',
    ],
    [
      '{ "task.latency{DC1}": avg < 1s }',
      '5:16: Cannot parse metric "task.latency{DC1}": use labels such as {origin:DC1}',
    ],
    [
      '{ metric: task.lost, expr: count == 0, window: 2m }',
      '5:61: window: 120s is too long, as only 60s are measured',
    ],
    [
      '{ metric: task.lost, expr: count == 0, after: 60s }',
      '5:60: after: nothing is left to measure at 60s, as the run ends at 60s',
    ],
    [
      '{ metric: task.lost, expr: count == 0, after: heal+1s }',
      '5:60: after: "heal" does not happen: use one of kill, restart',
    ],
    [
      '{ metric: task.lost, expr: count == 0, after: restrt }',
      '5:60: after: "restrt" does not happen: did you mean "restart"?',
    ],
    [
      '{ metric: task.lost, expr: count == 0, after: kill+1s }',
      '5:60: after: kill happens 2 times: say which, such as kill#1',
    ],
    [
      '{ metric: task.lost, expr: count == 0, after: kill#3 }',
      '5:60: after: kill happens 2 times: there is no kill#3',
    ],
    [
      '{ metric: task.lost, expr: count == 0, after: kill#1+5 }',
      '5:60: after: Cannot parse duration "5": add a unit such as 5s',
    ],
    [
      '{ metric: task.lost, expr: count == 0, after: 5 }',
      '5:60: after: use a time such as 30s, or a fault such as heal+10s, not 5',
    ],
  ])('that says %s is refused', (text, line) => {
    expect(complaints(`${THREE}${FAULTS}thresholds: [${text}]`)).toEqual([line])
  })
})

describe('any text at all', () => {
  const GOOD = `\
version: 1
duration: 90s
clusters:
  DC1: &one { workers: 5, service: choice:0s,1s }
  DC2: *one
  DC3: { peers: [DC1], policy: guide }
links: { default: { latency: lognormal:5ms,20ms }, DC1-DC3: { loss: 5% } }
load:
  - { at: DC1, executor: ramping-rate, stages: [{ to: 60/s, over: 30s }, { hold: 60s }] }
  - { at: [DC2, DC3], executor: closed, clients: 10, think: exp:400ms }
faults:
  - { at: 45s, kill: DC3, restart: 60s }
  - { at: 70s, partition: [[DC1], [DC2, DC3]], heal: 80s }
thresholds:
  - { metric: "task.latency{origin:DC1}", expr: p(95) < 800ms, window: 10s, after: heal+10s }
`
  const words = [
    ...[
      '',
      ' ',
      '\n',
      '  ',
      ',',
      ':',
      ': ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      '*one',
      '&a ',
      '<<: ',
      '#',
    ],
    ...[
      'null',
      '0',
      '-1',
      '1e999',
      '.nan',
      '.inf',
      'true',
      '5s',
      '5/s',
      '~',
      '__proto__',
      'constructor',
    ],
    ...[
      'DC1',
      'DC9',
      'at',
      'kill',
      'hold',
      'heal+10s',
      '!!map',
      '? ',
      '---\n',
      '\t',
      '\0',
      '\ud800',
      '|\n',
    ],
  ]

  test('is read or refused, and nothing else ever happens', { timeout: 30_000 }, () => {
    const piece = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4 }))
    const edit = fc.tuple(fc.nat(GOOD.length), fc.nat(12), piece)
    const edited = fc
      .array(edit, { minLength: 1, maxLength: 4 })
      .map(edits =>
        edits.reduce(
          (text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut),
          GOOD,
        ),
      )
    fc.assert(
      fc.property(fc.oneof({ arbitrary: edited, weight: 20 }, fc.string()), text => {
        for (const line of complaints(text)) expect(line).toMatch(/^\d+:\d+: [^\n]+$/)
      }),
      { numRuns: 400 },
    )
  })

  test.each([
    ['[', 50_000],
    ['{a: ', 20_000],
    ['- ', 20_000],
    ['a: &a\n', 3],
  ])('of %j again and again is refused', (text, times) => {
    expect(complaints(text.repeat(times)).length).toBeGreaterThan(0)
  })
})
