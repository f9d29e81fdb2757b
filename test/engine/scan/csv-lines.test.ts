import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineFaults } from '#core/source/line-faults.ts'
import { CsvLines } from '#engine/duckdb/scan/csv/lines.ts'

const signs = { delim: Buffer.from(','), quote: 34, escape: 34, returns: false, utf8: true }

const read = (chunks: readonly Buffer[], columns: number | null = null, own = signs) => {
  const found: { number: number; text: string; cells: number; fault: string | null; stray: boolean }[] = []
  const lines = new CsvLines(own, columns, 0, (line, bytes) => {
    const text = bytes.toString('utf8', line.start, line.end)
    found.push({ number: line.number, text, cells: line.cells, fault: line.fault, stray: line.stray })
  })
  for (const chunk of chunks) lines.push(chunk)
  lines.end()
  return found
}

const linesOf = (text: string, columns: number | null = null) => read([Buffer.from(text)], columns)

describe('the lines of a CSV file', () => {
  test('are the same wherever its bytes are cut', () => {
    const piece = fc.constantFrom('a', '"', '\r', '\n', '\r\n', ',', '""', '\0', '\ufeff', 'é', 'bc,d', '"x\ny"')
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(',', '||'),
        (pieces, size, delim) => {
          const own = { ...signs, delim: Buffer.from(delim) }
          const bytes = Buffer.from(pieces.join('').replaceAll(',', delim))
          const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
            bytes.subarray(i * size, (i + 1) * size),
          )
          expect(read(chunks, 3, own)).toEqual(read([bytes], 3, own))
        },
      ),
      { numRuns: 500 },
    )
  })

  test('leave out no byte but those that end lines', () => {
    const piece = fc.constantFrom('a', '"', '\n', ',', '""', '\0', 'é', 'b,c', '"x\ny"')
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 40 }), pieces => {
        const text = pieces.join('')
        const lines = linesOf(text, 3).map(line => line.text)
        expect(lines.join('\n')).toBe(text.endsWith('\n') ? text.slice(0, -1) : text)
      }),
      { numRuns: 500 },
    )
  })

  test('are numbered as an editor numbers them', () => {
    expect(linesOf('a,b\n1,"x\ny"\n\n2,z\n').map(line => line.number)).toEqual([1, 2, 4, 5])
  })

  test('are read again from the next one where a quote is not closed', () => {
    const found = linesOf('1,"a\n2,b\n3,"c"\n4,"d\n', 2)
    expect(found.map(line => [line.number, line.fault])).toEqual([
      [1, lineFaults.quote],
      [2, null],
      [3, null],
      [4, lineFaults.open],
    ])
  })

  test('are not swallowed by a quote that a later one closes', () => {
    const rows = Array.from({ length: 5 }, (_, i) => `${i},a,b,c`)
    const found = linesOf(`x,"a,b,c\n${rows.join('\n')}\ny",a,b,c\n`, 4)
    expect(found[0]).toMatchObject({ number: 1, fault: lineFaults.open })
    expect(found.slice(1, 6).map(line => line.text)).toEqual(rows)
  })

  test('may have text with line ends in quotes', () => {
    const [line] = linesOf('1,"one\ntwo, three\nfour ""five""",x\n', 3)
    expect(line).toMatchObject({ cells: 3, fault: null, stray: false })
  })

  test('name a zero byte, a mark and broken bytes even inside of quotes', () => {
    const bytes = Buffer.concat([Buffer.from('1,"a\0"\n2,"\ufeff"\n3,"é"\n4,'), Buffer.from([0xe9, 0x0a])])
    expect(read([bytes]).map(line => line.fault)).toEqual([lineFaults.zero, lineFaults.mark, null, lineFaults.bytes])
  })

  test('are the same after one that comes in many pieces', () => {
    const piece = Buffer.from('x'.repeat(1_000_000))
    const found = read([
      Buffer.from('1,a\n2,'),
      ...Array.from({ length: 5 }, () => piece),
      Buffer.from('\n3,b\n4,'),
      ...Array.from({ length: 4 }, () => piece),
    ])
    expect(found.map(line => [line.number, line.text.length, line.fault])).toEqual([
      [1, 3, null],
      [2, 5_000_002, lineFaults.long],
      [3, 3, null],
      [4, 4_000_002, lineFaults.long],
    ])
  })

  test('are cut off from what no reader would take', () => {
    const long = 'x'.repeat(2_000_001)
    const found = linesOf(`1,${long}\n2,b\n3,"${long}"\n4,d\n`)
    expect(found.map(line => line.fault)).toEqual([lineFaults.long, null, lineFaults.long, null])
  })
})
