import { Buffer } from 'node:buffer'
import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { keptCopy } from '#engine/duckdb/scan/excel/kept-copy.ts'
import { type Part, zipped } from '#engine/xlsx/zip-write.ts'
import { sourcesOfTests } from './source-of-tests.ts'
import { type MadeBook, type MadeCell, partsOfBook, workbookOf, zipOf } from './workbook.ts'

const { folder, write, excel } = sourcesOfTests()
let made = 0

const read = async (book: MadeBook, settings: Record<string, unknown> = {}) => {
  made += 1
  const path = `book${made}.xlsx`
  write(path, await workbookOf(book))
  return excel(path, settings)
}

const sheet = (...rows: readonly (readonly MadeCell[])[]): MadeBook => ({ sheets: [{ name: 'One', rows }] })
const problemOf = async (name: string, bytes: Buffer, settings: Record<string, unknown> = {}) => {
  write(name, bytes)
  const { problems } = await excel(name, settings)
  return problems.map(({ code, message, hint }) => [code, message, hint])
}

describe('a sheet', () => {
  test('gives its cells as values of the types that they have there', async () => {
    const { out, problems } = await read(
      sheet(
        ['id', 'price', 'ok', 'name', 'sum'],
        [1, 1.5, true, 'Ä & <b> "x"', { formula: 'A2*2', value: '2' }],
        [2, 0.1 + 0.2, false, 'line\none', { formula: 'A3&"x"', value: '2x', type: 'str' }],
        [3, -1e300, true, null, { formula: 'A4*2', value: '6' }],
      ),
    )
    expect(problems).toEqual([])
    expect(out.columns).toEqual(['id', 'price', 'ok', 'name', 'sum'])
    expect(out.types).toEqual(['BIGINT', 'DOUBLE', 'BOOLEAN', 'VARCHAR', 'VARCHAR'])
    expect(out.rows).toEqual([
      ['1', '1.5', 'true', 'Ä & <b> "x"', '2'],
      ['2', '0.30000000000000004', 'false', 'line\none', '2x'],
      ['3', '-1e+300', 'true', null, '6'],
    ])
  })

  test('gives dates, times and durations by the formats of numbers, before and after the day that there was not', async () => {
    const formats = ['yyyy-mm-dd', 'dd.mm.yyyy hh:mm', 'h:mm:ss', '[h]:mm', '[$-409]mmm"d"', '0.00" days"', '[Red]0']
    const dated = (style: number) => (n: number) => ({ n, style })
    const [day, moment, time, span, month, days, red] = [1, 2, 3, 4, 5, 6, 7].map(dated)
    const book: MadeBook = {
      sheets: [
        {
          name: 'One',
          rows: [
            ['day', 'moment', 'time', 'span', 'month', 'days', 'red'],
            [day!(45296), moment!(45296.5), time!(0.25), span!(1.5), month!(45296), days!(45296), red!(7)],
            [day!(1), moment!(45297), time!(0.999988425925926), span!(0), month!(61), days!(1), red!(8)],
          ],
        },
      ],
      formats,
    }
    const { out } = await read(book)
    expect(out.types).toEqual(['DATE', 'TIMESTAMP', 'TIME', 'INTERVAL', 'DATE', 'BIGINT', 'BIGINT'])
    expect(out.rows).toEqual([
      ['2024-01-05', '2024-01-05 12:00:00', '06:00:00', '36:00:00', '2024-01-05', '45296', '7'],
      ['1900-01-01', '2024-01-06 00:00:00', '23:59:59', '00:00:00', '1900-03-01', '1', '8'],
    ])
    const later = await read({ ...book, is1904: true })
    expect(later.out.rows[0]?.[0]).toBe('2028-01-06')
  })

  test('gives shared, rich and inline texts, without how they are read aloud', async () => {
    const rich =
      '<r><rPr><b/></rPr><t>bold </t></r><r><t xml:space="preserve"> plain</t></r><rPh sb="0" eb="1"><t>aloud</t></rPh>'
    const { out } = await read({
      ...sheet(['a', 'b'], [{ xml: '<c t="s"><v>0</v></c>' }, { inline: 'in & place' }], ['_x0041__x005F_', '_x000D_']),
      strings: [rich],
    })
    expect(out.rows).toEqual([
      ['bold  plain', 'in & place'],
      ['A_', '\r'],
    ])
  })

  test('passes over rows and columns that are empty, and names columns without a title by their letters', async () => {
    const { out } = await read(
      sheet([], [null, 'a', null, null, 'e'], [], [null, 1, null, 2, null], [null, '', null, null, null]),
    )
    expect(out.columns).toEqual(['a', 'D', 'e'])
    expect(out.rows).toEqual([['1', '2', null]])
  })

  test('may have years and other numbers as titles', async () => {
    const { out } = await read(sheet(['id', 2024, '2023', '0'], [1, 20, 30, 'x']))
    expect([out.columns, out.rows]).toEqual([['id', '2024', '2023', '0'], [['1', '20', '30', 'x']]])
  })

  test('with no header has the letters of its columns as names', async () => {
    const { out } = await read(sheet(['x', 1], ['y', 2]), { header: false })
    expect([out.columns, out.types]).toEqual([
      ['A', 'B'],
      ['VARCHAR', 'BIGINT'],
    ])
    expect(out.rows).toHaveLength(2)
  })

  test('gives the cells of a range alone', async () => {
    const book = sheet(['t', 't', 't'], [9, 'a', 'b'], [9, 1, 2], [9, 3, 4], [9, 5, 6])
    expect((await read(book, { range: 'B2:C4' })).out).toMatchObject({
      columns: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    })
    expect((await read(book, { range: 'C2' })).out.rows.flat()).toEqual(['2', '4', '6'])
    expect((await read(book, { range: 'B:B' })).out).toMatchObject({ columns: ['t'], types: ['VARCHAR'] })
    expect((await read(book, { range: 'D2:D4' })).problems.map(({ code }) => code)).toEqual(['E-FILE-EMPTY'])
  })

  test('leaves the value of merged cells in the first, or repeats it', async () => {
    const book: MadeBook = {
      sheets: [
        {
          name: 'One',
          rows: [
            ['region', 'n', 'm'],
            ['north', 1, null],
            [null, 2, 2],
            [null, 3, 3],
            ['south', 4, 4],
          ],
          merged: ['A2:A4', 'B2:C2'],
        },
      ],
    }
    expect((await read(book)).out.rows.map(([region]) => region)).toEqual(['north', null, null, 'south'])
    expect((await read(book, { merged: 'repeat' })).out.rows).toEqual([
      ['north', '1', '1'],
      ['north', '2', '2'],
      ['north', '3', '3'],
      ['south', '4', '4'],
    ])
  })

  test('is found by its name in any case, by its number, and without one the first that is not hidden is', async () => {
    const book: MadeBook = {
      sheets: [
        { name: 'Notes', rows: [['a'], [1]], state: 'hidden' },
        { name: 'Orders & co', rows: [['b'], [2]] },
        { name: '1', rows: [['c'], [3]] },
      ],
    }
    expect((await read(book)).out.columns).toEqual(['b'])
    expect((await read(book, { sheet: 'orders & CO' })).out.columns).toEqual(['b'])
    expect((await read(book, { sheet: '2' })).out.columns).toEqual(['b'])
    expect((await read(book, { sheet: '1' })).out.columns).toEqual(['c'])
    expect((await read(book, { sheet: 'Order & co' })).problems[0]).toMatchObject({
      code: 'E-FILE-SHEET',
      setting: 'sheet',
      hint: 'did you mean `Orders & co`?',
    })
  })

  test('has names of columns that clash, or are odd, told apart', async () => {
    const { out, problems } = await read(sheet(['a"b', 'select', 'ü 1', 'A', 'a', '__weir_x'], [1, 2, 3, 4, 5, 6]))
    expect(out.columns).toEqual(['a"b', 'select', 'ü 1', 'A', 'a_1', 'weir_x'])
    expect(out.rows).toEqual([['1', '2', '3', '4', '5', '6']])
    expect(problems.map(({ code }) => code)).toEqual(['W-COLUMN-RENAMED', 'W-COLUMN-RENAMED'])
  })

  test('is read with all of its columns where a late row has more than the first', async () => {
    const rows: MadeCell[][] = [['a', 'b']]
    for (let i = 0; i < 30_000; i++) rows.push([i, 'a text that takes some room, and more of it so that all is large'])
    rows.push([1, 'x', 'late', null, true])
    const { out } = await read(sheet(...rows))
    expect(out.columns).toEqual(['a', 'b', 'C', 'E'])
    expect(out.rows).toHaveLength(30_001)
    expect(out.rows[0]?.slice(2)).toEqual([null, null])
    expect(out.rows.at(-1)).toEqual(['1', 'x', 'late', 'true'])
  })

  test('with a header alone has columns and no rows', async () => {
    const { out, problems } = await read(sheet(['a', 'b']))
    expect([out.columns, out.rows]).toEqual([['a', 'b'], []])
    expect(problems.map(({ code }) => code)).toEqual(['W-FILE-NO-ROWS'])
  })
})

