/** What is wrong with text that is no YAML, in words: where it is, and what is likely meant. */

import type { YAMLError } from 'yaml'
import { maskVariables, VARIABLE_FORM } from './variables.js'

interface Fault {
  readonly offset: number
  readonly message: string
}

export function yamlFault({ code, message, pos }: YAMLError, text: string): Fault {
  const [offset] = pos
  switch (code) {
    case 'MULTIPLE_DOCS':
      return { offset, message: 'A second document begins here: use a file for each scenario' }
    case 'TAG_RESOLVE_FAILED':
      return { offset, message: `${message}: leave the tag out` }
    default:
      return (
        likelyIn(maskVariables(text), offset) ?? {
          offset,
          message: `Not YAML: ${plainWords(message)}`,
        }
      )
  }
}

/** What the library says, in the words of those who write files; the first that fits. */
const WORDS: readonly (readonly [says: RegExp, words: string])[] = [
  [/end with an? ([}\]])/, 'a $1 is missing'],
  [/Missing closing (.)quote/, 'a $1 is missing at the end of a text'],
  [/Unexpected flow-(?:map|seq)-end token.*"(.)"/, 'there is one $1 too many'],
  [/Plain value cannot start with .* (\S)$/, 'a value that begins with $1 needs quotes'],
  [/must start at the same column/, 'begin this line in the same column as those of its map'],
  [/Block collections are not allowed within/, 'a comma or a bracket is missing'],
  [/Unexpected scalar at node end/, 'text behind the quotes: put all of it in quotes'],
]

function plainWords(message: string): string {
  const [line = ''] = message.split('\n')
  const known = WORDS.find(([says]) => says.test(line))
  const [said = ''] = (known && line.match(known[0])) ?? []
  return known ? said.replace(...known) : line
}

const SPACE_MISSING = 'a space is missing after the colon'

/** `workers:2` in YAML is a key by itself; none of ours is like that. */
export function keyFault(key: string): string | undefined {
  const [, name] = key.match(/^([A-Za-z_][\w.-]*):\S/) ?? []
  return name === undefined ? undefined : `${SPACE_MISSING} of ${name}`
}

/** What people do, by how a line looks; the first that fits. */
const SLIPS: readonly { readonly looks: RegExp; readonly message: string }[] = [
  {
    looks: /^\s*\t/,
    message: 'Not YAML: a tab at the beginning of a line: use spaces',
  },
  {
    looks: /\$\{/,
    message: `Not YAML: ${VARIABLE_FORM}`,
  },
  {
    looks: /[\w-]\{\w+:/,
    message: 'Not YAML: put the metric in quotes, such as "task.latency{origin:DC1}"',
  },
  {
    looks: /^\s*-[^\s\d-]/,
    message: 'Not YAML: a space is missing after the dash',
  },
  {
    looks: /\{\{|\{%/,
    message: 'Not YAML: a template, to be filled in before; or put the value in quotes',
  },
  {
    // `key:value`, where the next line goes on as a map.
    looks: /^\s*(?:- )?[A-Za-z_][\w.-]*:[^\s:/]\S*\s*$/,
    message: `Not YAML: ${SPACE_MISSING}`,
  },
  {
    looks: /^\s*(?:- )?[A-Za-z_]\w*[ ]+[^\s:#]+\s*$/,
    message: 'Not YAML: a colon is missing after the key',
  },
  {
    looks: /^\s*(?:- )?[^\s"'{[#][^"'{[#]*?:\s+[^\s"'{[#][^"'{[#]*:(?:\s|$)/,
    message: 'Not YAML: a second ": " in a line: put the value in quotes',
  },
]

/** In the line where the parser gave up; or, of a slip that only the next line shows, above it. */
function likelyIn(text: string, offset: number): Fault | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const before = start === 0 ? 0 : text.lastIndexOf('\n', start - 2) + 1
  for (const at of new Set([start, before])) {
    const [line = ''] = text.slice(at).split('\n', 1)
    const slip = SLIPS.find(({ looks }) => looks.test(line))
    if (!slip) continue
    return { offset: at === start ? offset : at + line.search(/\S/), message: slip.message }
  }
  return undefined
}
