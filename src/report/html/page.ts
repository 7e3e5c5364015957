/**
 * A report as one HTML page that needs nothing else: no script, style, font or picture from
 * elsewhere, and no script at all to be read. What decides comes first, then what explains it.
 */

import { html } from '../../base/markup.js'
import type { Report } from '../report.js'
import { clusterTable, spillOver } from './clusters.js'
import { documentOf } from './document.js'
import { faultTable } from './faults.js'
import { checkTable, headline } from './headline.js'
import { origin } from './origin.js'
import { SCRIPT } from './script.js'
import { seedTable } from './seeds.js'
import { slowest } from './slowest.js'
import { spread } from './spread.js'
import { overTime } from './time-series.js'

export function htmlText(report: Report): string {
  const checks = html`${checkTable(report)}${seedTable(report)}${faultTable(report)}`
  const main = html`${headline(report)}${checks}
${overTime(report)}${spread(report)}
${spillOver(report)}${clusterTable(report)}${slowest(report)}${origin(report)}
<footer>Written by peering. All that is here is in the JSON report, too.</footer>`
  return documentOf(`${report.verdict}: ${report.name}`, main, SCRIPT)
}
