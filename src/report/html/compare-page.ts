/** A comparison as one HTML page that needs nothing else. */

import { html, type Markup } from '../../base/markup.js'
import type { Comparison } from '../compare.js'
import { confidenceLines, limitLines, noteLines, sideLines, tableOf } from '../compare-words.js'
import { documentOf, VERDICTS } from './document.js'

export function comparePage(comparison: Comparison): string {
  const isJudged = comparison.thresholds.length > 0
  const title = `comparison with ${comparison.a.file}`
  const main = html`<header><h1>Comparison</h1>
${isJudged ? verdictOf(comparison) : ''}
${listOf(sideLines(comparison), 'sides')}
${listOf(noteLines(comparison), 'notes')}</header>
${isJudged ? limitsOf(comparison) : ''}
<section><h2>Figures</h2>
${tableMarkup(tableOf(comparison))}
<p class="hint">${confidenceLines(comparison).join(' ')}</p></section>
<footer>Written by peering. All that is here is in its JSON, too.</footer>`
  return documentOf(isJudged ? `${comparison.verdict}: ${title}` : title, main)
}

function limitsOf(comparison: Comparison): Markup {
  return html`<section><h2>Limits</h2>${listOf(limitLines(comparison), 'limits')}</section>`
}

function verdictOf({ verdict }: Comparison): Markup {
  const { outcome, words } = VERDICTS[verdict]
  return html`<p class="verdict ${outcome}"><b>${words}</b></p>`
}

function listOf(items: readonly string[], name: string): Markup {
  if (items.length === 0) return html``
  return html`<ul class="${name}">${items.map(text => html`<li>${text}</li>`)}</ul>`
}

function tableMarkup([head = [], ...rows]: readonly (readonly string[])[]): Markup {
  return html`<div class="wide" tabindex="0" role="region" aria-label="Figures"><table>
<thead><tr>${head.map(
    (name, column) => html`<th scope="col"${column === 0 ? '' : html` class="n"`}>${name}</th>`,
  )}</tr></thead>
<tbody>${rows.map(
    ([name = '', ...cells]) => html`<tr><th scope="row"><code>${name}</code></th>${cells.map(
      cell => html`<td class="n">${cell}</td>`,
    )}</tr>
`,
  )}</tbody></table></div>`
}
