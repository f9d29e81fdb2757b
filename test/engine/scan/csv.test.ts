import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv, execute, folder } = sourcesOfTests()

const codes = (problems: readonly { code: string }[]) => problems.map(p => p.code)

describe('dialects', () => {
  const rows = [
    ['1', 'Ann', '2.5'],
    ['2', 'Bob, the "2nd"', '3.5'],
  ]

  test.each([
    ['a comma', ',', {}],
    ['a semicolon', ';', {}],
    ['a tab', '\t', {}],
    ['a bar', '|', {}],
    ['a tilde that is named', '~', { delimiter: '~' }],
    ['two signs that are named', '||', { delimiter: '||' }],
  ])('are found with %s between cells', async (_name, delimiter, settings) => {
    const lines = [
      ['id', 'name', 'price'],
      ['1', 'Ann', '2.5'],
      ['2', '"Bob, the ""2nd"""', '3.5'],
    ]
    const name = `delimiter-${delimiter.charCodeAt(0)}-${delimiter.length}.csv`
    write(name, lines.map(line => line.join(delimiter)).join('\n'))
    const { problems, out } = await csv(name, settings)
    expect(problems).toEqual([])
    expect(out.columns).toEqual(['id', 'name', 'price'])
    expect(out.types).toEqual(['BIGINT', 'VARCHAR', 'DOUBLE'])
    expect(out.rows).toEqual(rows)
  })

  test('take single quotes and backslashes as they are used', async () => {
    write('single.csv', "id;name\n1;'a;b'\n2;'c'\n")
    write('backslash.csv', 'id,name\n1,"a\\"b"\n2,"c,d"\n')
    expect((await csv('single.csv')).out.rows).toEqual([
      ['1', 'a;b'],
      ['2', 'c'],
    ])
    expect((await csv('backslash.csv')).out.rows).toEqual([
      ['1', 'a"b'],
      ['2', 'c,d'],
    ])
  })

  test('know quotes though none is in the sample', async () => {
    const lines = Array.from({ length: 30000 }, (_, i) => `${i},plain`)
    write('late-quote.csv', `id,name\n${lines.join('\n')}\n30000,"a,b"\n`)
    const { out, reject } = await csv('late-quote.csv')
    expect(reject.rows).toEqual([])
    expect(out.rows.at(-1)).toEqual(['30000', 'a,b'])
  })

  test('leave quotes alone that stand inside a cell', async () => {
    write('inch.csv', 'id,size\n1,5" pipe\n2,7" pipe\n')
    expect((await csv('inch.csv')).out.rows).toEqual([
      ['1', '5" pipe'],
      ['2', '7" pipe'],
    ])
  })

  test('are found in a file whose lines are ragged', async () => {
    write('ragged.csv', 'id,name,n\n1,a,2\n2,b\n3,c,4,5\n5,d,7\n6,d,7\n')
    const { out, reject } = await csv('ragged.csv')
    expect(out.rows).toEqual([
      ['1', 'a', '2'],
      ['5', 'd', '7'],
      ['6', 'd', '7'],
    ])
    expect(reject.rows).toEqual([
      ['ragged.csv', '3', 'Expected Number of Columns: 3 Found: 2', '2,b'],
      ['ragged.csv', '4', 'Expected Number of Columns: 3 Found: 4', '3,c,4,5'],
    ])
  })

  test('are found though one cell is quoted wrongly', async () => {
    write('misquoted.csv', 'id;name;n\n1;"a;b";2\n2;"x" y;3\n3;"c;d;e";4\n')
    const { out, reject } = await csv('misquoted.csv')
    expect(out.rows).toEqual([
      ['1', 'a;b', '2'],
      ['3', 'c;d;e', '4'],
    ])
    expect(reject.rows.map(row => row[3])).toEqual(['2;"x" y;3'])
  })

  test('have a header or none, as the file or the setting says', async () => {
    write('bare.csv', '1,a\n2,b\n')
    write('texts.csv', 'name,city\nann,berlin\n')
    expect((await csv('bare.csv')).out.columns).toEqual(['column0', 'column1'])
    expect((await csv('bare.csv', { header: true })).out.rows).toEqual([['2', 'b']])
    expect((await csv('texts.csv')).out.columns).toEqual(['name', 'city'])
    expect((await csv('texts.csv', { header: false })).out.rows).toEqual([
      ['name', 'city'],
      ['ann', 'berlin'],
    ])
  })

  test('say that lines above the header were left out', async () => {
    write('title.csv', 'report of today\n\nid,n\n1,2\n3,4\n')
    const { problems, out } = await csv('title.csv')
    expect(out.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect(problems).toMatchObject([{ code: 'W-FILE-COMMENTS', severity: 'warning', setting: 'skip' }])
    expect((await csv('title.csv', { skip: 2 })).problems).toEqual([])
  })

  test('read mixed line ends, and keep those inside of quotes', async () => {
    write('mixed.csv', 'a,b\r\n1,"x\r\ny"\n3,4\r\n5,6\n')
    const { problems, out } = await csv('mixed.csv', { fileColumn: 'file' })
    expect(problems).toEqual([])
    expect(out.rows).toEqual([
      ['1', 'x\r\ny', 'mixed.csv'],
      ['3', '4', 'mixed.csv'],
      ['5', '6', 'mixed.csv'],
    ])
  })

  test('read CRLF and old Mac line ends', async () => {
    write('crlf.csv', 'a,b\r\n1,2\r\n3,4\r\n')
    write('mac.csv', 'a,b\r1,2\r3,4\r')
    expect((await csv('crlf.csv')).out.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
    expect((await csv('mac.csv')).out.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })
})

describe('encodings', () => {
  const text = 'id,name\n1,Zoë\n2,São Paulo\n'
  const rows = [
    ['1', 'Zoë'],
    ['2', 'São Paulo'],
  ]
  const utf16 = (content: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(content, 'utf16le')])

  test('UTF-8 is read with and without a mark', async () => {
    write('utf8.csv', text)
    write('bom.csv', `\ufeff${text}`)
    expect((await csv('utf8.csv')).out.rows).toEqual(rows)
    expect((await csv('bom.csv')).out).toMatchObject({ columns: ['id', 'name'], rows })
  })

  test('UTF-16 is read in both byte orders, with characters past the basic plane', async () => {
    write('le.csv', utf16(`${text}3,😀\n`))
    write('be.csv', utf16(text).swap16())
    expect((await csv('le.csv', { encoding: 'utf-16' })).out.rows).toEqual([...rows, ['3', '😀']])
    expect((await csv('be.csv', { encoding: 'utf-16' })).out.rows).toEqual(rows)
  })

  test('Latin-1 and Windows-1252 are read', async () => {
    write('latin1.csv', Buffer.from(text, 'latin1'))
    write('windows.csv', Buffer.from([...Buffer.from('id,price\n1,5 ', 'latin1'), 0x80, 0x0a]))
    expect((await csv('latin1.csv', { encoding: 'latin-1' })).out.rows).toEqual(rows)
    expect((await csv('windows.csv', { encoding: 'windows-1252' })).out.rows).toEqual([['1', '5 €']])
  })

  test('a copy in UTF-8 keeps the name of the file', async () => {
    write('deep/windows.csv', Buffer.from('id,n\n1,\u00e9\n2\n', 'latin1'))
    const { out, reject } = await csv('deep/windows.csv', { encoding: 'windows-1252', fileColumn: 'from' })
    expect(out.rows).toEqual([['1', 'é', 'deep/windows.csv']])
    expect(reject.rows.map(row => row[0])).toEqual(['deep/windows.csv'])
  })

  test('a file in another encoding is a problem that names it', async () => {
    write('not-utf8.csv', Buffer.from(text, 'latin1'))
    write('unmarked.csv', Buffer.from(text, 'utf16le'))
    const notUtf8 = await csv('not-utf8.csv')
    expect(notUtf8.problems).toMatchObject([{ code: 'E-FILE-ENCODING', node: 'file', setting: 'encoding' }])
    expect((await csv('unmarked.csv')).problems).toMatchObject([
      { code: 'E-FILE-ENCODING', hint: 'set the encoding to `utf-16`' },
    ])
    write('c1.csv', Buffer.from([...Buffer.from('id,p\n1,'), 0x80, 0x0a]))
    expect((await csv('c1.csv', { encoding: 'latin-1' })).problems).toMatchObject([{ code: 'E-FILE-ENCODING' }])
    expect((await csv('utf8.csv', { encoding: 'windows-1525' })).problems).toMatchObject([
      { code: 'E-SETTING', hint: 'did you mean `windows-1252`?' },
    ])
  })

  test('compressed files are read, in other encodings as well', async () => {
    write('plain.csv.gz', gzipSync(text))
    write('windows.csv.gz', gzipSync(Buffer.from(text, 'latin1')))
    await execute(`COPY (SELECT 1 AS id, 'Zoë' AS name) TO '${folder}/packed.csv.zst' (FORMAT csv, COMPRESSION zstd)`)
    expect((await csv('plain.csv.gz')).out.rows).toEqual(rows)
    expect((await csv('windows.csv.gz', { encoding: 'windows-1252' })).out.rows).toEqual(rows)
    expect((await csv('packed.csv.zst')).out.rows).toEqual([['1', 'Zoë']])
    expect((await csv('packed.csv.zst', { encoding: 'windows-1252' })).out.rows).toEqual([['1', 'ZoÃ«']])
  })
})

describe('numbers and dates', () => {
  test('a decimal comma is read, and a point is then no number', async () => {
    write('comma.csv', 'id;amount\n1;1,50\n2;-2,00\n')
    const { out } = await csv('comma.csv', { decimal: ',' })
    expect(out.types).toEqual(['BIGINT', 'DOUBLE'])
    expect(out.rows).toEqual([
      ['1', '1.5'],
      ['2', '-2.0'],
    ])
    write('comma-bad.csv', 'id;amount\n1;1,50\n2;2.5\n')
    const bad = await csv('comma-bad.csv', { decimal: ',', types: { amount: 'decimal(10,2)' } })
    expect(bad.out.rows).toEqual([
      ['1', '1.50'],
      ['2', null],
    ])
    expect(bad.out.flags).toEqual([[], ['amount is not a DECIMAL(10,2): 2.5']])
  })

  test('dates with the day first are found, also with times without seconds', async () => {
    write('days.csv', 'a,b,c\n31.12.2024,31/12/2024 10:30,2024-12-31\n01.02.2024,01/02/2024 00:00,2024-02-01\n')
    const { out, problems } = await csv('days.csv')
    expect(problems).toEqual([])
    expect(out.types).toEqual(['DATE', 'TIMESTAMP', 'DATE'])
    expect(out.rows).toEqual([
      ['2024-12-31', '2024-12-31 10:30:00', '2024-12-31'],
      ['2024-02-01', '2024-02-01 00:00:00', '2024-02-01'],
    ])
  })

  test('dates that can be read in two ways are read with the day first, and it says so', async () => {
    write('ambiguous.csv', 'id,day\n1,01/02/2024\n2,03/04/2024\n')
    const { out, problems } = await csv('ambiguous.csv')
    expect(out.rows).toEqual([
      ['1', '2024-02-01'],
      ['2', '2024-04-03'],
    ])
    expect(problems).toMatchObject([{ code: 'W-DATE-AMBIGUOUS', severity: 'warning', setting: 'dateFormat' }])
    const set = await csv('ambiguous.csv', { dateFormat: '%m/%d/%Y', types: { day: 'DATE' } })
    expect(set.problems).toEqual([])
    expect(set.out.rows).toEqual([
      ['1', '2024-01-02'],
      ['2', '2024-03-04'],
    ])
  })

  test('a column that is called a date is read in the format that most of its cells have', async () => {
    write('dirty-days.csv', 'id,day\n1,31.12.2024\n2,unknown\n3,01.02.2024\n')
    const { out } = await csv('dirty-days.csv', { types: { day: 'DATE' } })
    expect(out.rows).toEqual([
      ['1', '2024-12-31'],
      ['2', null],
      ['3', '2024-02-01'],
    ])
    expect(out.flags[1]).toEqual(['day is not a DATE: unknown'])
  })

  test('a format that is none is a problem', async () => {
    const { problems } = await csv('dirty-days.csv', { dateFormat: '%Q' })
    expect(problems).toMatchObject([{ code: 'E-SETTING', setting: 'dateFormat' }])
  })

  test('null texts are null', async () => {
    write('na.csv', 'id,n,t\n1,NA,\n2,5,-\n')
    const { out } = await csv('na.csv', { nulls: ['NA', '-'] })
    expect(out.rows).toEqual([
      ['1', null, ''],
      ['2', '5', null],
    ])
  })

  test('a type that is set holds, and one that nobody knows is a problem', async () => {
    write('typed.csv', 'id,zip\n1,01234\n2,99999\n')
    expect((await csv('typed.csv', { types: { id: 'text', ZIP: 'int' } })).out).toMatchObject({
      types: ['VARCHAR', 'INTEGER'],
      rows: [
        ['1', '1234'],
        ['2', '99999'],
      ],
    })
    expect((await csv('typed.csv', { types: { zipp: 'INTEGER' } })).problems).toMatchObject([
      { code: 'E-COLUMN-UNKNOWN', setting: 'types', hint: 'did you mean `zip`?' },
    ])
    expect((await csv('typed.csv', { types: { zip: 'INTEGR' } })).problems).toMatchObject([
      { code: 'E-TYPE-UNKNOWN', hint: 'did you mean `INTEGER`?' },
    ])
    expect((await csv('typed.csv', { types: { zip: 'INTEGER); DROP TABLE x' } })).problems).toMatchObject([
      { code: 'E-TYPE-UNKNOWN' },
    ])
  })
})

describe('cells that do not fit', () => {
  const cells = () => write('cells.csv', 'id,n,day\n1,5,2024-01-01\n2,many,2024-02-30\n3,1.7,2024-03-01 10:00\n4,,\n')
  const types = { n: 'BIGINT', day: 'DATE' }

  test('are null with a flag that keeps their text', async () => {
    cells()
    const { out, reject, problems } = await csv('cells.csv', { types })
    expect(problems).toEqual([])
    expect(out.rows).toEqual([
      ['1', '5', '2024-01-01'],
      ['2', null, null],
      ['3', null, null],
      ['4', null, null],
    ])
    expect(out.flags).toEqual([
      [],
      ['n is not a BIGINT: many', 'day is not a DATE: 2024-02-30'],
      ['n is not a BIGINT: 1.7', 'day is not a DATE: 2024-03-01 10:00'],
      [],
    ])
    expect(reject.rows).toEqual([])
  })

  test('send their line to the reject port', async () => {
    cells()
    const { out, reject } = await csv('cells.csv', { types, badCells: 'reject' })
    expect(out.rows.map(row => row[0])).toEqual(['1', '4'])
    expect(reject.rows).toEqual([
      ['cells.csv', '3', 'n is not a BIGINT: many; day is not a DATE: 2024-02-30', '2,many,2024-02-30'],
      ['cells.csv', '4', 'n is not a BIGINT: 1.7; day is not a DATE: 2024-03-01 10:00', '3,1.7,2024-03-01 10:00'],
    ])
  })

  test('end the run with a sentence', async () => {
    cells()
    await expect(csv('cells.csv', { types, badCells: 'fail' })).rejects.toThrow('n is not a BIGINT: many')
  })

  test('are rejected while bad lines are kept or fail', async () => {
    cells()
    const { out, reject } = await csv('cells.csv', { types, badCells: 'reject', badLines: 'flag' })
    expect(out.rows.map(row => row[0])).toEqual(['1', '4'])
    expect(reject.rows).toEqual([
      ['cells.csv', '3', 'n is not a BIGINT: many; day is not a DATE: 2024-02-30', '2,many,2024-02-30'],
      ['cells.csv', '4', 'n is not a BIGINT: 1.7; day is not a DATE: 2024-03-01 10:00', '3,1.7,2024-03-01 10:00'],
    ])
  })

  test('are flagged in more than 64 columns', async () => {
    const names = Array.from({ length: 70 }, (_, i) => `c${i}`)
    const good = names.map((_, i) => i).join(',')
    const bad = names.map(() => 'x').join(',')
    write('wide.csv', `${names.join(',')}\n${good}\n${bad}\n`)
    const { out } = await csv('wide.csv', { types: Object.fromEntries(names.map(name => [name, 'INTEGER'])) })
    expect(out.flags[0]).toEqual([])
    expect(out.flags[1]).toEqual(names.map(name => `${name} is not an INTEGER: x`))
  })
})

describe('lines that do not fit', () => {
  const lines = () => write('lines.csv', 'id,name,n\n1,"a",2\n2,b\n3,c,4,5\n4,"x" y,5\n5,"d",\n')

  test('are rejected with file, line, reason and text', async () => {
    lines()
    const { out, reject } = await csv('lines.csv')
    expect(out.rows).toEqual([
      ['1', 'a', '2'],
      ['5', 'd', null],
    ])
    expect(reject.columns).toEqual(['file', 'line', 'reason', 'raw'])
    expect(reject.rows.map(row => [row[0], row[1], row[3]])).toEqual([
      ['lines.csv', '3', '2,b'],
      ['lines.csv', '4', '3,c,4,5'],
      ['lines.csv', '5', '4,"x" y,5'],
    ])
  })

  test('are kept in their place with a flag, and what they lack is null', async () => {
    lines()
    const { out, reject } = await csv('lines.csv', { badLines: 'flag' })
    expect(out.rows).toEqual([
      ['1', 'a', '2'],
      ['2', 'b', null],
      ['3', 'c', '4'],
      ['4', '"x" y', '5'],
      ['5', 'd', null],
    ])
    expect(out.flags).toEqual([
      [],
      ['The line has too few cells (lines.csv, line 3: 2,b)'],
      ['The line has too many cells (lines.csv, line 4: 3,c,4,5)'],
      ['A quoted cell does not end where its quote ends (lines.csv, line 5: 4,"x" y,5)'],
      [],
    ])
    expect(reject.rows).toEqual([])
  })

  test('end the run', async () => {
    lines()
    await expect(csv('lines.csv', { badLines: 'fail' })).rejects.toThrow(/Expected Number of Columns: 3 Found: 2/)
  })
})

describe('names of columns', () => {
  test('that differ by case alone, or are reserved, are changed and it says so', async () => {
    write('names.csv', 'a,A,__weir_x,b_1\n1,2,3,4\n')
    const { out, problems } = await csv('names.csv')
    expect(out.columns).toEqual(['a', 'A_1', 'weir_x', 'b_1'])
    expect(out.rows).toEqual([['1', '2', '3', '4']])
    expect(problems.map(p => [p.code, p.severity])).toEqual([
      ['W-COLUMN-RENAMED', 'warning'],
      ['W-COLUMN-RENAMED', 'warning'],
    ])
  })

  test('with quotes and other signs arrive as they are', async () => {
    write('odd.csv', `"a ""b""",'c',"d;e"\n1,2,3\n`)
    expect((await csv('odd.csv')).out.columns).toEqual(['a "b"', "'c'", 'd;e'])
  })
})

describe('several files', () => {
  test('are read in the order of their names, each row with its file', async () => {
    write('many/b.csv', 'id,n\n2,x\n')
    write('many/a.csv', 'id,n\n1,y\n')
    write('many/.weir-run-a.csv', 'id,n\n9,staged\n')
    const { out, problems } = await csv('many/*.csv', { fileColumn: 'file' })
    expect(problems).toEqual([])
    expect(out.rows).toEqual([
      ['1', 'y', 'many/a.csv'],
      ['2', 'x', 'many/b.csv'],
    ])
  })

  test('widen types until all cells fit', async () => {
    write('wide/1.csv', 'id,n,m\n1,,2\n')
    write('wide/2.csv', 'id,n,m\n2,5,2.5\n')
    const { out } = await csv('wide/*.csv')
    expect(out.types).toEqual(['BIGINT', 'BIGINT', 'DOUBLE'])
    expect(out.rows).toEqual([
      ['1', null, '2.0'],
      ['2', '5', '2.5'],
    ])
    expect(out.flags).toEqual([[], []])
  })

  test('are matched by name where their columns are in another order', async () => {
    write('order/1.csv', 'a,b\n1,2\n')
    write('order/2.csv', 'b,a\n4,3\n')
    expect((await csv('order/*.csv')).out.rows).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  test('with other columns are a problem, unless they are united by name', async () => {
    write('union/1.csv', 'a,b\n1,2\n')
    write('union/2.csv', 'a,c\n3,4\n5\n')
    const refused = await csv('union/*.csv')
    expect(refused.problems).toMatchObject([{ code: 'E-FILE-COLUMNS', hint: 'switch on union by name' }])
    expect(refused.problems[0]!.message).toBe('`2.csv` has other columns than `1.csv`: it lacks `b` and also has `c`.')
    const { out, reject } = await csv('union/*.csv', { unionByName: true, fileColumn: 'f' })
    expect(out.columns).toEqual(['a', 'b', 'c', 'f'])
    expect(out.rows).toEqual([
      ['1', '2', null, 'union/1.csv'],
      ['3', null, '4', 'union/2.csv'],
    ])
    expect(reject.rows.map(row => [row[0], row[1]])).toEqual([['union/2.csv', '3']])
  })

  test('pass over an empty one, and say so', async () => {
    write('gap/1.csv', 'a\n1\n')
    write('gap/2.csv', '')
    const { out, problems } = await csv('gap/*.csv')
    expect(out.rows).toEqual([['1']])
    expect(problems).toMatchObject([{ code: 'W-FILE-EMPTY', severity: 'warning' }])
  })

  test('a name with wildcards in it is one file', async () => {
    write('odd/d[1].csv', 'a\n1\n')
    write('odd/d1.csv', 'a\n2\n')
    expect((await csv('odd/d[1].csv', { fileColumn: 'f' })).out.rows).toEqual([['1', 'odd/d[1].csv']])
  })

  test('a file column may not be there already', async () => {
    expect(codes((await csv('union/1.csv', { fileColumn: 'B' })).problems)).toEqual(['E-COLUMN-TWICE'])
    expect(codes((await csv('union/1.csv', { fileColumn: '__WEIR_f' })).problems)).toEqual(['E-SETTING'])
  })
})

describe('a file that is looked at again', () => {
  test('shows what it holds now', async () => {
    write('again.csv', 'a\n1\n')
    expect((await csv('again.csv')).out.columns).toEqual(['a'])
    write('again.csv', 'a,b\n1,2\n')
    expect((await csv('again.csv')).out.columns).toEqual(['a', 'b'])
  })
})
