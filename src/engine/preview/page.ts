import { limit, where } from '#core/relation/build.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Relation } from '#core/relation/relation.ts'
import { extrasOf, hiddenColumns, slotsOf } from '#core/relation/slots.ts'
import { relationsOf } from '#core/relation/walk.ts'
import { printRelation } from '#core/sql/print.ts'
import { readPage } from '../duckdb/read.ts'
import type { JsonValue } from '../duckdb/value.ts'
import { type CutRows, cutRows } from '../rows/cut.ts'
import { flagReader, reasonsIn } from '../rows/flags.ts'
import type { PageResult } from '../types.ts'
import { checkConditions } from './conditions.ts'
import { isPlain, predicateOf, shownColumn } from './filter.ts'
import { holding, type Looking, withTable, withView } from './looking.ts'
import { quiet } from './quiet.ts'
import { type Sample, sampleOf, sourcesOf } from './sample.ts'
import { isStreamable } from './streamable.ts'
import type { Held } from './tables.ts'
import { evaluationReader } from './unevaluated.ts'
import { placesOf, rowsAt, rowsFrom, rowsWhere, viewOf } from './view.ts'

/** First rows are told at once up to here; further down a table is worth waiting for. */
const quickRows = 10_000

/** How long a quick answer waits for the exact one. */
const patience = 150

/** Of so many rows a view is there in no time. */
const viewedAtOnce = 500_000

/** How long rows that a filter asks for are sought before all are read. */
const seekTime = 1_500

/** Rows of a port with their flags and counts. Never writes a sink; never shows rows under a wrong scope. */
export const readRows = async (looking: Looking): Promise<PageResult> => {
  const { tables, subject, query, keys } = looking
  tables.want(subject.relation, keys)
  if (!query.quick || (query.sort ?? []).length > 0) return exactPage(looking)
  if (await tables.bring(subject.relation, keys)) return isPlain(query) ? exactPage(looking) : matchingPage(looking)
  if (query.ownTable) return exactPage(looking)
  const near = query.offset + query.limit <= quickRows
  if (near && isOrdered(subject.relation) && hasFirstRows(subject.relation)) {
    const soon = isPlain(query) || !isStreamable(subject.relation)
    const first = soon ? firstPage(looking) : ifSoon(looking, seekTime, firstPage)
    return (await first) ?? exactPage(looking)
  }
  const sample = sampleOf(subject.relation, quickRows)
  if (sample === null) return wholePage(looking)
  return (await ifSoon(looking, patience, exactPage)) ?? (await samplePage(looking, sample))
}

/**
 * Of what is told of all rows alone: by the one statement that it means. What it reads is written into a table behind it, for who asks for
 * another page above it.
 */
const wholePage = async (looking: Looking): Promise<PageResult> => {
  const { tables, subject } = looking
  const page = await exactPage({ ...looking, subject: { ...subject, bodies: noBodies } })
  const body = relationsOf(subject.relation).findLast(part => subject.bodies.has(part))
  if (body) tables.prepare(body, holding(looking))
  return page
}

const noBodies: ReadonlySet<Relation> = new Set()

/**
 * Whether a statement with a limit gives the first rows, and sooner than all: DuckDB sorts no more than it shows. What a scan rejected is
 * known at its end, and flags that are set late scatter the rows of a statement.
 */
const hasFirstRows = (relation: Relation): boolean =>
  relationsOf(relation).every(part => part.kind !== 'rejects' && !(part.kind === 'flag' && part.late !== undefined))

/** Whether some file behind it has only been read in part, and it tells nothing but first rows. */
export const isBeginning = ({ subject }: Looking): boolean =>
  relationsOf(subject.relation).some(part => part.kind === 'scan' && part.beginning === true)

/** First rows of what has only been read in part; null where what is asked for needs more of it. */
export const readBeginning = async (looking: Looking): Promise<PageResult | null> => {
  const { subject, query } = looking
  const { relation } = subject
  const isAlone = relationsOf(relation).every(part => part.kind !== 'union')
  if (!query.quick || !isPlain(query) || query.ownTable || !isAlone) return null
  if (!isOrdered(relation) || !hasFirstRows(relation) || !isStreamable(relation)) return null
  const rows = await firstRows(looking, relation)
  if (rows.rows.length < query.limit) return null
  return { ...rows, ...uncounted, scope: `first ${query.offset + rows.rows.length} rows of ${subject.node}` }
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

type Rows = Pick<PageResult, 'columns' | 'flags' | 'unevaluated'> & CutRows

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
  const hiddenNames = [...hiddenColumns(of), ...extrasOf(of)]
  const flagsOf = flagReader(reasonsIn(flow), slotsOf(of), columns, hiddenNames)
  const visible = rows.map(row => row.slice(0, columns.length))
  const hidden = rows.map(row => row.slice(columns.length))
  return {
    columns,
    flags: visible.map((row, i) => flagsOf(row, hidden[i]!)),
    ...(query.ownTable && of.kind === 'table'
      ? { unevaluated: hidden.map(evaluationReader(flow, of, hiddenNames)) }
      : {}),
    ...cutRows(visible, query.cutAt),
  }
}

