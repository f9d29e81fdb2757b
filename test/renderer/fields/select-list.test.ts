import { expect, test } from 'vitest'
import { listedColumns, shownColumns } from '#renderer/fields/SelectListInput.tsx'

const columns = ['a', 'b', 'c'].map(name => ({ name, type: 'VARCHAR' }))

test('columns that are not listed follow the listed ones in their own order', () => {
  expect(shownColumns([{ column: 'c', as: 'd' }], columns).map(item => item.column)).toEqual(['c', 'a', 'b'])
})

test('a touched column keeps its place, since those before it are listed, too', () => {
  const shown = shownColumns([], columns).map(item => (item.column === 'b' ? { ...item, as: 'x' } : item))
  const listed = listedColumns(shown, 0, 1)
  expect(listed).toEqual([{ column: 'a' }, { column: 'b', as: 'x' }])
  expect(shownColumns(listed, columns).map(item => item.column)).toEqual(['a', 'b', 'c'])
})
