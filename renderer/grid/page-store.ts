import type { Problem } from '#core/problem.ts'
import type { Column } from '#core/relation/relation.ts'
import type { RuleSeverity } from '#core/rules/types.ts'
import { problemOf } from '../store/problem-of.ts'
import { graver, worstOf } from './flags.ts'
import type { GridFlag, GridPage, GridSource } from './types.ts'

export const pageSize = 100
const keptPages = 80
const atOnce = 2

/** What is known of one row. */
export interface GridRow {
  readonly values: readonly unknown[]
  readonly flags: readonly GridFlag[]
  /** Columns whose text was cut. */
  readonly cut: ReadonlySet<number>
}

export interface GridState {
  readonly status: 'loading' | 'ready' | 'failed'
  readonly columns: readonly Column[]
  /** Rows to scroll over: counted, or as far as is known. */
  readonly rows: number
  /** Null while not counted. */
  readonly rowCount: number | null
  readonly totalCount: number | null
  readonly flaggedCount: number | null
  readonly scope: string | null
  readonly ms: number | null
  readonly problem: Problem | null
  /** Flagged rows met so far. */
  readonly marks: ReadonlyMap<number, RuleSeverity>
  /** Flags by column in the rows read so far. */
  readonly flagged: ReadonlyMap<string, ColumnFlags>
  /** Grows with each change. */
  readonly version: number
}

export interface ColumnFlags {
  readonly count: number
  readonly worst: RuleSeverity
}

/** Pages of one source: asked for as they come into view, the newest wish first, the longest unused forgotten. */
export interface PageStore {
  readonly source: GridSource
  getState(): GridState
  subscribe(listener: () => void): () => void
  row(index: number): GridRow | undefined
  /** Says which rows are in view; what is no longer wanted is cancelled. */
  want(first: number, end: number): void
  /** All pages over a range, in order; for copying. */
  read(first: number, end: number, signal: AbortSignal): Promise<readonly GridRow[]>
  retry(): void
  close(): void
}

const emptyState: GridState = {
  status: 'loading',
  columns: [],
  rows: 0,
  rowCount: null,
  totalCount: null,
  flaggedCount: null,
  scope: null,
  ms: null,
  problem: null,
  marks: new Map(),
  flagged: new Map(),
  version: 0,
}

const rowsOf = (page: GridPage): readonly GridRow[] => {
  const cuts = new Map<number, Set<number>>()
  for (const [row, column] of page.cut) cuts.set(row, (cuts.get(row) ?? new Set()).add(column))
  const none: ReadonlySet<number> = new Set()
  return page.rows.map((values, index) => ({ values, flags: page.flags[index] ?? [], cut: cuts.get(index) ?? none }))
}

const withFlags = (
  state: GridState,
  offset: number,
  rows: readonly GridRow[],
): Pick<GridState, 'marks' | 'flagged'> => {
  if (!rows.some(row => row.flags.length)) return { marks: state.marks, flagged: state.flagged }
  const marks = new Map(state.marks)
  const flagged = new Map(state.flagged)
  for (const [index, { flags }] of rows.entries()) {
    const worst = worstOf(flags)
    if (worst === null || marks.has(offset + index)) continue
    marks.set(offset + index, worst)
    for (const flag of flags)
      for (const column of flag.columns) {
        const known = flagged.get(column)
        flagged.set(column, { count: (known?.count ?? 0) + 1, worst: graver(known?.worst, flag.severity) })
      }
  }
  return { marks, flagged }
}

