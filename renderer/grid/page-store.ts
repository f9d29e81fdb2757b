import type { Problem } from '#core/problem.ts'
import type { Column } from '#core/relation/relation.ts'
import type { RuleSeverity } from '#core/rules/types.ts'
import { problemOf } from '../store/problem-of.ts'
import type { GridCounts, GridEvaluation, GridFlag, GridPage, GridSource } from './types.ts'

export const pageSize = 100
const keptPages = 80
const atOnce = 2
/** As many as a lane has room for. */
const laneParts = 300

/** What is known of one row. */
export interface GridRow {
  readonly values: readonly unknown[]
  readonly flags: readonly GridFlag[]
  /** What was not evaluated; in a validator's own table alone. */
  readonly unevaluated: readonly GridEvaluation[]
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
  /** Where flagged rows are in all that is shown; none while that is not known. */
  readonly marks: ReadonlyMap<number, RuleSeverity>
  /** Null while not counted. */
  readonly counts: GridCounts | null
  /** Grows with each change. */
  readonly version: number
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
  counts: null,
  version: 0,
}

const none: readonly never[] = []

const rowsOf = (page: GridPage): readonly GridRow[] => {
  const cuts = new Map<number, Set<number>>()
  for (const [row, column] of page.cut) cuts.set(row, (cuts.get(row) ?? new Set()).add(column))
  const whole: ReadonlySet<number> = new Set()
  return page.rows.map((values, index) => ({
    values,
    flags: page.flags[index] ?? none,
    unevaluated: page.unevaluated?.[index] ?? none,
    cut: cuts.get(index) ?? whole,
  }))
}

export const createPages = (source: GridSource): PageStore => {
  const pages = new Map<number, readonly GridRow[]>()
  const asked = new Map<number, AbortController>()
  const listeners = new Set<() => void>()
  let state = emptyState
  let wanted: readonly number[] = [0]
  let closed = false
  let exact: AbortController | null = null
  let counting: AbortController | null = null

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
    })
    if (page.rowCount !== null && counting === null) void count()
  }

  const forget = () => {
    for (const own of asked.values()) own.abort()
    asked.clear()
    pages.clear()
    state = { ...state, rows: 0, rowCount: null }
  }

  /** What is known of all rows is asked for behind the first exact ones; that it cannot be had is no reason to hide them. */
  const count = async () => {
    const own = new AbortController()
    counting = own
    const told = (part: Partial<GridState>) => own.signal.aborted || put(part)
    await Promise.allSettled([
      source.counts(own.signal).then(counts => told({ counts })),
      source.lane(laneParts, own.signal).then(({ marks }) => told({ marks: new Map(marks) })),
    ])
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
      counting?.abort()
      for (const own of asked.values()) own.abort()
      asked.clear()
    },
  }
}
