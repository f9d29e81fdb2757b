import type { Profile } from '#core/profile/types.ts'
import { limit } from '#core/relation/build.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Relation } from '#core/relation/relation.ts'
import { holding, type Looking } from '../preview/looking.ts'
import { quiet } from '../preview/quiet.ts'
import { sampleOf, sourcesOf } from '../preview/sample.ts'
import { isStreamable } from '../preview/streamable.ts'
import type { Held } from '../preview/tables.ts'
import { createMemory } from './memory.ts'
import { profileOf } from './profile.ts'

/** What is told at once is of so many rows. */
const quickRows = 10_000

/** So many values are profiled in no time. */
const cellsAtOnce = 500_000

const profiles = createMemory<Profile>()

const read = ({ tables, subject, signal }: Looking, { table, rows }: Held, scope: string): Promise<Profile> => {
  const plain = Object.freeze({ ...table, slots: [], extras: [] })
  return profileOf({ pool: tables.pool, signal, table: plain, columns: subject.columns, rows }, scope)
}

const exactProfile = async (looking: Looking): Promise<Profile> => {
  const { tables, subject, keys } = looking
  const key = keys(subject.relation)
  const before = profiles.get(tables, key)
  if (before) return before
  const profile = await tables.use(subject.relation, holding(looking), held => read(looking, held, 'all'))
  return profiles.keep(tables, key, profile)
}

interface Part {
  readonly relation: Relation
  /** Whose first rows they are. */
  readonly of: readonly string[]
  /** Whether fewer rows than asked for are all that there are. */
  readonly tellsEnd: boolean
}

/** A part of the rows that is read without the others; null where there is none. */
const partOf = ({ subject }: Looking): Part | null => {
  const { flow, node, relation } = subject
  if (isOrdered(relation) && isStreamable(relation))
    return { relation: limit(quiet(relation), quickRows), of: [node], tellsEnd: true }
  const sample = sampleOf(relation, quickRows)
  return sample && { relation: sample.relation, of: sourcesOf(flow, sample), tellsEnd: false }
}

const scopeOf = (nodes: readonly string[]): string => `first ${quickRows} rows of ${nodes.join(' and ')}`

/** At once, from first rows, while the exact table is prepared behind it. */
const quickProfile = async (looking: Looking): Promise<Profile> => {
  const { tables, subject, keys, signal } = looking
  const { relation, node, columns, bodies } = subject
  const sample = tables.has(relation, keys) ? null : partOf(looking)
  if (sample === null) {
    return tables.use(relation, holding(looking), ({ rows, table }) => {
      const soon = rows * columns.length <= cellsAtOnce || profiles.has(tables, keys(relation))
      if (soon) return exactProfile(looking)
      const first = limit(table, quickRows)
      return tables.use(first, { keys, signal }, held => read(looking, held, scopeOf([node])))
    })
  }
  const profile = await tables.use(sample.relation, { keys, bodies, signal }, held =>
    read(looking, held, sample.tellsEnd && held.rows < quickRows ? 'all' : scopeOf(sample.of)),
  )
  if (profile.scope !== 'all') tables.prepare(relation, holding(looking))
  return profile
}

/** Works on the first rows that a quick profile is of. */
export const onSample = async <T>(looking: Looking, work: (held: Held) => Promise<T>): Promise<T> => {
  const { tables, subject, keys, signal } = looking
  const { relation, bodies } = subject
  const held = tables.has(relation, keys)
  const sample = held ? null : partOf(looking)
  if (sample !== null) return tables.use(sample.relation, { keys, bodies, signal }, work)
  return tables.use(relation, holding(looking), all =>
    held ? tables.use(limit(all.table, quickRows), { keys, signal }, work) : work(all),
  )
}

/** The profile of a port: of all its rows, or at once of its first ones, and labelled so. */
export const readProfile = (looking: Looking): Promise<Profile> =>
  looking.query.quick ? quickProfile(looking) : exactProfile(looking)
