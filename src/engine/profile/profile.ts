import { instantText } from '#core/profile/instant.ts'
import type { ColumnProfile, Profile, ProfileValue } from '#core/profile/types.ts'
import { aggregateCall } from '#core/relation/build.ts'
import { readBasics } from './basics.ts'
import { readDependencies } from './dependencies.ts'
import { type Groups, readGroups } from './groups.ts'
import { type Figures, figuresOf, type Reading } from './reading.ts'
import { readSpread, type Spread } from './spread.ts'
import { type Values, valuesOf } from './values.ts'

/** A column with more different values than this is not grouped. */
const mostGroups = 1_000_000

/** The estimate of different values may be off by so much: then they may all be different. */
const nearlyAll = 0.9

interface Found {
  readonly values: Values
  readonly basics: Figures
  readonly spread: Spread
  readonly groups: Groups | null
  /** Different values, where they were counted. */
  readonly counted: number | null
}

const extreme = ({ shape, column }: Values, found: Figures[string] | undefined): ProfileValue | null => {
  if (found === null || found === undefined || typeof found === 'object') return null
  return shape === 'date' ? instantText(BigInt(found), column.type) : found
}

const columnOf = ({ values, basics, spread, groups, counted }: Found, rows: number): ColumnProfile => {
  const { column, shape } = values
  const count = Number(basics.count)
  return {
    name: column.name,
    type: column.type,
    shape,
    count,
    nulls: rows - count,
    distinct: { count: counted ?? Math.min(count, Number(basics.about)), exact: counted !== null },
    notFinite: basics.finite === undefined ? 0 : count - Number(basics.finite),
    min: extreme(values, basics.min),
    max: extreme(values, basics.max),
    ...spread,
    length:
      shape === 'text' && count > 0
        ? { min: Number(basics.shortest), mean: Number(basics.middle), max: Number(basics.longest) }
        : null,
    frequent: groups?.frequent ?? [],
    patterns: groups?.patterns ?? [],
    roughPatterns: groups?.roughPatterns ?? false,
  }
}

const countDistinct = async (reading: Reading, all: readonly Values[]): Promise<readonly number[]> => {
  const figures = await figuresOf(reading, all, ({ group }) => ({
    distinct: aggregateCall('count', [group], { distinct: true }),
  }))
  return figures.map(({ distinct }) => Number(distinct))
}

/** What the rows hold, column by column: a scan for the ranges, one for what lies in them, one of each column for its values. */
export const profileOf = async (reading: Reading, scope: string): Promise<Profile> => {
  const { rows } = reading
  const all = reading.columns.map(valuesOf)
  const basics = await readBasics(reading, all)
  const spread = await readSpread(reading, all, basics)
  const about = (i: number) => Number(basics[i]!.about)
  const few = all.filter((_, i) => about(i) <= mostGroups)
  const maybeKeys = all.filter(
    (_, i) => about(i) > mostGroups && Number(basics[i]!.count) === rows && about(i) >= rows * nearlyAll,
  )
  const groups = await readGroups(reading, few)
  const grouped = new Map(few.map((values, i) => [values, groups[i]!]))
  const distinct = await countDistinct(reading, maybeKeys)
  const counted = new Map(maybeKeys.map((values, i) => [values, distinct[i]!]))
  const columns = all.map((values, i) => {
    const own = grouped.get(values) ?? null
    const found = { values, basics: basics[i]!, spread: spread[i]!, groups: own }
    return columnOf({ ...found, counted: own?.distinct ?? counted.get(values) ?? null }, rows)
  })
  const keys = columns.filter(
    ({ nulls, distinct: different }) => rows > 0 && nulls === 0 && different.exact && different.count === rows,
  )
  const dependencies = await readDependencies(reading, all)
  return { rows, scope, columns, keys: keys.map(({ name }) => [name]), dependencies }
}
