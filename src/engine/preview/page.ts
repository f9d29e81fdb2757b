import { aggregate, call, column, inRelation, limit, literal, op, where } from '#core/relation/build.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Relation } from '#core/relation/relation.ts'
import { hiddenColumns, slotsOf } from '#core/relation/slots.ts'
import { printRelation } from '#core/sql/print.ts'
import { readPage } from '../duckdb/read.ts'
import type { JsonValue } from '../duckdb/value.ts'
import { isFlagged } from '../run/count.ts'
import type { PageQuery, PageResult } from '../types.ts'
import { checkConditions } from './conditions.ts'
import { type CutRows, cutRows } from './cut.ts'
import { isPlain, shownColumn } from './filter.ts'
import { flagReader } from './flags.ts'
import { type Keys, keysOf, stampsOf } from './key.ts'
import { quiet } from './quiet.ts'
import { canSample, sampled, sourcesOf } from './sample.ts'
import { isStreamable } from './streamable.ts'
import type { Subject } from './subject.ts'
import type { Held, Tables } from './tables.ts'
import { placeColumn, placesOf, placesWhere, positionColumn, rowsAt, rowsFrom, viewOf } from './view.ts'

/** First rows are told at once up to here; further down a table is worth waiting for. */
const quickRows = 10_000

/** How long a quick answer waits for the exact one. */
const patience = 250

interface Looking {
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
): Promise<Looking> => ({ tables, subject, query, keys: keysOf(await stampsOf(subject.relation)), signal })

/** Rows of a port with their flags and counts. Never writes a sink; never shows rows under a wrong scope. */
export const readRows = async (looking: Looking): Promise<PageResult> => {
  const { tables, subject, query, keys } = looking
  if (!query.quick || !isPlain(query) || tables.has(subject.relation, keys)) return exactPage(looking)
  const near = query.offset + query.limit <= quickRows
  if (near && isOrdered(subject.relation) && isStreamable(subject.relation)) return firstPage(looking)
  return (await exactIfSoon(looking)) ?? (await samplePage(looking))
}

const holding = ({ subject, keys, signal }: Looking) => ({ keys, bodies: subject.bodies, signal })

/** Works on the table of what is looked at, and on the view of its rows: null where all rows are shown as they lie. */
const withView = <T>(looking: Looking, work: (held: Held, view: Held | null) => Promise<T>): Promise<T> => {
  const { tables, subject, query, keys, signal } = looking
  return tables.use(subject.relation, holding(looking), async held => {
    if (isPlain(query)) return work(held, null)
    await tables.pool.use(session => checkConditions(session, query.filter?.columns ?? [], held.table.columns))
    return tables.use(viewOf(held, query, subject.flow), { keys, signal }, view => work(held, view))
  })
}

const exactPage = (looking: Looking): Promise<PageResult> =>
  withView(looking, async (held, view) => {
    const { offset, limit: count } = looking.query
    const rows = await readAt(looking, held, view, offset, count)
    return {
      ...rows,
      rowCount: view ? view.rows : held.rows,
      totalCount: held.rows,
      flaggedCount: held.flagged,
      scope: 'all',
    }
  })

type Rows = Pick<PageResult, 'columns' | 'flags'> & CutRows

const readAt = async (
  looking: Looking,
  held: Held,
  view: Held | null,
  offset: number,
  count: number,
): Promise<Rows> => {
  const { tables, query, signal } = looking
  const { table } = held
  if (view === null) return readTable(looking, table, rowsFrom(held, offset, count, query.cutAt))
  const found = await tables.pool.use(session =>
    session.query(printRelation(placesOf(view, offset, count)), { signal }),
  )
  const places = found.rows.map(row => BigInt(String(row[1])))
  if (places.length === 0) return readTable(looking, table, rowsFrom(held, 0, 0, query.cutAt))
  return readTable(looking, table, rowsAt(held, places, query.cutAt), places)
}

/** Rows of a table with their place in front, in the order of the places given. */
const readTable = async (
  looking: Looking,
  of: Relation,
  relation: Relation,
  places?: readonly bigint[],
): Promise<Rows> => {
  const rows = await read(looking, relation)
  const byPlace = places && new Map(rows.map(row => [String(row[0]), row]))
  const ordered = places ? places.flatMap(place => [byPlace?.get(String(place)) ?? []]) : rows
  return decoded(
    looking,
    of,
    ordered.map(row => row.slice(1)),
  )
}

