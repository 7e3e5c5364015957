/** JSON that a file should have: its value, or where it is none. */

export type Json = { readonly value: unknown } | { readonly problem: string }

/** The value of all of it, or of the last of its lines, as programs print them. */
export function readJson(text: string): Json {
  const whole = text.trimEnd()
  if (whole === '') return { problem: 'it is empty' }
  const all = attempt(whole)
  if ('value' in all) return all
  const start = whole.lastIndexOf('\n') + 1
  const last = attempt(whole.slice(start))
  // Else it is what a text with something wrong in it happens to end with.
  if ('value' in last && whole[start] === '{') return last
  const [first = ''] = whole.split('\n', 1)
  const isOfLines = start > 0 && 'at' in last && 'value' in attempt(first)
  return { problem: placed(whole, isOfLines ? start + last.at : all.at) }
}

function placed(text: string, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  if (at >= text.length) return `it breaks off in line ${line}`
  return `it is not JSON from line ${line}, column ${at - before.lastIndexOf('\n')} on`
}

/** Its value, or where it is wrong: at its end if there should be more. */
function attempt(text: string): { readonly value: unknown } | { readonly at: number } {
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    const { message } = error as Error
    if (message.startsWith('Unexpected end')) return { at: text.length }
    const [, position] = /at position (\d+)/.exec(message) ?? []
    return { at: position === undefined ? firstWrong(text) : Number(position) }
  }
}

/** Where no place is given: what is before the wrong character could still become JSON. */
function firstWrong(text: string): number {
  let [right, wrong] = [0, text.length]
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1
    const found = attempt(text.slice(0, middle))
    if ('value' in found || found.at >= middle) right = middle
    else wrong = middle
  }
  return right
}
