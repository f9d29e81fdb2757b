import { describe, expect, test } from 'vitest'
import { createPages } from '#renderer/grid/page-store.ts'
import type { Cell } from '#renderer/grid/selection.ts'
import type { GridFlag, GridPage, GridSource } from '#renderer/grid/types.ts'
import { type Arrival, createWalk } from '#renderer/grid/walk.ts'

const flag = (column: string, severity: GridFlag['severity']): GridFlag => ({
  node: 'check',
  rule: column,
  kind: 'range',
  columns: [column],
  severity,
  message: `${column} is wrong`,
  value: null,
  via: [],
})

const flags = new Map([
  [2, [flag('b', 'error'), flag('c', 'critical')]],
  [5, [flag('gone', 'warning')]],
  [7, [flag('b', 'error')]],
])
const rows = 10

const source: GridSource = {
  place: 'check.out',
  page: async (): Promise<GridPage> => ({
    columns: ['a', 'b', 'c'].map(name => ({ name, type: 'INTEGER' })),
    rows: Array.from({ length: rows }, (_, i) => [i, i, i]),
    flags: Array.from({ length: rows }, (_, i) => flags.get(i) ?? []),
    rowCount: rows,
    totalCount: rows,
    flaggedCount: flags.size,
    scope: 'all',
    cut: [],
    ms: 1,
  }),
  cell: async () => ({ value: null, truncated: false }),
  counts: async () => ({
    flagged: 3,
    severities: { info: 0, warning: 1, error: 2, critical: 1 },
    rules: [],
    columns: [],
    evaluations: [],
  }),
  lane: async () => ({ rows, marks: [] }),
  nextFlagged: async (from, backwards) => {
    const all = [...flags.keys()]
    return (backwards ? all.findLast(row => row <= from) : all.find(row => row >= from)) ?? null
  },
}

const walker = async (filter = {}, of = source) => {
  const store = createPages(of)
  store.want(0, rows)
  await new Promise(resolve => setTimeout(resolve, 0))
  const walk = createWalk(store, filter)
  const arrivals: Arrival[] = []
  let here: Cell = { row: -1, column: 1 }
  const step = (backwards = false) =>
    walk.step(
      backwards,
      () => here,
      arrival => {
        arrivals.push(arrival)
        if (arrival.cell) here = arrival.cell
      },
    )
  return { walk, step, arrivals }
}

describe('a walk over flagged rows', () => {
  test('goes from row to row, to the gravest flag of each, and begins anew with a word', async () => {
    const { step, arrivals } = await walker()
    for (let i = 0; i < 4; i++) await step()
    expect(arrivals.map(each => each.cell)).toEqual([
      { row: 2, column: 2 },
      { row: 5, column: 2 },
      { row: 7, column: 1 },
      { row: 2, column: 2 },
    ])
    expect(arrivals.map(each => each.shown)).toEqual(['', '', '', 'From the start again'])
    expect(arrivals[0]?.announced).toBe('Row 3 of 10: critical, c is wrong, and 1 more')
    await step(true)
    expect(arrivals.at(-1)).toMatchObject({ cell: { row: 7, column: 1 }, shown: 'From the end again' })
  })

  test('goes to the flag that the filter means', async () => {
    const { step, arrivals } = await walker({ severity: 'error' })
    await step()
    expect(arrivals[0]).toMatchObject({ cell: { row: 2, column: 1 }, announced: 'Row 3 of 10: error, b is wrong' })
  })

  test('takes every step of a quick hand, one after the other', async () => {
    const { step, arrivals } = await walker()
    await Promise.all([step(), step(), step()])
    expect(arrivals.map(each => each.cell?.row)).toEqual([2, 5, 7])
  })

  test('says that there is nothing to walk', async () => {
    const { step, arrivals } = await walker({}, { ...source, nextFlagged: async () => null })
    await step()
    expect(arrivals).toEqual([{ cell: null, shown: 'No flagged row here', announced: 'No flagged row here' }])
  })

  test('ends where it is stopped', async () => {
    const { walk, step, arrivals } = await walker()
    const taken = step()
    walk.stop()
    await taken
    expect(arrivals).toEqual([])
  })
})
