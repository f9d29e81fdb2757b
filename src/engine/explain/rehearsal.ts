import { limit } from '#core/relation/build.ts'
import type { Relation } from '#core/relation/relation.ts'
import { printRelation } from '#core/sql/print.ts'
import { copyStatement } from '../duckdb/copy.ts'
import { countAll, countsOver } from '../rows/count.ts'
import type { RunStatements } from '../run/statements.ts'
import type { Does, Within } from './trace.ts'

type Told = (asked: { readonly does: Does; readonly relation: Relation }, sql: string) => void

/** Statements that are told as they would be sent, and read no rows; tables are made by who sends them. */
export const rehearsed = (own: RunStatements, within: Within, told: Told): RunStatements => {
  const none = (relation: Relation): Relation => limit(relation, 0)
  const visible = (relation: Relation): string => printRelation(relation, { visibleOnly: true })
  const using: Partial<RunStatements> = {
    reads: false,
    counts: (relation, wanted) => {
      const counted = countsOver(relation, wanted)
      told({ does: 'count', relation: counted }, visible(counted))
      return within(null, () => own.counts(none(relation), wanted))
    },
    row: relation => {
      told({ does: 'read', relation }, visible(relation))
      return within(null, () => own.row(none(relation)))
    },
    rows: (relation, most) => within(null, () => own.rows(none(relation), most)),
    each: (relation, take) => {
      told({ does: 'write', relation }, printRelation(relation))
      return within(null, () => own.each(none(relation), take))
    },
    copy: (relation, path, format, options) => {
      told({ does: 'write', relation }, copyStatement(relation, path, format, options))
      return within(null, () => own.copy(none(relation), path, format, options))
    },
    partitions: (relation, columns) => within(null, () => own.partitions(none(relation), columns)),
    store: (relation, path) => within({ does: 'write', relation }, () => own.store(relation, path)),
  }
  using.count = async relation => (await using.counts!(relation, { rows: countAll })).rows
  return Object.assign(Object.create(own) as RunStatements, using)
}
