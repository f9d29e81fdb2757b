import { Buffer } from 'node:buffer'
import { type Part, zipped } from '#engine/xlsx/zip-write.ts'

/** A cell as a test writes it: a number with a style, a formula with its value, an error, a text in place, or any XML. */
export type MadeCell =
  | string
  | number
  | boolean
  | null
  | { readonly n: number; readonly style: number }
  | { readonly formula: string; readonly value: string; readonly type?: string }
  | { readonly error: string }
  | { readonly inline: string }
  | { readonly xml: string }

export interface MadeSheet {
  readonly name: string
  readonly rows: readonly (readonly MadeCell[])[]
  readonly state?: string
  readonly merged?: readonly string[]
}

export interface MadeBook {
  readonly sheets: readonly MadeSheet[]
  readonly formats?: readonly string[]
  readonly is1904?: boolean
  /** Texts in XML, each the inside of an `si`, before those of the cells. */
  readonly strings?: readonly string[]
  /** Parts in the place of those that are made. */
  readonly parts?: Readonly<Record<string, string>>
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const letters = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26))

const cellXml = (cell: MadeCell, address: string, strings: string[]): string => {
  if (cell === null) return ''
  const at = `<c r="${address}"`
  switch (typeof cell) {
    case 'string':
      strings.push(`<t xml:space="preserve">${escaped(cell)}</t>`)
      return `${at} t="s"><v>${strings.length - 1}</v></c>`
    case 'number':
      return `${at}><v>${cell}</v></c>`
    case 'boolean':
      return `${at} t="b"><v>${cell ? 1 : 0}</v></c>`
  }
  if ('n' in cell) return `${at} s="${cell.style}"><v>${cell.n}</v></c>`
  if ('error' in cell) return `${at} t="e"><v>${cell.error}</v></c>`
  if ('inline' in cell) return `${at} t="inlineStr"><is><t>${escaped(cell.inline)}</t></is></c>`
  if ('xml' in cell) return cell.xml.replace('<c', at)
  return `${at} t="${cell.type ?? 'n'}"><f>${escaped(cell.formula)}</f><v>${cell.value}</v></c>`
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006/relationships'
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

const relations = (all: readonly (readonly [id: string, type: string, target: string])[]) =>
  `${head}<Relationships xmlns="${packages}">${all
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`

/** The bytes of an archive with these parts. */
export const zipOf = async (parts: Readonly<Record<string, string>>): Promise<Buffer> => {
  const chunks: Buffer[] = []
  const all = Object.entries(parts).map(([path, text]): Part => [path, [text]])
  for await (const chunk of zipped(all)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The parts of a workbook, as a spreadsheet program writes it. */
export const partsOfBook = ({
  sheets,
  formats = [],
  is1904 = false,
  strings: given = [],
  parts = {},
}: MadeBook): Readonly<Record<string, string>> => {
  const strings = [...given]
  const bodies = sheets.map(({ rows, merged = [] }) => {
    const lines = rows.map(
      (cells, r) =>
        `<row r="${r + 1}">${cells.map((cell, c) => cellXml(cell, `${letters(c)}${r + 1}`, strings)).join('')}</row>`,
    )
    const merges = merged.map(ref => `<mergeCell ref="${ref}"/>`).join('')
    return `${head}<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData>${merges && `<mergeCells>${merges}</mergeCells>`}</worksheet>`
  })
  const codes = formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`).join('')
  const styles = ['<xf numFmtId="0"/>', ...formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`)].join('')
  return {
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${is1904 ? ' date1904="1"' : ''}/><sheets>${sheets
      .map(
        ({ name, state }, i) =>
          `<sheet name="${escaped(name)}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, i) => [`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`] as const),
      ['rId90', 'styles', 'styles.xml'],
      ['rId91', 'sharedStrings', '/xl/sharedStrings.xml'],
    ]),
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><numFmts>${codes}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${head}<sst xmlns="${main}">${strings.map(text => `<si>${text}</si>`).join('')}</sst>`,
    ...Object.fromEntries(bodies.map((body, i) => [`xl/worksheets/sheet${i + 1}.xml`, body])),
    ...parts,
  }
}

/** A workbook as a spreadsheet program writes it. */
export const workbookOf = (book: MadeBook): Promise<Buffer> => zipOf(partsOfBook(book))
