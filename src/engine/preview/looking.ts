import { type Keys, keysOf } from '../cache/key.ts'
import { stampsOf } from '../cache/stamps.ts'
import type { PageQuery } from '../types.ts'
import { checkConditions } from './conditions.ts'
import { isPlain } from './filter.ts'
import type { Subject } from './subject.ts'
import type { Held, HoldOptions, Tables } from './tables.ts'
import { viewOf } from './view.ts'

/** What is asked of a subject's rows, with all that is needed to answer. */
export interface Looking {
  readonly tables: Tables
  readonly subject: Subject
  readonly query: PageQuery
  readonly keys: Keys
  readonly signal: AbortSignal | undefined
}

export const lookAt = async (
  tables: Tables,
  subject: Subject,
  query: PageQuery,
  signal: AbortSignal | undefined,
): Promise<Looking> => ({
  tables,
  subject,
  query,
  keys: keysOf({ stamps: await stampsOf(subject.relation), isCopy: tables.isCopy }),
  signal,
})

export const holding = ({ subject, keys, signal }: Looking): HoldOptions => ({ keys, bodies: subject.bodies, signal })

/** Works on the table of what is looked at, whatever is shown of it. */
export const withTable = <T>(looking: Looking, work: (held: Held) => Promise<T>): Promise<T> => {
  const { tables, subject, query } = looking
  return tables.use(subject.relation, holding(looking), async held => {
    const conditions = query.filter?.columns ?? []
    if (conditions.length > 0)
      await tables.pool.use(session => checkConditions(session, conditions, held.table.columns))
    return work(held)
  })
}

/** Works on the table of what is looked at, and on the view of its rows: null where all rows are shown as they lie. */
export const withView = <T>(looking: Looking, work: (held: Held, view: Held | null) => Promise<T>): Promise<T> => {
  const { tables, subject, query, keys, signal } = looking
  return withTable(looking, async held => {
    if (isPlain(query)) return work(held, null)
    return tables.use(viewOf(held, query, subject.flow), { keys, signal }, view => work(held, view))
  })
}
