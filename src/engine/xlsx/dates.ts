/** What the number of a cell means, by its format. */
export type NumberKind = 'number' | 'date' | 'datetime' | 'time' | 'duration'

const dayMs = 86_400_000
/** Days from the sheet's first day to 1970. */
const epoch1900 = 25_569
const epoch1904 = 24_107

/** The last day that a sheet knows, 9999-12-31, in its own count. */
const lastDay = 2_958_465

const two = (n: number): string => String(n).padStart(2, '0')

const clock = (ms: number): string => {
  const seconds = Math.floor(ms / 1000)
  const rest = ms % 1000
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return rest === 0 ? text : `${text}.${String(rest).padStart(3, '0')}`
}

/** A sheet's count of days as an ISO text, and what sort it is; null where it is no date. */
export const dateText = (
  serial: number,
  kind: Exclude<NumberKind, 'number'>,
  is1904: boolean,
): { readonly text: string; readonly kind: Exclude<NumberKind, 'number'> } | null => {
  const ms = Math.round(serial * dayMs)
  if (kind === 'duration') {
    const text = clock(Math.abs(ms))
    return { text: ms < 0 ? `-${text}` : text, kind }
  }
  if (serial < 0 || serial >= lastDay + 1) return null
  if (ms < dayMs && !is1904) return { text: clock(ms), kind: 'time' }
  if (ms < dayMs && kind === 'time') return { text: clock(ms), kind }
  const day = Math.floor(ms / dayMs)
  // Sheets count a 29 February 1900, which there was not.
  if (!is1904 && day === 60) return null
  const days = is1904 ? day - epoch1904 : day < 60 ? day - epoch1900 + 1 : day - epoch1900
  const date = new Date(days * dayMs).toISOString().slice(0, 10)
  const rest = ms - day * dayMs
  if (rest === 0) return { text: date, kind: kind === 'time' ? 'datetime' : kind }
  return { text: `${date} ${clock(rest)}`, kind: 'datetime' }
}

const isoDate = /^(-?\d{4,6}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)Z?)?$/

/** A date that is written in words of ISO 8601, as strict workbooks have them. */
export const isoText = (text: string): { readonly text: string; readonly kind: NumberKind } | null => {
  const [, date, time] = isoDate.exec(text) ?? []
  if (date !== undefined) return time ? { text: `${date} ${time}`, kind: 'datetime' } : { text: date, kind: 'date' }
  return /^\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? { text, kind: 'time' } : null
}

/** Days from the first day of sheets to a moment, as the number of a cell; null where sheets do not know it. */
export const serialOf = (ms: number): number | null => {
  const days = ms / dayMs + epoch1900
  return days >= 61 && days < lastDay + 1 ? days : null
}
