import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cellsOfLine } from '#core/source/csv-cells.ts'

const signs = { delim: ';', quote: '"', escape: '"' }
const written = (cell: string) => (/[;"\n]|^ *$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

test('Cells that were written are found again, each where it stands', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ü', ';', '"', ' ', '\n', '7') })
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), cells => {
      const line = cells.map(written).join(signs.delim)
      const found = cellsOfLine(line, signs)
      expect(found.map(({ text }) => text)).toEqual(cells)
      expect(found.map(({ start, end }) => line.slice(start, end))).toEqual(cells.map(written))
    }),
  )
})

test('A cell that is wrongly quoted stands as it is', () => {
  const texts = (line: string) => cellsOfLine(line, signs).map(({ text }) => text)
  expect(texts('a;"b"c;d')).toEqual(['a', '"b"c', 'd'])
  expect(texts('a;"b;c')).toEqual(['a', '"b', 'c'])
  expect(texts('a; "b;c" ;')).toEqual(['a', 'b;c', ''])
  expect(cellsOfLine("a;'b\\'c'", { ...signs, quote: "'", escape: '\\' })[1]?.text).toBe("b'c")
})
