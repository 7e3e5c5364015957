/** HTML and SVG by template: whatever is put in is escaped, unless it is markup itself. */

/** Text that is markup already. Only `html` makes it, so that nothing is put in unescaped. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What can be put into a template; nothing is written for undefined. */
export type Content = Markup | string | number | undefined | readonly Content[]

export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const text = parts.map((part, index) => part + textOf(contents[index]))
  return new Markup(text.join(''))
}

/** Code and styles of our own, which are not to be escaped. */
export function verbatim(text: string): Markup {
  return new Markup(text)
}

function textOf(content: Content): string {
  if (content === undefined) return ''
  if (content instanceof Markup) return content.text
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content))
  return content.map(textOf).join('')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, char => ESCAPES[char] ?? char)
}