const read = async (
  { tables, query, signal }: Looking,
  relation: Relation,
): Promise<readonly (readonly JsonValue[])[]> => {
  const page = await tables.pool.use(session => readPage(session, printRelation(relation), query.limit, { signal }))
  return page.rows
}

/** Rows whose hidden cells stand behind the visible ones, with their flags; what is too long is cut. */
const decoded = ({ subject, query }: Looking, of: Relation, rows: readonly (readonly JsonValue[])[]): Rows => {
  const { flow, columns } = subject
  const flagsOf = flagReader(flow, slotsOf(of), columns, hiddenColumns(of))
  const visible = rows.map(row => row.slice(0, columns.length))
  return {
    columns,
    flags: rows.map((row, i) => flagsOf(visible[i]!, row.slice(columns.length))),
    ...cutRows(visible, query.cutAt),
  }
}

const firstRows = async (looking: Looking, relation: Relation): Promise<Rows> => {
  const { limit: count, offset } = looking.query
  return decoded(looking, relation, await read(looking, limit(quiet(relation), count, offset)))
}

const uncounted = { rowCount: null, totalCount: null, flaggedCount: null } as const

/** The first rows of what can be told row by row, while the exact table is prepared behind it. */
const firstPage = async (looking: Looking): Promise<PageResult> => {
  const { tables, subject, query } = looking
  const rows = await firstRows(looking, subject.relation)
  const seen = query.offset + rows.rows.length
  if (query.offset === 0 && seen < query.limit) {
    const flaggedCount = rows.flags.filter(flags => flags.length > 0).length
    return { ...rows, rowCount: seen, totalCount: seen, flaggedCount, scope: 'all' }
  }
  tables.prepare(subject.relation, holding(looking))
  return { ...rows, ...uncounted, scope: `first ${seen} rows of ${subject.node}` }
}

/** The exact page if it comes soon, or if nothing else can be told; its table goes on being prepared if it does not. */
const exactIfSoon = async (looking: Looking): Promise<PageResult | null> => {
  const { tables, subject } = looking
  if (!canSample(subject.relation)) return exactPage(looking)
  tables.prepare(subject.relation, holding(looking))
  const waiting = new AbortController()
  const signal = looking.signal ? AbortSignal.any([looking.signal, waiting.signal]) : waiting.signal
  const timer = setTimeout(() => waiting.abort(), patience)
  try {
    return await exactPage({ ...looking, signal })
  } catch (error) {
    if (waiting.signal.aborted && !looking.signal?.aborted) return null
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Rows computed from the first rows of each source, and labelled so. */
const samplePage = async (looking: Looking): Promise<PageResult> => {
  const { flow, relation } = looking.subject
  const rows = await firstRows(looking, sampled(relation, quickRows))
  return { ...rows, ...uncounted, scope: `first ${quickRows} rows of ${sourcesOf(flow, relation).join(' and ')}` }
}

/** One cell by the page's own coordinates, whole; undefined where there is no such row. */
export const readCell = (looking: Looking, row: number, name: string): Promise<JsonValue | undefined> =>
  withView(looking, async (held, view) => {
    const whole = { ...looking, query: { ...looking.query, limit: 1, cutAt: null } }
    const { columns, rows } = await readAt(whole, held, view, row, 1)
    const found = shownColumn(columns, name)
    return rows[0]?.[columns.indexOf(found)]
  })

/** The next flagged row at or after (or before) a row, by its number in what is shown. */
export const nextFlaggedRow = (looking: Looking, from: number, backwards: boolean): Promise<number | null> =>
  withView(looking, async (held, view) => {
    const { tables, signal } = looking
    const flagged = placesWhere(held, isFlagged(held.table))
    const shown = view ? placesWhere(view, inRelation([column(placeColumn)], flagged)) : flagged
    const wanted = where(shown, op(backwards ? '<=' : '>=', column(positionColumn), literal(from)))
    const nearest = aggregate(
      wanted,
      [],
      [{ name: 'row', expression: call(backwards ? 'max' : 'min', column(positionColumn)) }],
    )
    const found = await tables.pool.use(session => session.value(printRelation(nearest), { signal }))
    return found === null ? null : Number(found)
  })
