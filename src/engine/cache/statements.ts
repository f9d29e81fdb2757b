import { reservedPrefix } from '#core/relation/columns.ts'
import type { Rejects, Relation, Scan, Table } from '#core/relation/relation.ts'
import { relationsOf } from '#core/relation/walk.ts'
import type { Materialised } from '../duckdb/materialise.ts'
import { countAll, countsOver } from '../rows/count.ts'
import type { RunStatements } from '../run/statements.ts'
import { type Noted, noteTable } from '../run/weight.ts'
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
  /** In the order of these labels, of which the first that wants a table makes it. */
  work(order: readonly string[]): Work
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
  const done: Done[] = []
  const making = new Map<string, Promise<unknown>>()
  const held = new Map<string, Lease[]>()
  const rejected = new Map<string, Lease>()
  const touched = new Set<string>()
  const distrusted = new Set<string>()

  const hold = (key: string, lease: Lease, noted: Noted | undefined): Materialised => {
    const { name } = lease.table
    touched.add(key)
    held.set(name, [...(held.get(name) ?? []), lease])
    if (noted) noteTable(noted, lease)
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

  const over = (using: RunStatements, noted?: Noted): RunStatements => {
    const takeOrMake = async (key: string, relation: Relation, label: string): Promise<Materialised> => {
      if (isCertain(key) && (await store.bring(key, relation, { whole: true })) && takeRejected(relation)) {
        const lease = store.take(key, relation)
        if (lease) {
          done.push({ label, key, relation, taken: true })
          return hold(key, lease, noted)
        }
      }
      done.push({ label, key, relation, taken: false })
      const began = performance.now()
      const made = await using.materialise(relation, label)
      const ms = performance.now() - began
      if (!isCertain(key) || distrusted.has(key) || !sameStamps(stamps, await stampsOf(relation))) return made
      await keepRejected(relation, using)
      const lease = await store.give(key, relation, { made, ms, narrow: narrowOf(relation, made.table, keys) })
      using.forget(made.table.name)
      return hold(key, lease, noted)
    }
    const materialise: RunStatements['materialise'] = async (relation, label) => {
      const key = keys(relation)
      // what is being made beside it is waited for, and then lies ready
      while (isCertain(key) && making.has(key)) await making.get(key)!.catch(() => undefined)
      const made = takeOrMake(key, relation, label)
      making.set(key, made)
      try {
        return await made
      } finally {
        if (making.get(key) === made) making.delete(key)
      }
    }
    const release = (names: Iterable<string>): Promise<void> => {
      for (const name of names) {
        for (const lease of held.get(name) ?? []) lease.release()
        held.delete(name)
      }
      return store.evict()
    }
    const own: Partial<RunStatements> = {
      materialise,
      has: async relation => {
        const key = keys(relation)
        return isCertain(key) && store.bring(key, relation)
      },
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
      on: (session, its) => over(using.on(session, its), its),
      within: signal => over(using.within(signal), noted),
    }
    own.count = async relation => (await own.counts!(relation, { rows: countAll })).rows
    // what is not said here is as it is below
    return Object.assign(Object.create(using) as RunStatements, own)
  }

  return {
    statements: over(base),
    work: order => workIn(done, order),
    distrust: () => {
      for (const key of touched) {
        store.forget(key)
        distrusted.add(key)
      }
    },
  }
}

interface Done {
  readonly label: string
  readonly key: string
  readonly relation: Relation
  readonly taken: boolean
}

/** Of works that were done side by side, as if they had been done in an order: what was made once was made for the first of them. */
const workIn = (done: readonly Done[], order: readonly string[]): Work => {
  const places = new Map(order.map((label, index) => [label, index]))
  const placeOf = ({ label }: Done) => places.get(label) ?? order.length
  const sorted = done.toSorted((a, b) => placeOf(a) - placeOf(b))
  const left = new Map<string, number>()
  for (const { key, taken } of done) if (isCertain(key) && !taken) left.set(key, (left.get(key) ?? 0) + 1)
  const isMade = ({ key, taken }: Done): boolean => {
    if (!isCertain(key)) return !taken
    const times = left.get(key) ?? 0
    left.set(key, times - 1)
    return times > 0
  }
  const [made, taken]: [Done[], Done[]] = [[], []]
  for (const each of sorted) (isMade(each) ? made : taken).push(each)
  return {
    made: new Set(made.map(({ label }) => label)),
    taken: new Set(taken.map(({ label }) => label)),
    madeOf: made.map(({ relation }) => relation),
    takenFor: taken.map(({ relation }) => relation),
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
