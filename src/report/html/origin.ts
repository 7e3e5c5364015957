/** Where the report comes from, at its end: folded up, because it is asked for later. */

import { counted, mebibytes } from '../../base/format.js'
import { html, type Markup } from '../../base/markup.js'
import type { Report } from '../report.js'

export function origin({ provenance, mode, seed, name }: Report): Markup {
  if (!provenance) return html``
  const { date, peering, node, machine, options, scenario, files } = provenance
  const rows = [
    ['Date', date],
    ['Program', `peering ${peering}, Node ${node}`],
    ['Machine', `${machine.os}, ${machine.arch}`],
    ['Processor', `${counted(machine.cpus, 'core')}: ${machine.cpu}`],
    ['Memory', mebibytes(machine.memoryBytes)],
    ['Mode', mode === 'sim' ? 'virtual time' : 'real processes'],
    ['Seed', String(seed)],
    ['Options', options.length === 0 ? 'none that change the run' : options.join(' ')],
    ...(scenario
      ? [
          ['Scenario', `${name}, from ${scenario.file}`],
          ['SHA-256', scenario.sha256],
        ]
      : []),
    ...files.map(({ file, sha256 }) => ['File', `${file}, SHA-256 ${sha256}`]),
  ]
  return html`<section><details class="origin"><summary><h2>Where this comes from</h2></summary>
<table>${rows.map(
    ([what, value]) => html`<tr><th scope="row">${what}</th><td>${value}</td></tr>
`,
  )}</table>
${
  scenario
    ? html`<div class="wide" tabindex="0" role="region" aria-label="The scenario"><pre>\
${scenario.text}</pre></div>
`
    : ''
}</details></section>
`
}