export const createPages = (source: GridSource): PageStore => {
  const pages = new Map<number, readonly GridRow[]>()
  const asked = new Map<number, AbortController>()
  const listeners = new Set<() => void>()
  let state = emptyState
  let wanted: readonly number[] = [0]
  let closed = false
  let exact: AbortController | null = null

  const put = (part: Partial<GridState>) => {
    state = { ...state, ...part, version: state.version + 1 }
    for (const listener of listeners) listener()
  }

  const keep = (index: number, rows: readonly GridRow[]) => {
    pages.delete(index)
    pages.set(index, rows)
    for (const old of pages.keys()) {
      if (pages.size <= keptPages) break
      if (!wanted.includes(old)) pages.delete(old)
    }
  }

  const take = (index: number, page: GridPage) => {
    const offset = index * pageSize
    const rows = rowsOf(page)
    keep(index, rows)
    const end = offset + rows.length
    const reached = Math.max(state.rows, end + (rows.length === pageSize ? pageSize : 0))
    put({
      status: 'ready',
      problem: null,
      columns: state.columns.length === page.columns.length ? state.columns : page.columns,
      rowCount: page.rowCount ?? state.rowCount,
      rows: page.rowCount ?? state.rowCount ?? (rows.length < pageSize ? end : reached),
      totalCount: page.totalCount ?? state.totalCount,
      flaggedCount: page.flaggedCount ?? state.flaggedCount,
      scope: page.scope,
      ms: page.ms,
      ...withFlags(state, offset, rows),
    })
  }

  const forget = () => {
    for (const own of asked.values()) own.abort()
    asked.clear()
    pages.clear()
    state = { ...state, rows: 0, rowCount: null, marks: new Map(), flagged: new Map() }
  }

  /** First rows stand until the exact ones are there. */
  const makeExact = async () => {
    const own = new AbortController()
    exact = own
    try {
      const page = await source.page(0, pageSize, false, own.signal)
      if (own.signal.aborted) return
      forget()
      take(0, page)
      next()
    } catch (error) {
      if (!own.signal.aborted) put({ problem: problemOf(error) })
    }
  }

  const ask = async (index: number) => {
    const own = new AbortController()
    asked.set(index, own)
    try {
      const page = await source.page(index * pageSize, pageSize, state.rowCount === null, own.signal)
      if (!own.signal.aborted) {
        take(index, page)
        if (page.rowCount === null && exact === null) void makeExact()
      }
    } catch (error) {
      if (!own.signal.aborted) {
        wanted = []
        put({ status: 'failed', problem: problemOf(error) })
      }
    }
    if (asked.get(index) === own) asked.delete(index)
    next()
  }

  const next = () => {
    if (closed) return
    for (const index of wanted) {
      if (asked.size >= atOnce) return
      if (!pages.has(index) && !asked.has(index)) void ask(index)
    }
  }

  return {
    source,
    getState: () => state,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    row: index => pages.get(Math.floor(index / pageSize))?.[index % pageSize],
    want: (first, end) => {
      const [from, to] = [Math.floor(first / pageSize), Math.floor(Math.max(first, end - 1) / pageSize)]
      const last = state.rows === 0 ? to : Math.floor((state.rows - 1) / pageSize)
      const inView = Array.from({ length: to - from + 1 }, (_, index) => from + index)
      wanted = [...inView, to + 1, from - 1].filter(index => index >= 0 && index <= Math.max(last, 0))
      for (const [index, own] of asked)
        if (!wanted.includes(index)) {
          own.abort()
          asked.delete(index)
        }
      next()
    },
    read: async (first, end, signal) => {
      const found: GridRow[] = []
      while (found.length < end - first) {
        const at = first + found.length
        const index = Math.floor(at / pageSize)
        const rows = pages.get(index) ?? rowsOf(await source.page(index * pageSize, pageSize, false, signal))
        const part = rows.slice(at % pageSize, (at % pageSize) + end - at)
        if (part.length === 0) break
        found.push(...part)
      }
      return found
    },
    retry: () => {
      wanted = [0]
      exact = null
      put({ status: pages.size ? 'ready' : 'loading', problem: null })
      next()
    },
    close: () => {
      closed = true
      exact?.abort()
      for (const own of asked.values()) own.abort()
      asked.clear()
    },
  }
}
