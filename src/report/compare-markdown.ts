/** A comparison as Markdown, for a pull request or a page. */

import type { Comparison } from './compare.js'
import { confidenceLines, limitLines, noteLines, sideLines, tableOf } from './compare-words.js'

export function compareMarkdown(comparison: Comparison): string {
  const limits = limitLines(comparison)
  return [
    `# ${titleOf(comparison)}`,
    '',
    ...sideLines(comparison).map(item),
    '',
    ...markdownTable(tableOf(comparison)),
    '',
    ...confidenceLines(comparison).map(escaped),
    ...section('Limits', limits),
    ...section('Notes', noteLines(comparison)),
    '',
  ].join('\n')
}

function titleOf({ verdict, thresholds, a }: Comparison): string {
  const what = `comparison with ${a.file}`
  return escaped(thresholds.length > 0 ? `${verdict}: ${what}` : what)
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : ['', `## ${title}`, '', ...items.map(item)]
}

function item(text: string): string {
  return `- ${escaped(text)}`
}

function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  const sides = head.map((_, column) => (column === 0 ? ':---' : '---:'))
  return [line(head), `| ${sides.join(' | ')} |`, ...rows.map(line)]
}

/** What has a meaning in Markdown, or would be an element. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, char => `\\${char}`).replace(/\s+/g, ' ')
}