describe('a cell that does not fit', () => {
  const mixed = sheet(
    ['n', 't'],
    ...Array.from({ length: 18 }, (_, i): MadeCell[] => [i, `t${i}`]),
    ['n/a', { error: '#N/A' }],
    [{ formula: '1/0', value: '#DIV/0!', type: 'e' }, '#DIV/0!'],
  )

  test('is null and flagged with what stands there: a text among numbers, an error among anything', async () => {
    const { out } = await read(mixed)
    expect(out.types).toEqual(['BIGINT', 'VARCHAR'])
    expect(out.rows.slice(-2)).toEqual([
      [null, null],
      [null, '#DIV/0!'],
    ])
    expect(out.flags.slice(-2)).toEqual([
      ['n is not a BIGINT: n/a', 't shows an error: #N/A'],
      ['n is not a BIGINT: #DIV/0!'],
    ])
    expect(out.flags.slice(0, 18).flat()).toEqual([])
  })

  test('sends its row to the reject port, where that is asked for', async () => {
    const { out, reject } = await read(mixed, { badCells: 'reject' })
    expect(out.rows).toHaveLength(18)
    expect(reject.columns).toEqual(['file', 'line', 'reason', 'raw'])
    expect(reject.rows).toEqual([
      [`book${made}.xlsx`, '20', 'n is not a BIGINT: n/a; t shows an error: #N/A', '["n/a","#N/A"]'],
      [`book${made}.xlsx`, '21', 'n is not a BIGINT: #DIV/0!', '["#DIV/0!","#DIV/0!"]'],
    ])
  })

  test('ends the run, where that is asked for', async () => {
    await expect(read(mixed, { badCells: 'fail' })).rejects.toThrow('n is not a BIGINT: n/a')
  })

  test('makes text of a column in which more than one of ten is another', async () => {
    const { out } = await read(sheet(['x'], [1], [2], ['a'], [true], [4]))
    expect([out.types, out.rows.flat(), out.flags.flat()]).toEqual([['VARCHAR'], ['1', '2', 'a', 'true', '4'], []])
  })

  test('is judged by the type that a person says', async () => {
    const { out } = await read(sheet(['id', 'n'], [7, 1], [8, 2.5]), { types: { id: 'VARCHAR', n: 'INTEGER' } })
    expect([out.types, out.rows]).toEqual([
      ['VARCHAR', 'INTEGER'],
      [
        ['7', '1'],
        ['8', null],
      ],
    ])
    expect(out.flags).toEqual([[], ['n is not an INTEGER: 2.5']])
  })

  test('is any day that there was not', async () => {
    const rows = [60, 61, 62, 63, 64, 65, 66, 67, 68, 69].map(n => [{ n, style: 1 }])
    const { out } = await read({ sheets: [{ name: 'One', rows: [['d'], ...rows] }], formats: ['yyyy-mm-dd'] })
    expect([out.types, out.rows[0], out.flags[0]]).toEqual([['DATE'], [null], ['d is not a DATE: 60']])
  })
})

