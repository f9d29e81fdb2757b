import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'
import { type MadeBook, partsOfBook, zipOf } from './workbook.ts'

const { write, excel } = sourcesOfTests()
let made = 0

const read = async (parts: Readonly<Record<string, string>>, settings: Record<string, unknown> = {}) => {
  made += 1
  write(`book${made}.xlsx`, await zipOf(parts))
  const { out, problems } = await excel(`book${made}.xlsx`, settings)
  return { ...out, codes: problems.map(({ code }) => code) }
}

const book: MadeBook = { sheets: [{ name: 'One', rows: [['a'], [1]] }], formats: ['yyyy-mm-dd'] }
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const strict = 'http://purl.oclc.org/ooxml'

/** The usual workbook with another sheet, and perhaps other parts. */
const withSheet = (
  data: string,
  more: Readonly<Record<string, string>> = {},
  attributes = '',
): Readonly<Record<string, string>> => ({
  ...partsOfBook(book),
  'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet xmlns="${main}"${attributes}>${data}</worksheet>`,
  ...more,
})
const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`

describe('a workbook of another program', () => {
  test('may leave out where rows and cells are, and what the sheet spans', async () => {
    const { columns, rows, codes } = await read(
      withSheet(
        `<sheetData><row>${inline('a')}${inline('b')}</row><row><c/><c><v>2</v></c></row><row r="7"><c r="B7"><v>3</v></c></row></sheetData>`,
      ),
    )
    expect([columns, rows, codes]).toEqual([
      ['a', 'b'],
      [
        [null, '2'],
        [null, '3'],
      ],
      [],
    ])
  })

  test('may say a wrong span, and write an attribute of an extension', async () => {
    const { rows, codes } = await read(
      withSheet(
        `<dimension ref="A1"/><sheetFormatPr x14ac:dyDescent="0.25"/><sheetData><row r="1" spans="1:1" x14ac:dyDescent="0.25"><c r="A1" t="str"><v>a</v></c><c r="C1" t="str"><v>c</v></c></row><row r="2" x14ac:dyDescent="0.25"><c r="A2"><v>1</v></c><c r="C2"><v>2</v></c></row></sheetData>`,
        {},
        ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"',
      ),
    )
    expect([rows, codes]).toEqual([[['1', '2']], []])
  })

  test('may have texts of formulas, with white space that counts and with none', async () => {
    const { rows } = await read(
      withSheet(
        `<sheetData><row>${inline('a')}</row><row><c t="str"><f>A1&amp;" "</f><v> x </v></c></row><row><c t="str"><f>""</f><v></v></c><c><v>1</v></c></row><row><c t="inlineStr"><is><r><t xml:space="preserve"> y</t></r><r><rPr><b/></rPr><t> z</t></r><rPh sb="0" eb="1"><t>aloud</t></rPh><phoneticPr fontId="1"/></is></c></row></sheetData>`,
      ),
    )
    expect(rows).toEqual([
      [' x ', null],
      [null, '1'],
      [' y z', null],
    ])
  })

  test('may be of the strict form, with dates as ISO 8601 writes them', async () => {
    const parts = partsOfBook(book)
    const changed = Object.fromEntries(
      Object.entries(parts).map(([path, xml]) => [
        path,
        xml
          .replaceAll(main, `${strict}/spreadsheetml/main`)
          .replaceAll(office, `${strict}/officeDocument/relationships`),
      ]),
    )
    const { types, rows, codes } = await read({
      ...changed,
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="${strict}/spreadsheetml/main"><sheetData><row>${inline('d')}${inline('t')}</row><row><c s="1" t="d"><v>2024-01-05</v></c><c t="d"><v>2024-01-05T06:30:00Z</v></c></row><row><c s="1"><v>45297</v></c><c t="d"><v>2024-01-06T00:00:00.000</v></c></row></sheetData></worksheet>`,
    })
    expect([types, rows, codes]).toEqual([
      ['DATE', 'TIMESTAMP'],
      [
        ['2024-01-05', '2024-01-05 06:30:00'],
        ['2024-01-06', '2024-01-06 00:00:00'],
      ],
      [],
    ])
  })

  test('may put its parts where it likes, with absolute targets, other prefixes and names in another case', async () => {
    const parts = partsOfBook(book)
    const rels = (all: readonly string[]) =>
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.join('')}</Relationships>`
    const rel = (id: string, type: string, target: string) =>
      `<Relationship Target="${target}" Type="${office}/${type}" Id="${id}"/>`
    const { columns, rows } = await read({
      '_rels/.rels': rels([rel('a', 'officeDocument', '/Book/Main.xml')]),
      'book/main.xml': `<w:workbook xmlns:w="${main}" xmlns:rel="${office}"><w:sheets><w:sheet name="Z" sheetId="9" rel:id="two"/><w:sheet name="A" sheetId="1" rel:id="one"/></w:sheets></w:workbook>`,
      'Book/_rels/Main.xml.rels': rels([
        rel('one', 'worksheet', '/xl/worksheets/sheet1.xml'),
        rel('two', 'worksheet', './../Book/sheets/Z.xml'),
        rel('three', 'hyperlink', 'https://example.org" TargetMode="External'),
      ]),
      'Book/sheets/z.xml': `<worksheet xmlns="${main}"><sheetData><row>${inline('z')}</row><row><c><v>26</v></c></row></sheetData></worksheet>`,
      'xl/worksheets/sheet1.xml': parts['xl/worksheets/sheet1.xml']!,
    })
    expect([columns, rows]).toEqual([['z'], [['26']]])
  })

  test('may have no styles, empty ones, or a style that is not there', async () => {
    const data = `<sheetData><row>${inline('a')}</row><row><c s="7"><v>45296</v></c></row></sheetData>`
    const { 'xl/styles.xml': _, ...none } = withSheet(data)
    expect((await read(none)).rows).toEqual([['45296']])
    expect((await read(withSheet(data, { 'xl/styles.xml': `<styleSheet xmlns="${main}"/>` }))).rows).toEqual([
      ['45296'],
    ])
  })

  test('may have no shared texts, though its relations name them', async () => {
    const { 'xl/sharedStrings.xml': _, ...parts } = withSheet(
      `<sheetData><row>${inline('a')}</row><row><c><v>1</v></c></row></sheetData>`,
    )
    expect((await read(parts)).rows).toEqual([['1']])
  })

  test('may offer a part of itself in two ways, of which the plainer is read', async () => {
    const choice = (new_: string, old: string) =>
      `<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">${new_}</mc:Choice><mc:Fallback>${old}</mc:Fallback></mc:AlternateContent>`
    const parts = withSheet(
      `<sheetData><row>${inline('a')}</row><row><c><v>1</v></c></row></sheetData>${choice('<controls><row/><c><v>8</v></c></controls>', '<drawing/>')}<extLst><ext><x14:row xmlns:x14="x"><x14:c><x14:v>9</x14:v></x14:c></x14:row></ext></extLst>`,
    )
    const xml = parts['xl/workbook.xml']!.replace('<sheets>', `${choice('<x15ac:absPath url="C:\\"/>', '')}<sheets>`)
    const { rows, codes } = await read({ ...parts, 'xl/workbook.xml': xml })
    expect([rows, codes]).toEqual([[['1']], []])
  })

  test('may use the last row and the last column that there are, and no further ones', async () => {
    const far = (cell: string, row = 1_048_576) =>
      withSheet(
        `<sheetData><row r="1"><c r="XFD1" t="str"><v>far</v></c></row><row r="${row}"><c r="${cell}"><v>1</v></c></row></sheetData>`,
      )
    const { columns, rows } = await read(far('XFD1048576'), { range: 'XFD:XFD' })
    expect([columns, rows]).toEqual([['far'], [['1']]])
    expect((await read(far('XFE1048576'))).codes).toEqual(['E-FILE-FORMAT'])
    expect((await read(far('ZZZZZZZ1'))).codes).toEqual(['E-FILE-FORMAT'])
    expect((await read(far('XFD1048577', 1_048_577))).codes).toEqual(['E-FILE-FORMAT'])
  })

  test('may have numbers with exponents, white space and a sign, and truth in words', async () => {
    const cell = (type: string, value: string) => `<row><c t="${type}"><v>${value}</v></c></row>`
    const { rows } = await read(
      withSheet(
        `<sheetData><row>${inline('a')}</row>${cell('n', '1E3')}${cell('n', ' 2 ')}${cell('n', '+3')}</sheetData>`,
      ),
    )
    expect(rows.flat().map(Number)).toEqual([1000, 2, 3])
    const truths = await read(
      withSheet(`<sheetData><row>${inline('a')}</row>${cell('b', 'true')}${cell('b', '0')}</sheetData>`),
    )
    expect([truths.types, truths.rows.flat()]).toEqual([['BOOLEAN'], ['true', 'false']])
  })
})
