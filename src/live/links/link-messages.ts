/** What is said between the process of the links and the one that started it. */

import type { Strike } from '../../scenario/link-faults.js'
import type { LinkReport } from './link-net.js'
import type { LinksPlan } from './places.js'

/** To the process of the links. */
export type LinkOrder =
  | { readonly order: 'start'; readonly plan: LinksPlan }
  /** A fault begins; its number tells it from others like it. */
  | { readonly order: 'strike'; readonly number: number; readonly strike: Strike }
  | { readonly order: 'mend'; readonly number: number }
  | { readonly order: 'report' }

/** From the process of the links. */
export type LinkWord = { readonly word: 'report'; readonly report: LinkReport }
