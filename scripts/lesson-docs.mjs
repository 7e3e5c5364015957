/** Writes docs/lessons: runs every lesson, and makes a page of what it told. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const { LESSONS } = await import('../dist/lessons/catalogue.js')
const { lessonPage } = await import('../dist/lessons/page.js')
const { runLesson } = await import('../dist/lessons/run-lesson.js')

const folder = new URL('../docs/lessons/', import.meta.url)
const rows = LESSONS.map(
  ({ name, title, line }, index) => `${index + 1}. [${title}](${name}.md): ${line}`,
)
const pages = new Map()
for (const entry of LESSONS) {
  const { lesson } = await entry.load()
  const events = []
  const verdict = await runLesson(lesson, {
    signal: new AbortController().signal,
    tell: event => events.push(event),
  })
  if (verdict !== 'true') throw new Error(`${entry.name}: its claims are ${verdict}`)
  const source = readFileSync(new URL(`../src/lessons/${entry.name}.ts`, import.meta.url), 'utf8')
  pages.set(`${entry.name}.md`, lessonPage(entry, events, source))
}

pages.set(
  'README.md',
  `# Lessons

Chapter 3 of the Guide, runnable: \`peering lesson\` lists them, \`peering lesson envelopes\` runs one. These
pages are made by \`npm run lesson-docs\` of what the lessons say and of what really happened when they ran.

${rows.join('\n')}

A plan for two hours of teaching with them: [Teaching](../teaching.md).
`,
)

// Only now: a lesson that fails leaves the pages as they were.
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder)
for (const [name, page] of pages) writeFileSync(new URL(name, folder), page)
