/** A lesson as a page of docs/lessons: its texts, what really happened, and its program. */

import { drawFrames } from '../trace/frame-diagram.js'
import { type Entry, LESSONS } from './catalogue.js'
import type { LessonEvent } from './events.js'

/**
 * The page, in Markdown.
 *
 * @param events all that was told while it ran
 * @param source the file of the lesson
 */
export function lessonPage(entry: Entry, events: readonly LessonEvent[], source: string): string {
  const { name, title, section } = entry
  const blocks = [
    `# ${LESSONS.indexOf(entry) + 1}. ${title}`,
    `To run it: \`peering lesson ${name}\`. In the Guide: chapter 3, "${section}".`,
    ...partsOf(events).flatMap(partBlocks),
    '## The program',
    `The part to look at; \`peering lesson ${name} --code\` shows all of it.`,
    ...partsToLookAt(source).map(code => fenced(code, 'ts')),
    linksOf(entry),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** Each begins with its text. */
function partsOf(events: readonly LessonEvent[]): LessonEvent[][] {
  const parts: LessonEvent[][] = []
  for (const event of events) {
    if (event.type === 'text') parts.push([])
    parts.at(-1)?.push(event)
  }
  return parts
}

/** What happened is folded away: a reader should think first. */
function partBlocks(events: readonly LessonEvent[], index: number): string[] {
  const isPut = ({ type }: LessonEvent) => type === 'text' || type === 'question'
  return [
    `## Part ${index + 1}`,
    ...events.filter(isPut).map(blockOf),
    '<details><summary>What happens</summary>',
    ...joinedLines(events.filter(event => !isPut(event))).map(blockOf),
    '</details>',
  ]
}

/** Lines that were told one after the other stand together. */
function joinedLines(events: readonly LessonEvent[]): LessonEvent[] {
  const joined: LessonEvent[] = []
  for (const event of events) {
    const last = joined.at(-1)
    if (event.type === 'line' && last?.type === 'line') {
      joined[joined.length - 1] = { ...last, text: `${last.text}\n${event.text}` }
    } else joined.push(event)
  }
  return joined
}

function blockOf(event: LessonEvent): string {
  switch (event.type) {
    case 'text':
      return event.text
    case 'question':
      return [`**${event.ask}**\n`, ...event.choices.map((one, at) => `${at + 1}. ${one}`)].join(
        '\n',
      )
    case 'line':
      return fenced(event.text)
    case 'drawing':
      return `${capital(event.title)}:\n\n${fenced(event.lines.join('\n'))}`
    case 'frames':
      return `${capital(event.where)}:\n\n${fenced(drawFrames(event.frames).join('\n'))}`
    case 'answer':
      return `**Answer: ${event.seen}.** ${event.because}`
    case 'claim':
      return `- ${CHECKED[event.verdict]}: ${event.claim} (${event.seen}).`
  }
}

const CHECKED = { true: 'Checked', false: 'Does not hold', unknown: 'Could not be told' } as const

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function fenced(text: string, language = ''): string {
  return `\`\`\`${language}\n${text}\n\`\`\``
}

/** What stands between the marks, each moved to the left margin. */
function partsToLookAt(source: string): string[] {
  const parts = source.matchAll(/^( *)\/\/ #region look\n(.*?)^ *\/\/ #endregion/gms)
  return [...parts].map(([, indent = '', code = '']) =>
    code.replaceAll(new RegExp(`^${indent}`, 'gm'), '').trimEnd(),
  )
}

function linksOf(entry: Entry): string {
  const at = LESSONS.indexOf(entry)
  const [before, after] = [at > 0 ? LESSONS[at - 1] : undefined, LESSONS[at + 1]]
  const links = [
    before && `Before: [${before.title}](${before.name}.md).`,
    '[All lessons](README.md).',
    after && `Next: [${after.title}](${after.name}.md).`,
  ]
  return links.filter(link => link !== undefined).join(' ')
}
