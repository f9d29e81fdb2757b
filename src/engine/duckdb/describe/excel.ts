import type { DescribedColumn, FindingOption } from '#core/source/description.ts'
import type { Sheet, Workbook } from '../../xlsx/workbook.ts'
import { lookAtBook, sheetOf } from '../scan/excel/book.ts'
import type { Described, DescribedSource } from './source.ts'
import { counted, fact, quoted } from './words.ts'

const optionOf = (sheet: Sheet): FindingOption => ({
  value: sheet.name,
  label: sheet.name,
  evidence: sheet.hidden ? 'hidden' : null,
})

/** What a workbook tells of itself: its sheets, and the columns of the one that is read. */
export const describeExcel = async ({ request, files, index, info }: DescribedSource): Promise<Described> => {
  const file = files[index]!
  const book: Workbook = await lookAtBook(file)
  const wanted = request.options.sheet as string | null
  const sheet = sheetOf(book, wanted, file)
  const given = new Set(Object.keys(request.options.types as object).map(name => name.toLowerCase()))
  const cells = info?.beginning ? 'cells of the first rows' : 'cells'
  const columns = (info?.columns ?? []).map((column): DescribedColumn => {
    const isGiven = given.has(column.name.toLowerCase())
    const stored = info?.parts?.[0]?.columns.find(({ name }) => name === column.name)?.type
    const holdsErrors = info?.errors?.includes(column.name) ? ', and some show an error' : ''
    const evidence = isGiven ? 'as said' : stored === column.type ? `all ${cells} are` : `nearly all ${cells} are`
    return { ...column, given: isGiven, evidence: `${evidence}${holdsErrors}` }
  })
  return {
    scope: info?.beginning ? 'the first rows of the sheet' : 'all cells of the sheet',
    findings: [
      {
        setting: 'sheet',
        label: 'Sheet',
        value: sheet.name,
        given: wanted !== null,
        evidence: [
          `${counted(book.sheets.length, 'sheet')}: ${book.sheets.map(each => quoted(each.name)).join(', ')}`,
          ...(sheet.hidden ? ['it is hidden'] : []),
        ],
        options: book.sheets.map(optionOf),
      },
      ...(book.is1904 ? [fact('Dates', 'counted from 1904')] : []),
    ],
    columns,
    lines: [],
    differs: async other => {
      const sheets = (await lookAtBook(other)).sheets.map(({ name }) => name)
      return wanted === null || sheets.includes(wanted) ? null : `has no sheet ${quoted(wanted)}`
    },
  }
}
