/**
 * Distributions with commas in braces: `{ service: choice:0s,1s }`. In YAML a comma in braces ends
 * the word, so that this says `choice:0s`, and then a key `1s` without a value. No scenario can
 * mean that, so it is read as it looks.
 */

import { type Document, isScalar, type Pair, Scalar, visit } from 'yaml'

const IS_LIST = /^(?:uniform|choice|lognormal)\s*:/
const IS_TIME = /^\d[\d.]*[a-z]+$/

/** The keys that a map of the document has had before, as YAML sees it; a time alone is none. */
export function duplicateKeys(document: Document): Scalar[] {
  const twice: Scalar[] = []
  visit(document, {
    Map(_key, { items }) {
      const known = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key) || isTime(key)) continue
        if (known.has(key.value)) twice.push(key)
        known.add(key.value)
      }
    },
  })
  return twice
}

/** Puts together what the commas have cut. */
export function rejoinDistributions(document: Document): void {
  visit(document, {
    Map(_key, map) {
      if (!map.flow) return
      const kept: Pair[] = []
      for (const pair of map.items) {
        const list = kept.at(-1)?.value
        if (isPlain(list) && IS_LIST.test(list.value) && pair.value === null && isTime(pair.key)) {
          list.value += `,${String(pair.key.value)}`
        } else {
          kept.push(pair)
        }
      }
      map.items = kept
    },
  })
}

/** Text without quotes. */
function isPlain(node: unknown): node is Scalar<string> {
  return isScalar(node) && node.type === Scalar.PLAIN && typeof node.value === 'string'
}

function isTime(node: unknown): node is Scalar<string> {
  return isPlain(node) && IS_TIME.test(node.value)
}
