/** The frame of a page that needs nothing else: no style, font or picture from elsewhere. */

import { html, type Markup, verbatim } from '../../base/markup.js'
import { STYLE } from './style.js'

/** Even if something slipped in, the browser would load nothing for it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
const POLICY_WITH_SCRIPT =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

/** The words for each verdict, and the class of its colour. */
export const VERDICTS = {
  pass: { outcome: 'passed', words: 'Passed' },
  fail: { outcome: 'failed', words: 'Failed' },
  inconclusive: { outcome: 'unknown', words: 'Inconclusive' },
} as const

/** @param script of a page that has one: it can be read without. */
export function documentOf(title: string, main: Markup, script?: string): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${script ? POLICY_WITH_SCRIPT : POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${verbatim(STYLE)}</style>
</head>
<body>
<main>
${main}
</main>
${
  script
    ? html`<script>${verbatim(script)}</script>
`
    : ''
}</body>
</html>
`.text
}
