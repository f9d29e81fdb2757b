import { expect, test } from 'vitest'
import { createPages } from '#renderer/grid/page-store.ts'
import type { GridPage } from '#renderer/grid/types.ts'

const page: GridPage = {
  columns: [{ name: 'a', type: 'INTEGER' }],
  rows: [[1]],
  flags: [[]],
  rowCount: 1,
  totalCount: 1,
  flaggedCount: 0,
  scope: 'all',
  cut: [],
  ms: 1,
}

test('a page without flags is shown as soon as it is there', async () => {
  const store = createPages({
    place: 'a.out',
    page: async () => page,
    cell: async () => ({ value: null, truncated: false }),
    nextFlagged: async () => null,
  })
  store.want(0, 1)
  await expect.poll(() => store.getState().status).toBe('ready')
  expect(store.getState()).toMatchObject({ rows: 1, scope: 'all' })
  expect(store.row(0)?.values).toEqual([1])
})
