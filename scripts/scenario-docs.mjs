/** Prints docs/scenarios.md: its prose, and tables of the definition of scenario files. */

import { readFileSync } from 'node:fs'
import { grouped } from '../dist/base/format.js'
import * as definition from '../dist/scenario/definition.js'
import { FAULTS } from '../dist/scenario/definition-faults.js'
import { COMMON, EXECUTORS } from '../dist/scenario/definition-loads.js'
import { fieldText } from '../dist/scenario/field-kinds.js'
import * as limits from '../dist/scenario/limits.js'
import { METRIC_NAMES, metricInfo } from '../dist/scenario/metric-names.js'
import { filled, table } from './markdown.mjs'

const { ATTACK, BROKER, CLUSTER, HEAD, LINK, THRESHOLD } = definition
const { $schema: _, ...head } = HEAD.shape
const { file: __, ...replay } = EXECUTORS.replay.shape
const ofBroker = Object.keys(BROKER.shape)
const own = Object.entries(CLUSTER.shape).filter(([key]) => !ofBroker.includes(key))
const { at, ...common } = COMMON.shape
const executor = ['`executor`', 'When the clients send; see below.', 'name', 'needed']

const made = {
  head: fieldsTable(head),
  clusters: fieldsTable(Object.fromEntries(own), [
    [words(ofBroker), 'As in `broker`, for this cluster.', '', 'those of `broker`'],
  ]),
  broker: fieldsTable(BROKER.shape),
  links: fieldsTable(LINK.shape),
  load: columns([...rows({ at }), executor, ...rows(common)]),
  executors: table(['executor', 'needs', ''], Object.entries(EXECUTORS).map(executorRow)),
  replay: fieldsTable(replay),
  faults: table(['fault', '', 'until'], Object.values(FAULTS).map(faultRow)),
  attacks: fieldsTable(ATTACK.shape),
  thresholds: fieldsTable(THRESHOLD.shape),
  metrics: table(['metric', '', 'labels', 'ratio to'], METRIC_NAMES.map(metricRow)),
  ...Object.fromEntries(Object.entries(limits).map(([name, most]) => [name, size(name, most)])),
}
process.stdout.write(
  filled(readFileSync(new URL('scenario-docs.md', import.meta.url), 'utf8'), made),
)

function fieldsTable(shape, more = []) {
  return columns([...rows(shape), ...more])
}

function columns(cells) {
  return table(['key', '', 'takes', 'default'], cells)
}

function rows(shape) {
  return Object.entries(shape).map(([key, field]) => {
    const { help, takes } = fieldText(field)
    return [`\`${key}\``, help.description, takes, defaultOf(field, help)]
  })
}

function defaultOf(field, { default: standard, otherwise = '' }) {
  if (standard !== undefined) return `\`${standard}\``
  return field.safeParse(undefined).success ? otherwise : 'needed'
}

function executorRow([name, { shape, description }]) {
  const needed = Object.keys(shape).filter(key => !shape[key].safeParse(undefined).success)
  const needs = needed.map(key => `\`${key}\`: ${fieldText(shape[key]).takes}`)
  return [`\`${name}\``, needs.join(', '), description]
}

function faultRow({ shape, description }) {
  const isEnd = key => fieldText(shape[key])?.help.otherwise === 'never'
  const keys = Object.keys(shape).filter(key => key !== 'at')
  return [words(keys.filter(key => !isEnd(key))), description, words(keys.filter(isEnd))]
}

function metricRow(name) {
  const { about, labels, of, only } = metricInfo(name)
  const where = { live: '; real sockets only', sim: '; virtual time only' }[only] ?? ''
  const sentence = `${about[0].toUpperCase()}${about.slice(1)}${where}.`
  return [`\`${name}\``, sentence, words(labels), of === undefined ? '' : `\`${of}\``]
}

function words(names) {
  return names.map(name => `\`${name}\``).join(' ')
}

function size(name, most) {
  if (!name.endsWith('BYTES_MAX')) return grouped(most)
  return most < 2 ** 20 ? `${most / 2 ** 10} KiB` : `${most / 2 ** 20} MiB`
}