describe('several workbooks', () => {
  test('are one table, in the order of their names, whatever the order of their columns', async () => {
    write('many/a.xlsx', await workbookOf(sheet(['id', 'x'], [1, 'a'])))
    write('many/b.xlsx', await workbookOf(sheet(['X', 'id'], ['b', 2.5], [{ error: '#REF!' }, 3])))
    const { out } = await excel('many/*.xlsx', { fileColumn: 'from' })
    expect(out.types).toEqual(['DOUBLE', 'VARCHAR', 'VARCHAR'])
    expect(out.rows).toEqual([
      ['1.0', 'a', 'many/a.xlsx'],
      ['2.5', 'b', 'many/b.xlsx'],
      ['3.0', null, 'many/b.xlsx'],
    ])
    expect(out.flags[2]).toEqual(['x shows an error: #REF!'])
    write('many/c.xlsx', await workbookOf(sheet(['id'], [1])))
    expect((await excel('many/*.xlsx')).problems.map(({ code }) => code)).toEqual(['E-FILE-COLUMNS'])
  })
})

test('a workbook is copied again only when it has changed', async () => {
  const path = write('again.xlsx', await workbookOf(sheet(['a'], [1])))
  const first = await excel('again.xlsx')
  utimesSync(path, new Date(1), new Date(1))
  write('again.xlsx', await workbookOf(sheet(['b'], [22])))
  const second = await excel('again.xlsx')
  expect([first.out.rows, second.out.columns, second.out.rows]).toEqual([[['1']], ['b'], [['22']]])
})

