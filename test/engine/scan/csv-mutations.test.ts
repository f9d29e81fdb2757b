import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanLines, cleanRecords, textOf } from './corpus.ts'
import { mutated, mutation } from './csv-mutations.ts'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv } = sourcesOfTests()

const header = `${cleanLines[0]}\n`
const rows = textOf(cleanLines.slice(1, 40))
const types = Object.fromEntries(cleanRecords[0]!.map(name => [name, 'VARCHAR']))

const breaks = (text: string | null): number => (text ?? '').split('\n').length - 1

test('every line of a broken file is a row or rejected, with its own number and text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation(rows), { minLength: 1, maxLength: 5 }), async mutations => {
      const lines = (header + mutated(rows, mutations)).split('\n')
      write('mutated.csv', lines.join('\n'))
      const { problems, out, reject } = await csv('mutated.csv', { types, header: true, delimiter: ',', quote: '"' })
      expect(problems).toEqual([])
      const rejected = reject.rows.map(row => row[3]!)
      for (const [, line, , raw] of reject.rows) {
        const text = lines.slice(Number(line) - 1, Number(line) + breaks(raw!)).join('\n')
        // DuckDB's binding drops a byte order mark at the beginning of a text.
        expect(text.replace(/^\ufeff/, '')).toBe(raw)
      }
      const cells = [...out.rows.flat(), ...rejected]
      if (cells.some(cell => cell?.includes('\n\n') || cell?.startsWith('\n') || cell?.endsWith('\n'))) return
      const read = out.rows.length + cells.reduce((sum, cell) => sum + breaks(cell), 0)
      expect(read + rejected.length).toBe(lines.filter(line => line !== '').length - 1)
    }),
    { numRuns: 80 },
  )
})
