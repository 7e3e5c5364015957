/** Writes docs/broken-lessons.md: what is broken under each part of a lesson, and what told of it. */

import { writeFileSync } from 'node:fs'

export function writePage(rows) {
  const lines = rows.map(
    ({ lesson, part, why, failure }) =>
      `| [${lesson}](lessons/${lesson}.md) | ${part} | ${why} | ${failure.what} |`,
  )
  writeFileSync(
    new URL('../../docs/broken-lessons.md', import.meta.url),
    `# Broken lessons

A lesson checks what it claims. To show that, \`npm run broken-lessons\` breaks the code under each part of each lesson,
and the lesson has to fail in that part: by its answer, by one of its claims, or because it waits in vain. This page
is made by \`npm run broken-lessons -- --write\`; it has for each the first that failed.

| lesson | part | what is broken | what fails |
|---|---|---|---|
${lines.join('\n')}
`,
  )
}
