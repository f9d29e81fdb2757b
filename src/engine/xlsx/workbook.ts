import type { NumberKind } from './dates.ts'
import { kindOfFormat } from './number-format.ts'
import { attribute, readXml } from './xml.ts'
import type { Archive } from './zip.ts'

export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  /** Its part of the archive. */
  readonly path: string
}

/** What a workbook says of itself, beside the cells. */
export interface Workbook {
  readonly sheets: readonly Sheet[]
  readonly is1904: boolean
  /** What the number of a cell means, by its style. */
  readonly kinds: readonly NumberKind[]
  readonly strings: string | null
}

/** The archive is no workbook of this format. */
export class NoWorkbook extends Error {
  override readonly name = 'NoWorkbook'
}

interface Relationship {
  readonly id: string
  readonly type: string
  readonly target: string
}

const nothing = () => undefined

/** The prefix of relations is another in some workbooks. */
const prefixedId = /\s[\w.-]+:id\s*=\s*["']([^"']*)["']/

const resolved = (base: string, target: string): string => {
  if (target.startsWith('/')) return target.slice(1)
  const parts = base.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

const relationships = async (archive: Archive, of: string): Promise<readonly Relationship[]> => {
  const cut = of.lastIndexOf('/') + 1
  const path = `${of.slice(0, cut)}_rels/${of.slice(cut)}.rels`
  if (!archive.has(path)) return []
  const found: Relationship[] = []
  await readXml(archive.read(path), {
    open: (name, attributes) => {
      if (name !== 'Relationship' || attribute(attributes, 'TargetMode') === 'External') return
      const [id, type, target] = ['Id', 'Type', 'Target'].map(each => attribute(attributes, each) ?? '')
      found.push({ id: id!, type: type!.slice(type!.lastIndexOf('/') + 1), target: resolved(of, target!) })
    },
    close: nothing,
    text: nothing,
  })
  return found
}

const isTrue = (text: string | null): boolean => text === '1' || text === 'true'

/** What numbers mean in each style. */
const readStyles = async (archive: Archive, path: string): Promise<readonly NumberKind[]> => {
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCells = false
  await readXml(archive.read(path), {
    open: (name, attributes) => {
      if (name === 'numFmt')
        codes.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '')
      else if (name === 'cellXfs') inCells = true
      else if (name === 'xf' && inCells) ids.push(Number(attribute(attributes, 'numFmtId') ?? 0))
    },
    close: name => {
      if (name === 'cellXfs') inCells = false
    },
    text: nothing,
  })
  return ids.map(id => kindOfFormat(id, codes.get(id) ?? null))
}

const mainPart = async (archive: Archive): Promise<string> => {
  const main = (await relationships(archive, '')).find(({ type }) => type === 'officeDocument')?.target
  const path = main ?? 'xl/workbook.xml'
  if (!archive.has(path) || path.endsWith('.bin')) throw new NoWorkbook('It holds no workbook of the format .xlsx')
  return path
}

/** Its parts in an archive, of which none but cells and texts are as large as these bytes. */
const mostBytes = 1 << 26

const bounded = (archive: Archive): Archive => ({
  ...archive,
  read: path => {
    if (archive.sizeOf(path) > mostBytes) throw new Error(`\`${path}\` would have ${archive.sizeOf(path)} bytes`)
    return archive.read(path)
  },
})

/** Reads all of a workbook but its cells and texts. */
export const readWorkbook = async (whole: Archive): Promise<Workbook> => {
  const archive = bounded(whole)
  const main = await mainPart(archive)
  const related = await relationships(archive, main)
  const sheets: Sheet[] = []
  let is1904 = false
  await readXml(archive.read(main), {
    open: (name, attributes) => {
      if (name === 'workbookPr') is1904 = isTrue(attribute(attributes, 'date1904'))
      if (name !== 'sheet') return
      const id = attribute(attributes, 'r:id') ?? prefixedId.exec(attributes)?.[1]
      const part = related.find(each => each.id === id)
      // A sheet of a chart has no cells.
      if (part?.type !== 'worksheet') return
      const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible'
      sheets.push({ name: attribute(attributes, 'name') ?? '', hidden, path: part.target })
    },
    close: nothing,
    text: nothing,
  })
  const partOf = (type: string) => related.find(each => each.type === type && archive.has(each.target))?.target ?? null
  const styles = partOf('styles')
  return {
    sheets,
    is1904,
    kinds: styles === null ? [] : await readStyles(archive, styles),
    strings: partOf('sharedStrings'),
  }
}
