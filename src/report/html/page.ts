/**
 * A report as one HTML page that needs nothing else: no script, style, font or picture from
 * elsewhere, and no script at all to be read. What decides comes first, then what explains it.
 */

import { html, verbatim } from '../../base/markup.js'
import type { Report } from '../report.js'
import { clusterTable, spillOver } from './clusters.js'
import { faultTable } from './faults.js'
import { checkTable, headline } from './headline.js'
import { origin } from './origin.js'
import { overTime } from './over-time.js'
import { SCRIPT } from './script.js'
import { seedTable } from './seeds.js'
import { slowest } from './slowest.js'
import { spread } from './spread.js'
import { STYLE } from './style.js'

/** Even if something slipped in, the browser would load nothing for it. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

export function htmlText(report: Report): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${report.verdict}: ${report.name}</title>
<style>${verbatim(STYLE)}</style>
</head>
<body>
<main>
${headline(report)}${checkTable(report)}${seedTable(report)}${faultTable(report)}
${overTime(report)}${spread(report)}
${spillOver(report)}${clusterTable(report)}${slowest(report)}${origin(report)}
<footer>Written by peering. All that is here is in the JSON report, too.</footer>
</main>
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`.text
}