/** The rows that the filter asks for, of a relation that is no table yet. */
const asked = async (looking: Looking, relation: Relation): Promise<Relation> => {
  const { tables, subject, query } = looking
  if (isPlain(query)) return relation
  const { columns, flow } = subject
  await tables.pool.use(session => checkConditions(session, query.filter?.columns ?? [], columns))
  return where(relation, predicateOf(query.filter ?? {}, { columns, slots: slotsOf(relation), extras: [] }, flow))
}

const firstRows = async (looking: Looking, relation: Relation): Promise<Rows> => {
  const { limit: count, offset } = looking.query
  const shown = await asked(looking, relation)
  return decoded(looking, shown, await read(looking, limit(quiet(shown), count, offset)))
}

const uncounted = { rowCount: null, totalCount: null, flaggedCount: null } as const

/** The first rows of what can be told row by row, while the exact table is prepared behind it. */
const firstPage = async (looking: Looking): Promise<PageResult | null> => {
  const { tables, subject, query } = looking
  const rows = isStreamable(subject.relation)
    ? await firstRows(looking, subject.relation)
    : await tables.over(subject.relation, looking.keys, ready => firstRows(looking, ready))
  const seen = query.offset + rows.rows.length
  // that nothing matches is known of all rows alone
  if (!isPlain(query) && rows.rows.length === 0) return null
  if (isPlain(query) && query.offset === 0 && seen < query.limit) {
    const flaggedCount = rows.flags.filter(flags => flags.length > 0).length
    return { ...rows, rowCount: seen, totalCount: seen, flaggedCount, scope: 'all' }
  }
  tables.prepare(subject.relation, holding(looking))
  return {
    ...rows,
    ...uncounted,
    scope: `first ${seen} ${isPlain(query) ? 'rows' : 'matching rows'} of ${subject.node}`,
  }
}

/** The first rows that the filter asks for, where the view of all of them would take a while. */
const matchingPage = (looking: Looking): Promise<PageResult> =>
  withTable(looking, async held => {
    const { tables, subject, query, keys } = looking
    const { filter = {}, offset, limit: count, cutAt } = query
    const there = tables.has(viewOf(held, query, subject.flow), keys)
    if (there || held.rows <= viewedAtOnce) return exactPage(looking)
    const matching = rowsWhere(held, predicateOf(filter, held.table, subject.flow), offset, count, cutAt)
    const rows = await readTable(looking, held.table, matching)
    if (rows.rows.length === 0) return exactPage(looking)
    const scope = `first ${offset + rows.rows.length} matching rows of ${subject.node}`
    return { ...rows, rowCount: null, totalCount: held.rows, flaggedCount: held.flagged, scope }
  })

/** What comes of a work within a time, or null. */
const ifSoon = async <T>(looking: Looking, time: number, work: (looking: Looking) => Promise<T>): Promise<T | null> => {
  const waiting = new AbortController()
  const signal = looking.signal ? AbortSignal.any([looking.signal, waiting.signal]) : waiting.signal
  const timer = setTimeout(() => waiting.abort(), time)
  try {
    return await work({ ...looking, signal })
  } catch (error) {
    if (waiting.signal.aborted && !looking.signal?.aborted) return null
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Rows computed from the first rows of the sources that drive them, and labelled so; the exact table is prepared behind them. */
const samplePage = async (looking: Looking, sample: Sample): Promise<PageResult> => {
  const rows = await firstRows(looking, sample.relation)
  looking.tables.prepare(looking.subject.relation, holding(looking))
  const sources = sourcesOf(looking.subject.flow, sample).join(' and ')
  return { ...rows, ...uncounted, scope: `first ${quickRows} rows of ${sources}` }
}

/** One cell by the page's own coordinates, whole; undefined where there is no such row. */
export const readCell = (looking: Looking, row: number, name: string): Promise<JsonValue | undefined> =>
  withView(looking, async (held, view) => {
    const whole = { ...looking, query: { ...looking.query, limit: 1, cutAt: null } }
    const { columns, rows } = await readAt(whole, held, view, row, 1)
    const found = shownColumn(columns, name)
    return rows[0]?.[columns.indexOf(found)]
  })
