import { describe, expect, test } from 'vitest'
import type { Read } from './open-sources.ts'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv, csvAsText } = sourcesOfTests()

const many = 30_000

const table = (name: string, header: string, line: (i: number) => string, last: readonly string[]): string =>
  write(name, [header, ...Array.from({ length: many }, (_, i) => line(i)), ...last, ''].join('\n'))

const flagged = ({ flags }: Read) => flags.flatMap((said, row) => said.map(one => [row - many, one]))

describe('digits that a number does not give back', () => {
  test('whole numbers of more digits than a DOUBLE holds stay texts', async () => {
    const { out } = await csv(write('ids.csv', 'id,n\n103456789012345678901,1\n103456789012345678902,2\n'))
    expect(out.types).toEqual(['VARCHAR', 'BIGINT'])
    expect(out.rows.map(([id]) => id)).toEqual(['103456789012345678901', '103456789012345678902'])
  })

  test('among decimals such a number is flagged and keeps its text, wherever in the file it stands', async () => {
    const last = [
      '9007199254740993,y',
      '"9007199254740993",z',
      '1e400,w',
      '12345678901234567890.5,v',
      '007,u',
      '00.5,t',
    ]
    const path = table('amounts.csv', 'a,b', i => `${i}.5,x`, last)
    for (const read of [csv, csvAsText]) {
      const { out } = await read(path)
      expect(out.types[0]).toBe('DOUBLE')
      expect(flagged(out)).toEqual([
        [0, 'a is not a DOUBLE: 9007199254740993'],
        [1, 'a is not a DOUBLE: 9007199254740993'],
        [2, 'a is not a DOUBLE: 1e400'],
        [4, 'a is not a DOUBLE: 007'],
      ])
    }
  })

  test('a code with a leading zero, met after the types were guessed, is flagged', async () => {
    const path = table('zips.csv', 'zip,b', i => `${10_000 + i},x`, ['01234,y', '"01235",z', ' 7,w', '0,v', '-012,u'])
    for (const read of [csv, csvAsText]) {
      const { out } = await read(path)
      expect(out.types[0]).toBe('BIGINT')
      expect(flagged(out)).toEqual([
        [0, 'zip is not a BIGINT: 01234'],
        [1, 'zip is not a BIGINT: 01235'],
        [4, 'zip is not a BIGINT: -012'],
      ])
      expect(out.rows.slice(many).map(([zip]) => zip)).toEqual([null, null, '7', '0', null])
    }
  })

  test('where a person says that a column is of numbers, digits behind a zero are one', async () => {
    const { out, typed } = await csv(write('given.csv', 'zip\n10001\n01234\n'), { types: { ZIP: 'BIGINT' } })
    expect(typed).toEqual(['zip'])
    expect(out.rows).toEqual([['10001'], ['1234']])
    expect(flagged(out)).toEqual([])
  })

  test('numbers without such digits are still converted by DuckDB', async () => {
    const rows = 'a,b,c\n0,0.5,100\n10,0.30000000000000004,0\n-5,1e30,7\n'
    expect((await csv(write('plain.csv', rows))).typed).toEqual(['a', 'b', 'c'])
  })
})
