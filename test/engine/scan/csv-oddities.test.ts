import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { cleanLines, oddities, rowCount, textOf } from './corpus.ts'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv } = sourcesOfTests()

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text.replace(/^\ufeff/, '')}`, 'utf16le')
const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16()

const ways: readonly (readonly [string, string, (text: string) => Buffer, Record<string, unknown>])[] = [
  ['a mark', 'odd.csv', text => Buffer.from(`\ufeff${text.replace(/^\ufeff/, '')}`), {}],
  ['gzip and a mark', 'odd-mark.csv.gz', text => gzipSync(`\ufeff${text.replace(/^\ufeff/, '')}`), {}],
  [
    'UTF-16 with the high byte first, packed',
    'odd-16.csv.gz',
    text => gzipSync(swapped(utf16(text))),
    { encoding: 'utf-16' },
  ],
  ['Latin-1', 'odd-1.csv', text => Buffer.from(text.replace(/^\ufeff/, ''), 'latin1'), { encoding: 'latin-1' }],
]

test('years and other numbers may be the names of columns', async () => {
  write('years.csv', 'id,2024,2023,0\n1,20,30,x\n2,,31,y\n3,b\n')
  for (const settings of [{}, { badLines: 'flag' }]) {
    const { out } = await csv('years.csv', settings)
    expect(out.columns).toEqual(['id', '2024', '2023', '0'])
    expect(out.rows.slice(0, 2)).toEqual([
      ['1', '20', '30', 'x'],
      ['2', null, '31', 'y'],
    ])
  }
})

describe.each(ways)('what looks odd and is right, with %s', (_, file, pack, settings) => {
  let clean: readonly (readonly (string | null)[])[]
  beforeAll(async () => {
    write('clean.csv', textOf(cleanLines))
    clean = (await csv('clean.csv')).out.rows
  })

  test.each(oddities().map(odd => [odd.name, odd] as const))('is read without a flag: %s', async (__, odd) => {
    write(file, pack(odd.text))
    const { problems, out, reject } = await csv(file, settings)
    expect(problems).toEqual([])
    expect(reject.rows).toEqual([])
    expect(out.flags.flat()).toEqual([])
    expect(out.rows).toHaveLength(odd.rows)
    const cells = (rows: typeof out.rows) => rows.slice(0, rowCount).map(row => row.filter((___, i) => i !== 6))
    expect(cells(out.rows)).toEqual(cells(clean))
  })
})

describe('names in the first line', () => {
  test('that are there twice get another name, and it says so', async () => {
    write('twice.csv', 'id,n,n,N\n1,2,3,4\n5,6,7,8\n')
    const { problems, out } = await csv('twice.csv')
    expect(out.columns).toEqual(['id', 'n', 'n_1', 'N_2'])
    expect(out.rows).toEqual([
      ['1', '2', '3', '4'],
      ['5', '6', '7', '8'],
    ])
    expect(problems.map(p => p.code)).toEqual(['W-COLUMN-RENAMED', 'W-COLUMN-RENAMED'])
  })

  test('that are empty get one, and it says so', async () => {
    write('unnamed.csv', 'id,,n\n1,2,3\n4,5,6\n')
    const { problems, out } = await csv('unnamed.csv')
    expect(out.columns).toEqual(['id', 'column1', 'n'])
    expect(out.rows).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ])
    expect(problems.map(p => p.code)).toEqual(['W-COLUMN-RENAMED'])
  })

  test('that are empty at the end are no delimiter at the ends of lines, where rows have cells there', async () => {
    write('last.csv', 'id,n,\n1,2,3\n4,5,6\n')
    const { out, reject } = await csv('last.csv')
    expect(out.rows).toEqual([
      ['1', '2', '3'],
      ['4', '5', '6'],
    ])
    expect(reject.rows).toEqual([])
  })
})

describe('a file of few lines', () => {
  test.each([
    ['a header', 'id,name\n'],
    ['a header without a line end', 'id,name'],
    ['a header and empty lines', 'id,name\n\n\n'],
    ['a header with carriage returns', 'id,name\r\n'],
    ['a header after a mark', '\ufeffid,name\n'],
  ])('has no rows, and says so: %s', async (_, text) => {
    write('few.csv', text)
    const { problems, out, reject } = await csv('few.csv', { header: true })
    expect(problems.map(p => p.code)).toEqual(['W-FILE-NO-ROWS'])
    expect(out).toMatchObject({ columns: ['id', 'name'], rows: [] })
    expect(reject.rows).toEqual([])
  })

  test('is a problem where it has no bytes, or none but those of line ends or of a mark', async () => {
    write('none.csv', '')
    write('none.csv.gz', gzipSync(''))
    write('blank.csv', '\r\n\n  \n')
    write('mark.csv', '\ufeff')
    for (const file of ['none.csv', 'none.csv.gz', 'blank.csv', 'mark.csv'])
      expect((await csv(file)).problems, file).toMatchObject([{ code: 'E-FILE-EMPTY', severity: 'error' }])
  })

  test('has one row', async () => {
    for (const text of ['id,name\n1,a\n', 'id,name\n1,a', 'id,name\r\n1,a\r\n', '\ufeffid,name\r1,a']) {
      write('row.csv', text)
      expect((await csv('row.csv')).out, JSON.stringify(text)).toMatchObject({
        columns: ['id', 'name'],
        rows: [['1', 'a']],
      })
    }
  })
})

describe('a table of one column', () => {
  const rows = [['a'], [null], ['b'], [null], [null]]

  test.each([
    ['line feeds', 'x\na\n\nb\n\n\n'],
    ['both', 'x\r\na\r\n\r\nb\r\n\r\n\r\n'],
    ['mixed', 'x\r\na\n\r\nb\n\r\n\n'],
    ['carriage returns', 'x\ra\r\rb\r\r\r'],
    ['quotes', '"x"\n"a"\n\n"b"\n""\n\n'],
  ])('has its empty lines as rows, with %s', async (_, text) => {
    write('one.csv', text)
    for (const badLines of ['reject', 'flag']) {
      const { problems, out, reject } = await csv('one.csv', { header: true, badLines })
      expect(problems).toEqual([])
      expect(out.rows).toEqual(rows)
      expect([out.flags.flat(), reject.rows]).toEqual([[], []])
    }
  })

  test('has them with their numbers where a cell is rejected', async () => {
    write('one.csv', 'x\n1\n\nb\n\n3')
    const { out, reject } = await csv('one.csv', { header: true, badCells: 'reject', types: { x: 'BIGINT' } })
    expect(out.rows).toEqual([['1'], [null], [null], ['3']])
    expect(reject.rows).toEqual([['one.csv', '4', 'x is not a BIGINT: b', 'b']])
  })
})

describe('a file without a line end at its end', () => {
  test.each([
    ['a cell', '2,b', [['2', 'b']], []],
    ['an empty cell', '2,', [['2', null]], []],
    ['quotes', '2,"b"', [['2', 'b']], []],
    ['quotes with a line end', '2,"b\n"', [['2', 'b\n']], []],
    ['a cell too few', '2', [], ['2']],
    ['a quote that is not closed', '2,"b', [], ['2,"b']],
    ['a carriage return', '2,b\r', [['2', 'b']], []],
  ] as const)('has its last line read: %s', async (_, last, rows, raws) => {
    write('end.csv', `id,name\n1,a\n${last}`)
    const { out, reject } = await csv('end.csv', { header: true })
    expect(out.rows).toEqual([['1', 'a'], ...rows])
    expect(reject.rows.map(row => row[3])).toEqual(raws)
  })
})

describe('line ends that change', () => {
  const rows = Array.from({ length: 40 }, (_, i) => `${i};${i + 0.5}`)
  test.each([
    ['after the lines that are skipped', `note\n\nid;amount\n${rows.join('\r\n')}\r\n`, 2],
    ['after the header', `id;amount\n${rows.join('\r\n')}\r\n`, 0],
    ['before the header', `note\r\nid;amount\r\n${rows.join('\n')}\n`, 1],
    ['at an empty line', `id;amount\n${rows.slice(0, 20).join('\n')}\n\r\n${rows.slice(20).join('\n')}\n`, 0],
  ])('are read, every row: %s', async (_, text, skip) => {
    write('ends.csv', text)
    for (const settings of skip === 0 ? [{}] : [{}, { skip }]) {
      const { out, reject } = await csv('ends.csv', settings)
      expect(reject.rows).toEqual([])
      expect(out.columns).toEqual(['id', 'amount'])
      expect(out.rows).toEqual(rows.map(row => row.split(';')))
    }
  })
})
