import { createHash } from 'node:crypto'
import type { Relation, RelationKind, Slot, Table } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'
import type { Stamps } from './stamps.ts'
import { isUncertain } from './uncertain.ts'

/**
 * The key of a relation's rows: equal keys, equal rows. One that begins with `?` is of rows that may be others another time, or of which
 * nobody knows what they are made of: it holds for what lies in a table now, and for nothing that is computed anew.
 */
export type Keys = (relation: Relation) => string

export const isCertain = (key: string): boolean => !key.startsWith('?')

/** Whether it means the same in another process: copies of files are this one's own. */
export const isLasting = (key: string): boolean => isCertain(key) && !key.startsWith('~')

export interface KeyOptions {
  readonly stamps: Stamps
  /** Whether a file is a copy that goes with this process. */
  readonly isCopy?: (file: string) => boolean
  /** What the tables that stand in relations were made of; null: unknown. */
  readonly keyOfTable?: (table: Table) => string | null
}

const kinds: Record<RelationKind, true> = {
  scan: true,
  rejects: true,
  values: true,
  series: true,
  input: true,
  table: true,
  made: true,
  project: true,
  where: true,
  join: true,
  aggregate: true,
  sort: true,
  limit: true,
  union: true,
  explode: true,
  flag: true,
  sql: true,
}

const isRelation = (value: unknown): value is Relation =>
  typeof value === 'object' && value !== null && 'kind' in value && Object.hasOwn(kinds, String(value.kind))

/** Which of the inputs' slots are one and the same in a union: what a validator is called does not matter, but who is the same does. */
const slotsMet = (slots: readonly Slot[]): readonly string[] => {
  const names = [...new Set(slots.map(slot => slot.validator))]
  return slots.map(slot => `${names.indexOf(slot.validator)} ${JSON.stringify([slot.via, slot.word])}`)
}

/** A relation's own operation without what it is called: ids of nodes, names of tables. */
const ownOf = (relation: Relation): object => {
  switch (relation.kind) {
    case 'flag':
      return { ...relation, validator: null }
    case 'scan':
      return { ...relation, rejects: relation.rejects !== null }
    case 'union':
      return { ...relation, slots: slotsMet(relation.inputs.flatMap(slotsOf)) }
    default:
      return relation
  }
}

/** Keys of relations by what they mean: their own operation, the keys of what they read, the state of their files. */
export const keysOf = ({ stamps, isCopy = () => false, keyOfTable = () => null }: KeyOptions): Keys => {
  const known = new Map<Relation, string>()
  const keyOf: Keys = relation => {
    const before = known.get(relation)
    if (before) return before
    const key = relation.kind === 'table' ? (keyOfTable(relation) ?? `?${JSON.stringify(relation)}`) : hashOf(relation)
    known.set(relation, key)
    return key
  }
  const hashOf = (relation: Relation): string => {
    const own = ownOf(relation)
    let certain = !isUncertain(relation)
    let lasting = relation.kind !== 'scan' || !relation.files.some(isCopy)
    const text = JSON.stringify(own, (_, value: unknown) => {
      if (value !== own && isRelation(value)) {
        const key = keyOf(value)
        if (!isCertain(key)) certain = false
        if (!isLasting(key)) lasting = false
        return key
      }
      return typeof value === 'bigint' ? `${value}n` : value
    })
    const files = relation.kind === 'scan' ? relation.files.map(file => stamps.get(file)) : []
    const hash = createHash('sha256').update(text).update(JSON.stringify(files)).digest('hex')
    return certain ? (lasting ? hash : `~${hash}`) : `?${hash}`
  }
  return keyOf
}
