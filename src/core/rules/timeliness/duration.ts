import { z } from '../../node/settings.ts'
import { literal } from '../../relation/build.ts'
import type { Expression } from '../../relation/expression.ts'

const spelt = /^\d{1,9}(\.\d{1,6})? ?(second|minute|hour|day|week|month|year)s?$/

/** A time span in words: `2 days`, `36 hours`. */
export const duration = z.string().regex(spelt, { error: 'it is not a span of time, such as 2 days or 36 hours' })

/** The same, to be added to a time or taken from it. */
export const interval = (span: string): Expression => literal(span, 'INTERVAL')
