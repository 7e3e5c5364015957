/** A report as JUnit's XML, which CI systems show: a test case for each check. */

import { type Check, checksOf } from './checks.js'
import type { Report } from './report.js'

const KINDS: Readonly<Record<Check['kind'], string>> = {
  threshold: 'thresholds',
  theory: 'theory',
  invariant: 'invariants',
  run: 'run',
}

export function junitText(report: Report): string {
  const checks = checksOf(report)
  const count = (outcome: Check['outcome']) =>
    checks.filter(check => check.outcome === outcome).length
  const counts = {
    name: report.name,
    tests: checks.length,
    failures: count('failed'),
    errors: 0,
    skipped: count('unknown'),
    time: report.durationMs / 1000,
  }
  const { mode, seed, verdict, exitCode } = report
  const properties = Object.entries({ mode, seed, verdict, exitCode }).map(
    ([name, value]) => `      ${tag('property', { name, value })}`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    opening('testsuites', counts),
    `  ${opening('testsuite', counts)}`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...checks.flatMap(check => caseLines(check, report.name)),
    ...(report.notes ?? []).map(note => `    <system-out>${escaped(note)}</system-out>`),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function caseLines({ kind, name, outcome, value, when, why }: Check, suite: string): string[] {
  const about = { classname: `${suite}.${KINDS[kind]}`, name, time: 0 }
  if (outcome === 'passed') return [`    ${tag('testcase', about)}`]
  const message = `${name}: ${why}`
  const body = escaped(`${name}\nmeasured: ${value}\nwhen: ${when}\n${why}`)
  const inside =
    outcome === 'unknown'
      ? tag('skipped', { message })
      : `${opening('failure', { message, type: kind })}${body}</failure>`
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