test('a look that is given up ends at once, and leaves nothing', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => [i, `a text ${i * 7919}`])
  const path = write('given-up.xlsx', await workbookOf(sheet(['a', 'b'], ...rows)))
  const stopped = new AbortController()
  const target = join(folder, 'copies')
  const options = { sheet: 'xl/worksheets/sheet1.xml', range: null, header: true, repeat: false, first: null }
  const file = { path, size: statSync(path).size, modified: 0 }
  const checking = () => stopped.abort(new Error('Nobody waits'))
  await expect(keptCopy(file, options, target, { signal: stopped.signal, checking })).rejects.toThrow('Nobody waits')
  expect(readdirSync(target)).toEqual([])
})

describe('a file that is no workbook', () => {
  test('is told from one that is encrypted, old, binary or another thing', async () => {
    const old = Buffer.alloc(2048)
    old.writeUInt32BE(0xd0cf11e0)
    const locked = Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')])
    const format = 'E-FILE-FORMAT'
    expect(await problemOf('old.xlsx', old)).toEqual([
      [format, '`old.xlsx` is a workbook of the old format .xls.', 'save it as .xlsx'],
    ])
    expect(await problemOf('locked.xlsx', locked)).toEqual([
      [format, '`locked.xlsx` is encrypted with a password.', 'save it without a password'],
    ])
    expect(await problemOf('text.xlsx', Buffer.from('a,b\n1,2\n'))).toEqual([
      [format, '`text.xlsx` is not an Excel workbook.', 'choose an .xlsx file'],
    ])
    const binary = await zipOf({ 'xl/workbook.bin': 'x' })
    expect(await problemOf('binary.xlsx', binary)).toEqual([
      [
        format,
        '`binary.xlsx` is a zip archive, but no Excel workbook.',
        'a binary workbook (.xlsb) has to be saved as .xlsx',
      ],
    ])
  })

  test('is told where it is cut off, or some bytes of it are others, wherever that is', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [i, `text ${i * 7919}`])
    const whole = await workbookOf(sheet(['a', 'b'], ...rows))
    for (const at of [0.1, 0.5, 0.9, 0.99]) {
      const cut = await problemOf(`cut${at}.xlsx`, whole.subarray(0, Math.floor(whole.length * at)))
      expect(
        cut.map(([code]) => code),
        `cut at ${at}`,
      ).toEqual(['E-FILE-FORMAT'])
    }
    const start = whole.indexOf('xl/worksheets/sheet1.xml')
    const bytes = Buffer.from(whole)
    for (let i = start + 60; i < start + 70; i++) bytes[i] = 0x55
    expect((await problemOf('broken.xlsx', bytes)).map(([code]) => code)).toEqual(['E-FILE-FORMAT'])
  })

  test('is told where it would unpack into more than any workbook has', async () => {
    const parts = partsOfBook(sheet(['a'], [1]))
    const filled = (path: string, part: string, times: number) =>
      zipped(
        Object.entries(parts).map(([each, text]): Part => {
          const at = text.indexOf('>', 60) + 1
          return each === path
            ? [each, [text.slice(0, at), ...Array.from({ length: times }, () => part), text.slice(at)]]
            : [each, [text]]
        }),
      ).toArray()
    const megabyte = ' '.repeat(1 << 20)
    const styles = Buffer.concat(await filled('xl/styles.xml', megabyte, 65))
    expect((await problemOf('bomb.xlsx', styles))[0]).toEqual([
      'E-FILE-FORMAT',
      expect.stringMatching(/damaged: `xl\/styles.xml` would have \d+ bytes/),
      expect.any(String),
    ])
    const text = Buffer.concat(await filled('xl/worksheets/sheet1.xml', megabyte, 5))
    expect((await problemOf('long.xlsx', text))[0]?.[1]).toMatch('A text or a tag of it has more than 4194304 signs')
  })

  test('is told where its parts are not XML, or define entities of their own', async () => {
    const parts = partsOfBook(sheet(['a'], [1]))
    const changed = (xml: string) => zipOf({ ...parts, 'xl/worksheets/sheet1.xml': xml })
    const bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    for (const xml of [bomb, '<worksheet><sheetData>', 'nothing', '<a><b></a></b>', '<worksheet>&other;</worksheet>'])
      expect(
        (await problemOf('odd.xlsx', await changed(xml))).map(([code]) => code),
        xml,
      ).toEqual(['E-FILE-FORMAT'])
  })
})

