import { describe, expect, test } from 'vitest'
import { createPages, pageSize } from '#renderer/grid/page-store.ts'
import type { GridCounts, GridFlag, GridPage, GridSource } from '#renderer/grid/types.ts'

const flag: GridFlag = {
  node: 'c',
  rule: 'r',
  kind: 'range',
  columns: ['a'],
  severity: 'error',
  message: 'm',
  value: 1,
  via: [],
}

const counts: GridCounts = {
  flagged: 1,
  severities: { info: 0, warning: 0, error: 1, critical: 0 },
  rules: [],
  columns: [{ column: 'a', severity: 'error', rows: 1 }],
  evaluations: [],
}

interface Asked {
  readonly offset: number
  readonly quick: boolean
  readonly signal: AbortSignal
  answer(page: Partial<GridPage>): void
  fail(error: unknown): void
}

const pageAt = (offset: number, rows: number, part: Partial<GridPage> = {}): GridPage => {
  const indexes = Array.from({ length: Math.max(0, Math.min(pageSize, rows - offset)) }, (_, index) => offset + index)
  return {
    columns: [{ name: 'a', type: 'INTEGER' }],
    rows: indexes.map(index => [index]),
    flags: indexes.map(() => []),
    rowCount: rows,
    totalCount: rows,
    flaggedCount: 0,
    scope: 'all',
    cut: [],
    ms: 1,
    ...part,
  }
}

/** A source whose answers are given by hand. */
const byHand = () => {
  const asked: Asked[] = []
  const source: GridSource = {
    place: 'a.out',
    page: (offset, _limit, quick, signal) =>
      new Promise((resolve, reject) => {
        asked.push({ offset, quick, signal, answer: part => resolve(pageAt(offset, 10_000, part)), fail: reject })
        signal.addEventListener('abort', () => reject(signal.reason))
      }),
    cell: async () => ({ value: null, truncated: false }),
    nextFlagged: async () => null,
    counts: async () => counts,
    lane: async () => ({ rows: 10_000, marks: [[1, 'error']] }),
  }
  return { asked, source }
}

const settled = () => new Promise(resolve => setTimeout(resolve, 0))

describe('pages of the grid', () => {
  test('are shown as soon as they are there, also without flags', async () => {
    const { asked, source } = byHand()
    const store = createPages(source)
    store.want(0, 20)
    expect(asked[0]).toMatchObject({ offset: 0, quick: true })
    asked[0]?.answer({})
    await settled()
    expect(store.getState()).toMatchObject({ status: 'ready', rows: 10_000, scope: 'all' })
    expect(store.row(7)?.values).toEqual([7])
    expect(store.row(5000)).toBeUndefined()
  })

  test('that are no longer wanted are cancelled, and the newest are asked for', async () => {
    const { asked, source } = byHand()
    const store = createPages(source)
    store.want(0, 20)
    asked[0]?.answer({})
    await settled()
    store.want(3000, 3020)
    const old = asked.filter(each => each.offset === 3000)
    store.want(8000, 8020)
    expect(old.map(each => each.signal.aborted)).toEqual([true])
    expect(asked.some(each => each.offset === 8000 && !each.signal.aborted)).toBe(true)
    expect(asked.filter(each => !each.signal.aborted).length).toBeLessThanOrEqual(3)
  })

  test('of first rows give way to the exact ones', async () => {
    const { asked, source } = byHand()
    const store = createPages(source)
    store.want(0, 20)
    asked[0]?.answer({ rowCount: null, totalCount: null, flaggedCount: null, scope: 'first 100 rows of a' })
    await settled()
    expect(store.getState()).toMatchObject({ scope: 'first 100 rows of a', rowCount: null, rows: 2 * pageSize })
    const exact = asked.find(each => !each.quick)
    exact?.answer({ rows: [[42]], flags: [[flag]], rowCount: 1, totalCount: 1, flaggedCount: 1 })
    await settled()
    expect(store.getState()).toMatchObject({ scope: 'all', rowCount: 1, rows: 1, flaggedCount: 1 })
    expect(store.row(0)?.values).toEqual([42])
  })

  test('tell where flags are and how many, once the exact rows are there', async () => {
    const { asked, source } = byHand()
    const store = createPages(source)
    store.want(0, 20)
    asked[0]?.answer({ rowCount: null, totalCount: null, flaggedCount: null, scope: 'first 100 rows of a' })
    await settled()
    expect(store.getState()).toMatchObject({ counts: null, marks: new Map() })
    asked.find(each => !each.quick)?.answer({ rows: [[1], [2]], flags: [[], [flag]], rowCount: 2 })
    await settled()
    expect(store.getState().counts).toBe(counts)
    expect([...store.getState().marks]).toEqual([[1, 'error']])
  })

  test('are shown though their flags cannot be counted', async () => {
    const { asked, source } = byHand()
    const store = createPages({ ...source, counts: () => Promise.reject(new Error('stopped')) })
    store.want(0, 20)
    asked[0]?.answer({})
    await settled()
    expect(store.getState()).toMatchObject({ status: 'ready', problem: null, counts: null })
    expect(store.getState().marks.size).toBe(1)
  })

  test('carry what was not judged of a row', async () => {
    const { asked, source } = byHand()
    const store = createPages(source)
    store.want(0, 20)
    const skipped = { rule: 'r', columns: ['a'], state: 'skipped' as const }
    asked[0]?.answer({ rows: [[1], [2]], flags: [[], []], rowCount: 2, unevaluated: [[], [skipped]] })
    await settled()
    expect([store.row(0)?.unevaluated, store.row(1)?.unevaluated]).toEqual([[], [skipped]])
  })

  test('that fail say why, and are asked for again', async () => {
    const { asked, source } = byHand()
    const store = createPages(source)
    store.want(0, 20)
    asked[0]?.fail({ problem: { code: 'E-FILE-MISSING', severity: 'error', message: 'no file' } })
    await settled()
    expect(store.getState()).toMatchObject({ status: 'failed', problem: { code: 'E-FILE-MISSING' } })
    store.retry()
    asked[1]?.answer({})
    await settled()
    expect(store.getState()).toMatchObject({ status: 'ready', problem: null })
  })

  test('are read in order across pages for copying', async () => {
    const store = createPages({ ...byHand().source, page: async offset => pageAt(offset, 250) })
    const rows = await store.read(90, 300, new AbortController().signal)
    expect(rows.map(row => row.values[0])).toEqual(Array.from({ length: 160 }, (_, index) => 90 + index))
  })
})
