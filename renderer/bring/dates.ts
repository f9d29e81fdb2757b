import { fits } from '#core/source/fits.ts'

interface DateColumn {
  readonly type: 'DATE' | 'TIMESTAMP'
  /** How its texts were written, where they are rewritten. */
  readonly written?: string
  read(text: string): string
}

const iso = /^\d{4}-\d{2}-\d{2}$/
const isoTime = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/

/** Reorders the parts of a date to year, month, day. */
const reordered = (pattern: RegExp, order: string) => (text: string) =>
  text.replace(pattern, (_, ...parts: string[]) => {
    const part = (name: string) => (parts[order.indexOf(name)] ?? '').padStart(2, '0')
    return `${part('y')}-${part('m')}-${part('d')}`
  })

const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/
const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/
const dayFirst = reordered(slashed, 'dmy')
const monthFirst = reordered(slashed, 'mdy')
const byDots = reordered(dotted, 'dmy')

const areDates = (texts: readonly string[], read: (text: string) => string) =>
  texts.every(text => fits(read(text), 'DATE') === true)

/** How a column's texts are read as dates: null where they are none; 'unsure' where day and month may be either. */
export const datesOf = (texts: readonly string[]): DateColumn | 'unsure' | null => {
  const same = (text: string) => text
  if (texts.every(text => iso.test(text))) return areDates(texts, same) ? { type: 'DATE', read: same } : null
  if (texts.every(text => isoTime.test(text)))
    return texts.every(text => fits(text, 'TIMESTAMP') === true) ? { type: 'TIMESTAMP', read: same } : null
  if (texts.every(text => dotted.test(text)))
    return areDates(texts, byDots) ? { type: 'DATE', written: 'day.month.year', read: byDots } : null
  if (!texts.every(text => slashed.test(text))) return null
  const day = areDates(texts, dayFirst)
  const month = areDates(texts, monthFirst)
  if (day && month && texts.some(text => dayFirst(text) !== monthFirst(text))) return 'unsure'
  if (day) return { type: 'DATE', written: 'day/month/year', read: dayFirst }
  return month ? { type: 'DATE', written: 'month/day/year', read: monthFirst } : null
}