test('names of elements may have a prefix, and attributes stand between single quotes', async () => {
  const parts = partsOfBook(sheet(['a'], [1]))
  const xml =
    "<x:worksheet xmlns:x='m'><!-- a > b --><x:sheetData><x:row><x:c t='inlineStr'><x:is><x:t>n</x:t></x:is></x:c></x:row>" +
    "<x:row r='5'><x:c r='A5' note='a>b'><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>"
  write('prefix.xlsx', await zipOf({ ...parts, 'xl/worksheets/sheet1.xml': xml }))
  const { out } = await excel('prefix.xlsx')
  expect([out.columns, out.rows]).toEqual([['n'], [['3']]])
})

test('texts that are more than memory is for are fetched from a file', async () => {
  const { Strings } = await import('#engine/xlsx/strings.ts')
  const path = write('spill', '')
  const strings = new Strings(path, 10_000)
  const texts = Array.from({ length: 5_000 }, (_, i) => `text ${i} ü`.repeat(3))
  for (const text of texts) strings.add(text)
  expect(readFileSync(path).length).toBeGreaterThan(100_000)
  expect(texts.map((_, i) => strings.get(4_999 - i))).toEqual(texts.toReversed())
  expect(strings.get(5_000)).toBeUndefined()
  strings.close()
  expect(() => readFileSync(path)).toThrow('ENOENT')
})
