import { z } from '../../node/settings.ts'
import { literal } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'

const spelt = /^(\d{1,12}(?:\.\d{1,6})?) ?(second|minute|hour|day|week|month|year)s?$/

const perYear: Readonly<Record<string, number>> = {
  second: 31_556_952,
  minute: 525_949,
  hour: 8766,
  day: 365,
  week: 52,
  month: 12,
  year: 1,
}

/** Past this a time of today leaves what DuckDB's times can hold. */
const mostYears = 100_000

/** A time span in words: `2 days`, `36 hours`. */
export const duration = z.string().refine(
  text => {
    const [, count, unit = ''] = spelt.exec(text) ?? []
    return count !== undefined && Number(count) <= mostYears * perYear[unit]!
  },
  { error: 'it is not a span of time, such as 2 days or 36 hours' },
)

/** The same, to be added to a time or taken from it. */
export const interval = (span: string): Expression => literal(span, 'INTERVAL')
