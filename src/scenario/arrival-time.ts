/** One time of a file of arrivals: a number in a unit, or a moment by ISO 8601. */

import type { Millis } from '../base/time.js'

/** Units that the numbers of a file can have. */
export const TIME_UNITS = ['ms', 's', 'us', 'ns'] as const
export type TimeUnit = (typeof TIME_UNITS)[number]

const MS_IN: Record<TimeUnit, { times: number; by: number }> = {
  ms: { times: 1, by: 1 },
  s: { times: 1000, by: 1 },
  us: { times: 1, by: 1000 },
  ns: { times: 1, by: 1_000_000 },
}

export interface ArrivalTime {
  readonly kind: 'number' | 'moment'
  readonly ms: Millis
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i
/** Of numbers with a decimal comma: no comma is one of thousands. */
const WITH_COMMA = /^[+-]?\d+,\d+$/
const DATE = /(\d{4})-(\d\d)-(\d\d)/.source
const CLOCK = /[T ](\d\d):(\d\d)(?::(\d\d)([.,]\d{1,12})?)?/.source
const ZONE = / ?(Z|UTC|[+-]\d\d(?::?\d\d)?)/.source
const MOMENT = new RegExp(`^${DATE}(?:${CLOCK}(?:${ZONE})?)?$`, 'i')

/**
 * @param hasCommas whether numbers may have a decimal comma, because no comma is between cells.
 * @returns undefined for what is no time.
 */
export function parseArrivalTime(
  cell: string,
  unit: TimeUnit,
  hasCommas: boolean,
): ArrivalTime | undefined {
  const text = hasCommas && WITH_COMMA.test(cell) ? cell.replace(',', '.') : cell
  if (NUMBER.test(text)) {
    // Divided, as a thousandth cannot be written exactly.
    const ms = (Number(text) * MS_IN[unit].times) / MS_IN[unit].by
    return Number.isFinite(ms) ? { kind: 'number', ms } : undefined
  }
  const ms = momentOf(cell)
  return ms === undefined ? undefined : { kind: 'moment', ms }
}

/**
 * Whether a cell that is no time was to be one all the same, and is no title: `NaN`, `12:00`,
 * `10s`, `1e400`.
 */
export function isDamagedTime(cell: string): boolean {
  if (/^[+-]?(?:nan|inf(?:inity)?|null|nil|none|n\/?a|undefined|-)$/i.test(cell)) return true
  return /^[-+.,]?\d[\d.,:'_\s/+-]*(?:e[-+]?\d*)?(?:[T ][\d:.,Z+-]*)?\s*[a-zµ%]{0,3}$/i.test(cell)
}

/** Since 1970. A moment without a zone is taken for one of UTC. */
function momentOf(cell: string): Millis | undefined {
  const [, ...parts] = cell.match(MOMENT) ?? []
  const [year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] =
    parts
  if (year === undefined) return undefined
  const fields = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = fields
  const whole = Date.UTC(y, m - 1, d, h, min, s)
  // A 31st of February would be one of March.
  const date = new Date(whole)
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return undefined
  if (h > 23 || min > 59 || s > 59) return undefined
  const [, sign, hours = '0', minutes = '0'] = zone.match(/^([+-])(\d\d):?(\d\d)?$/) ?? []
  const offsetMs = 60_000 * (60 * Number(hours) + Number(minutes)) * (sign === '-' ? -1 : 1)
  return whole - offsetMs + 1000 * Number(fraction.replace(',', '.') || 0)
}
