/** A report as JUnit's XML, which CI systems show: a test case for each check. */

import { type Check, checksOf } from './checks.js'
import { type Provenance, provenanceFacts } from './provenance.js'
import type { Report } from './report.js'

const KINDS: Readonly<Record<Check['kind'], string>> = {
  threshold: 'thresholds',
  theory: 'theory',
  invariant: 'invariants',
  run: 'run',
}

export function junitText(report: Report): string {
  const checks = checksOf(report)
  const counts = countsOf(checks, report)
  const { name, mode, seed, verdict, exitCode, notes = [] } = report
  const origin = report.provenance ? originOf(report.provenance) : {}
  const properties = Object.entries({ mode, seed, verdict, exitCode, ...origin }).map(
    ([key, value]) => `      ${tag('property', { name: key, value })}`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    opening('testsuites', counts),
    `  ${opening('testsuite', counts)}`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...namesOf(checks).flatMap((said, index) => {
      const check = checks[index]
      return check ? caseLines({ ...check, name: said }, name, secondsOf(check, report)) : []
    }),
    ...(notes.length > 0 ? [`    <system-out>${escaped(notes.join('\n'))}</system-out>`] : []),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

/** The text of the scenario, too: a CI keeps this file where it keeps no other. */
function originOf(provenance: Provenance): Record<string, string> {
  return Object.fromEntries([
    ...provenanceFacts(provenance),
    ['scenarioText', provenance.scenario?.text ?? ''],
  ])
}

/** What the run could not be is an error; what it was and should not have been, a failure. */
function elementOf({ kind, outcome }: Check): 'failure' | 'error' | 'skipped' | undefined {
  if (outcome === 'passed') return undefined
  if (outcome === 'unknown') return 'skipped'
  return kind === 'run' ? 'error' : 'failure'
}

function countsOf(checks: readonly Check[], report: Report): Attributes {
  const count = (element: string) => checks.filter(check => elementOf(check) === element).length
  return {
    name: report.name,
    tests: checks.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: report.durationMs / 1000,
    ...timestampOf(report),
  }
}

/** When the run was asked for, if the report says so. */
function timestampOf({ provenance }: Report): Attributes {
  return provenance ? { timestamp: provenance.date } : {}
}

/** All that is measured takes the same time: it is that of the run itself. */
function secondsOf({ kind }: Check, { durationMs }: Report): number {
  return kind === 'run' ? durationMs / 1000 : 0
}

/** By its name a CI system knows a case again: no two have the same, and no value is in it. */
function namesOf(checks: readonly Check[]): string[] {
  const seen = new Map<string, number>()
  return checks.map(({ kind, name }) => {
    const count = (seen.get(`${kind} ${name}`) ?? 0) + 1
    seen.set(`${kind} ${name}`, count)
    return count === 1 ? name : `${name} #${count}`
  })
}

function caseLines(check: Check, suite: string, time: number): string[] {
  const { kind, name, why, value, when, held, misses } = check
  const about = { classname: `${suite}.${KINDS[kind]}`, name, time }
  const element = elementOf(check)
  const details = [when, held].filter(text => text !== '').join('; ')
  if (element === undefined && value === '–' && held === '') {
    return [`    ${tag('testcase', about)}`]
  }
  const message = `${name}: ${why}`
  const body = escaped([details, ...misses].join('\n'))
  // Of what was skipped JUnit knows no type, and one run has no more to say.
  const inside =
    element === 'skipped'
      ? tag('skipped', { message: held === '' ? message : `${message}; ${held}` })
      : element
        ? `${opening(element, { message, type: kind })}${body}</${element}>`
        : `<system-out>${escaped(value === '–' ? details : `${value}; ${details}`)}</system-out>`
  return [`    ${opening('testcase', about)}`, `      ${inside}`, '    </testcase>']
}

type Attributes = Readonly<Record<string, string | number>>

function tag(name: string, attributes: Attributes): string {
  return opening(name, attributes).replace(/>$/, '/>')
}

function opening(name: string, attributes: Attributes): string {
  const words = Object.entries(attributes).map(([key, value]) => `${key}="${quoted(value)}"`)
  return `<${[name, ...words].join(' ')}>`
}

/** In an attribute, line ends and tabs would be read as spaces. */
function quoted(value: string | number): string {
  return escaped(String(value)).replace(/[\t\n\r]/g, char => `&#${char.charCodeAt(0)};`)
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** XML has no way at all to write some characters: they become the sign for what is not known. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"]/g, char => ESCAPES[char] ?? char)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
}
