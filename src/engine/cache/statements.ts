import { reservedPrefix } from '#core/relation/columns.ts'
import type { Rejects, Relation, Scan, Table } from '#core/relation/relation.ts'
import { relationsOf } from '#core/relation/walk.ts'
import type { Materialised } from '../duckdb/materialise.ts'
import { countAll, countsOver } from '../rows/count.ts'
import type { RunStatements } from '../run/statements.ts'
import { isCertain, type Keys, keysOf } from './key.ts'
import { type Stamps, sameStamps, stampsOf } from './stamps.ts'
import type { Given, Lease, TableStore } from './store.ts'

/** What of a run's work was done, and what lay ready: by the labels of the tables, and by what they are made of. */
export interface Work {
  readonly made: ReadonlySet<string>
  readonly taken: ReadonlySet<string>
  readonly madeOf: readonly Relation[]
  readonly takenFor: readonly Relation[]
}

export interface CachedStatements {
  readonly statements: RunStatements
  readonly work: Work
  /** The tables of this run, and those that it took, are wrong: nobody shall take them again. */
  distrust(): void
}

/**
 * A run's statements over a store of tables: what lies there is taken, what is made is left there. A table whose key is unknown is the
 * run's own, as without a store.
 */
export const cachedStatements = (base: RunStatements, store: TableStore, stamps: Stamps): CachedStatements => {
  const { keyOfTable } = store
  const keys = keysOf({ stamps, keyOfTable, isCopy: store.isCopy })
  const answerKeys = keysOf({
    stamps,
    keyOfTable: ({ name, columns, slots, extras }) => JSON.stringify([name, columns, slots.length, extras]),
  })
  const work = {
    made: new Set<string>(),
    taken: new Set<string>(),
    madeOf: [] as Relation[],
    takenFor: [] as Relation[],
  }
  const held = new Map<string, Lease>()
  const rejected = new Map<string, Lease>()
  const touched = new Set<string>()
  const distrusted = new Set<string>()

  const hold = (key: string, lease: Lease): Materialised => {
    touched.add(key)
    held.set(lease.table.name, lease)
    return lease
  }

  /** What scans have rejected belongs to their rows: without it, they are read again. */
  const takeRejected = (relation: Relation): boolean =>
    collectingIn(relation).every(scan => {
      const of: Rejects = { kind: 'rejects', scan }
      const key = keys(of)
      if (rejected.has(key)) return true
      const lease = store.take(key, of)
      if (lease) rejected.set(key, lease)
      return lease !== null
    })

  const keepRejected = async (relation: Relation, using: RunStatements): Promise<void> => {
    for (const scan of collectingIn(relation)) {
      const of: Rejects = { kind: 'rejects', scan }
      const key = keys(of)
      if (!isCertain(key) || rejected.has(key)) continue
      const made = await using.materialise(of, 'rejects')
      rejected.set(key, await store.give(key, of, { made, ms: 0 }))
      using.forget(made.table.name)
    }
  }

  const over = (using: RunStatements): RunStatements => {
    const materialise: RunStatements['materialise'] = async (relation, label) => {
      const key = keys(relation)
      if (isCertain(key) && (await store.bring(key, relation, { whole: true })) && takeRejected(relation)) {
        const lease = store.take(key, relation)
        if (lease) {
          work.taken.add(label)
          work.takenFor.push(relation)
          return hold(key, lease)
        }
      }
      work.made.add(label)
      work.madeOf.push(relation)
      const began = performance.now()
      const made = await using.materialise(relation, label)
      const ms = performance.now() - began
      if (!isCertain(key) || distrusted.has(key) || !sameStamps(stamps, await stampsOf(relation))) return made
      await keepRejected(relation, using)
      const lease = await store.give(key, relation, { made, ms, narrow: narrowOf(relation, made.table, keys) })
      using.forget(made.table.name)
      return hold(key, lease)
    }
    const release = (names: Iterable<string>): Promise<void> => {
      for (const name of names) {
        held.get(name)?.release()
        held.delete(name)
      }
      return store.evict()
    }
    const own: Partial<RunStatements> = {
      materialise,
      drop: async table => (held.has(table) ? release([table]) : using.drop(table)),
      keepOnly: async names => {
        if (names.size === 0) for (const lease of rejected.values()) lease.release()
        await release([...held.keys()].filter(name => !names.has(name)))
        await using.keepOnly(names)
      },
      rejected: part => rejected.get(keys(part))?.table ?? null,
      counts: (relation, wanted) =>
        store.answer(answerKeys(countsOver(relation, wanted)), () => using.counts(relation, wanted)),
      row: relation => store.answer(`${answerKeys(relation)} row`, () => using.row(relation)),
      within: signal => over(using.within(signal)),
    }
    own.count = async relation => (await own.counts!(relation, { rows: countAll })).rows
    // what is not said here is as it is below
    return Object.assign(Object.create(using) as RunStatements, own)
  }

  return {
    statements: over(base),
    work,
    distrust: () => {
      for (const key of touched) {
        store.forget(key)
        distrusted.add(key)
      }
    },
  }
}

const collectingIn = (relation: Relation): readonly Scan[] =>
  relationsOf(relation).filter((part): part is Scan => part.kind === 'scan' && part.rejects !== null)

/** An aggregate is computed with the size of its groups, which nobody sees. */
const narrowOf = (relation: Relation, table: Table, keys: Keys): Given['narrow'] => {
  if (relation.kind !== 'aggregate') return undefined
  const isSeen = ({ name }: { readonly name: string }) => !name.startsWith(reservedPrefix)
  const measures = relation.measures.filter(isSeen)
  if (measures.length === relation.measures.length) return undefined
  return { key: keys({ ...relation, measures }), columns: table.columns.filter(isSeen) }
}
