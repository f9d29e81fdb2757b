import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { Relation, RelationKind } from '#core/relation/relation.ts'
import { relationsOf } from '#core/relation/walk.ts'

/** State of files by path: what a table computed from them depends on. */
export type Stamps = ReadonlyMap<string, string>

export const stampsOf = async (relation: Relation): Promise<Stamps> => {
  const files = new Set(relationsOf(relation).flatMap(r => (r.kind === 'scan' ? r.files : [])))
  const stamped = [...files].map(async file => {
    const found = await stat(file).catch(() => null)
    return [file, found ? `${found.size}:${found.mtimeMs}` : 'missing'] as const
  })
  return new Map(await Promise.all(stamped))
}

export type Keys = (relation: Relation) => string

const kinds: Record<RelationKind, true> = {
  scan: true,
  rejects: true,
  values: true,
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
  flag: true,
  sql: true,
}

const isRelation = (value: unknown): value is Relation =>
  typeof value === 'object' && value !== null && 'kind' in value && Object.hasOwn(kinds, String(value.kind))

/** Keys of relations by what they mean: their own operation, the keys of what they read, the state of their files. */
export const keysOf = (stamps: Stamps): Keys => {
  const known = new Map<Relation, string>()
  const keyOf: Keys = relation => {
    const before = known.get(relation)
    if (before) return before
    const text = JSON.stringify(relation, (_, value: unknown) => {
      if (value !== relation && isRelation(value)) return keyOf(value)
      return typeof value === 'bigint' ? `${value}n` : value
    })
    const files = relation.kind === 'scan' ? relation.files.map(file => stamps.get(file)) : []
    const key = createHash('sha256').update(text).update(JSON.stringify(files)).digest('hex')
    known.set(relation, key)
    return key
  }
  return keyOf
}
