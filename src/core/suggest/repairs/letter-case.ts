import type { Word } from '../types.ts'
import { changing, cleaning, type Mender } from './propose.ts'

/** Of a column in one case, all but a few values are. */
const nearlyAll = 0.7

/** Texts that are longer are sentences, whose capitals are meant. */
const longest = 40

/** Of values that a list tells, so many are another one of it in the other case: others are slips. */
const known = 0.5

const isKnownOtherwise = (words: readonly Word[], fold: (text: string) => string): boolean => {
  const all = new Set(words.map(({ value }) => value.trim()))
  const others = words.filter(({ value }) => fold(value) !== value)
  const rows = (list: readonly Word[]) => list.reduce((sum, { count }) => sum + count, 0)
  return rows(others.filter(({ value }) => all.has(fold(value).trim()))) >= rows(others) * known
}

/** Texts of which nearly all are in small letters, or in capitals. */
export const letterCase: Mender = (column, { lower, upper, lettered }, { words }) => {
  if (lettered === 0 || (column.length?.max ?? longest) >= longest) return []
  const share = (times: number) => times / lettered
  const meant = share(lower) >= nearlyAll ? 'lower' : share(upper) >= nearlyAll ? 'upper' : null
  if (meant === null || share(meant === 'lower' ? lower : upper) === 1) return []
  const listed = words.get(column.name)
  if (listed && !isKnownOtherwise(listed, text => (meant === 'lower' ? text.toLowerCase() : text.toUpperCase())))
    return []
  const said = meant === 'lower' ? 'small letters' : 'capitals'
  return [
    cleaning(
      column,
      meant === 'lower' ? 'Lower case' : 'Upper case',
      [meant],
      changing(column, `are not in ${said}, as all others are`),
    ),
  ]
}
