import type { ColumnProfile, Histogram, Profile, ProfileValue } from '#core/profile/types.ts'
import { count } from './say.ts'
import { unbroken, wrapped } from './wrap.ts'

const exact = (n: number): string => n.toLocaleString('en')

const shown = (value: ProfileValue | null): string => {
  if (value === null) return 'none'
  if (typeof value === 'number') return value.toLocaleString('en', { maximumSignificantDigits: 15 })
  return String(value)
}

const rounded = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 6 })

const percent = (part: number, whole: number): string => {
  const share = (100 * part) / Math.max(1, whole)
  return `${part > 0 && share < 0.1 ? 'under 0.1' : share.toLocaleString('en', { maximumFractionDigits: 1 })} %`
}

const longest = 40

/** A text as it stands in a line: short, with its ends in sight. */
const told = (value: ProfileValue): string => {
  if (typeof value !== 'string') return shown(value)
  const text = JSON.stringify(value).slice(1, -1)
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return short === '' || /^\s|\s$/.test(short) ? `'${short}'` : short
}

const bars = '▁▂▃▄▅▆▇█'

/** A histogram as a line of blocks; a part without values is a gap. */
const drawn = ({ counts }: Histogram): string => {
  const most = Math.max(...counts, 1)
  return counts.map(each => (each === 0 ? ' ' : bars[Math.ceil((each / most) * bars.length) - 1])).join('')
}

const edge = (value: ProfileValue | undefined): string => (value === undefined ? '' : told(value))

const histogramLine = (histogram: Histogram): string => {
  const { edges, of } = histogram
  const unit = of === 'length' ? ' characters' : ''
  return `${edge(edges[0])} |${drawn(histogram)}| ${edge(edges.at(-1))}${unit}`
}

const facts = (parts: readonly (readonly [label: string, value: string] | false)[]): string =>
  parts
    .filter(part => part !== false)
    .map(([label, value]) => unbroken(`${label} ${value}`))
    .join(' · ')

const rangeFacts = (column: ColumnProfile): string => {
  const { shape, min, max, mean, median, deviation, length } = column
  if (length) return facts([['characters', `${length.min} to ${length.max}, on average ${rounded(length.mean)}`]])
  if (min === null) return ''
  const average = typeof mean === 'number' ? rounded(mean) : shown(mean)
  return facts([
    ['min', shown(min)],
    mean !== null && ['mean', average],
    median !== null && ['median', shown(median)],
    ['max', shown(max)],
    deviation !== null && ['deviation', `${rounded(deviation)}${shape === 'date' ? ' days' : ''}`],
  ])
}

const quantileFacts = ({ quantiles, quantilesExact }: ColumnProfile): string =>
  quantiles.length === 0
    ? ''
    : `quantiles${quantilesExact ? '' : ' about'} ${facts(quantiles.map(({ at, value }) => [`${at * 100} %`, shown(value)]))}`

const shares = (label: string, parts: readonly (readonly [string, number])[], whole: number): string =>
  parts.length === 0
    ? ''
    : `${label} ${parts.map(([text, part]) => unbroken(`${text} ${percent(part, whole)}`)).join(' · ')}`

/** What each column is the same as soon as another one is, by the column that it follows from. */
const dependencyLines = ({ rows, found }: Profile['dependencies']): readonly string[] => {
  const by = new Map<string, string[]>()
  for (const { from, to } of found) by.set(from, [...(by.get(from) ?? []), to])
  if (by.size === 0) return []
  return [
    `In the first ${count(rows, 'row')}:`,
    ...[...by].flatMap(([from, to]) => wrapped(`${from} says what ${to.join(', ')} is`, '    ', 6)),
    '',
  ]
}

const columnLines = (column: ColumnProfile, rows: number, isKey: boolean): readonly string[] => {
  const { name, type, nulls, distinct, notFinite, histogram } = column
  const head = [name, type, ...(isKey ? ['could be a key'] : [])].join(' · ')
  const indented = [
    facts([
      ['null', `${exact(nulls)} (${percent(nulls, rows)})`],
      ['distinct', `${distinct.exact ? '' : 'about '}${exact(distinct.count)}`],
      notFinite > 0 && ['not finite', exact(notFinite)],
    ]),
    rangeFacts(column),
    quantileFacts(column),
    shares(
      'frequent',
      column.frequent.slice(0, 5).map(({ value, count: n }) => [told(value), n]),
      column.count,
    ),
    shares(
      'shapes',
      column.patterns.slice(0, 5).map(({ pattern, count: n }) => [told(pattern), n]),
      column.count,
    ),
  ].filter(line => line !== '')
  return [
    ...wrapped(head, '', 2),
    ...indented.flatMap(line => wrapped(line, '    ', 6)),
    ...(histogram && histogram.counts.length > 1 ? [`    ${histogramLine(histogram)}`] : []),
    '',
  ]
}

/** A profile for people, in lines of 80 characters: a paragraph for each column. */
export const profileLines = (profile: Profile): readonly string[] => {
  const keys = new Set(profile.keys.filter(key => key.length === 1).map(([name]) => name))
  return [
    ...profile.columns.flatMap(column => columnLines(column, profile.rows, keys.has(column.name))),
    ...dependencyLines(profile.dependencies),
    `${count(profile.rows, 'row')}, ${count(profile.columns.length, 'column')} (${profile.scope})`,
  ]
}
