import type { Entry } from './entry.ts'

/** A moment as the grid shows it: to the minute, in the time of this place. */
export const momentText = (iso: string): string => {
  const date = new Date(iso)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

export const placeText = ({ place }: Entry): string =>
  place === null ? '' : place.line === null ? place.file : `${place.file}:${place.line}`

/** The first reason, and how many more there are. */
export const reasonText = ({ flags }: Entry): string => {
  const [first] = flags
  if (!first) return ''
  return flags.length === 1 ? first.message : `${first.message}, and ${flags.length - 1} more`
}

const exact = new Intl.NumberFormat('en-US')

export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${exact.format(count)} ${count === 1 ? one : many}`
