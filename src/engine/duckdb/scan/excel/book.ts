import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { didYouMean } from '#core/flow/nearest.ts'
import { NoWorkbook, readWorkbook, type Sheet, type Workbook } from '../../../xlsx/workbook.ts'
import { openArchive } from '../../../xlsx/zip.ts'
import type { Stamp } from '../../encoding.ts'
import { readHead } from '../files.ts'
import { knownFormat } from '../head.ts'
import { failure, firstLine } from '../problem.ts'

const encryptedName = Buffer.from('EncryptedPackage', 'utf16le')

/** Office programs keep an encrypted workbook in the wrapping of the old formats. */
const isEncrypted = async (file: Stamp): Promise<boolean> => {
  const handle = await open(file.path)
  try {
    const size = Math.min(file.size, 1 << 20)
    const tail = await handle.read(Buffer.alloc(size), 0, size, file.size - size)
    const head = await handle.read(Buffer.alloc(size), 0, size, 0)
    return head.buffer.includes(encryptedName) || tail.buffer.includes(encryptedName)
  } finally {
    await handle.close()
  }
}

const wrong = (file: Stamp, what: string, hint?: string, cause?: unknown) =>
  failure('E-FILE-FORMAT', 'path', `\`${basename(file.path)}\` ${what}.`, hint, cause)

const checkHead = async (file: Stamp): Promise<void> => {
  const head = await readHead(file, 16)
  if (head.subarray(0, 2).toString('latin1') === 'PK') return
  if (head.readUInt32BE() !== 0xd0cf11e0) {
    const format = knownFormat(head)
    throw wrong(
      file,
      format ? `is ${format.name}, not an Excel workbook` : 'is not an Excel workbook',
      'choose an .xlsx file',
    )
  }
  if (await isEncrypted(file)) throw wrong(file, 'is encrypted with a password', 'save it without a password')
  throw wrong(file, 'is a workbook of the old format .xls', 'save it as .xlsx')
}

/** What is wrong with a workbook that cannot be read; what the system says of files is passed on. */
export const bookFailure = (file: Stamp, error: unknown): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return error
  if (error instanceof NoWorkbook)
    return wrong(
      file,
      'is a zip archive, but no Excel workbook',
      'a binary workbook (.xlsb) has to be saved as .xlsx',
      error,
    )
  return wrong(file, `is damaged: ${firstLine(error)}`, 'copy or download the file again, or save it anew', error)
}

/** Looks at a workbook without its cells. */
export const lookAtBook = async (file: Stamp): Promise<Workbook> => {
  await checkHead(file)
  try {
    const archive = await openArchive(file.path)
    try {
      return await readWorkbook(archive)
    } finally {
      archive.close()
    }
  } catch (error) {
    throw bookFailure(file, error)
  }
}

/** The sheet of a name or number; without one, the first that is not hidden. */
export const sheetOf = ({ sheets }: Workbook, wanted: string | null, file: Stamp): Sheet => {
  const name = `\`${basename(file.path)}\``
  const first = sheets.find(({ hidden }) => !hidden) ?? sheets[0]
  if (!first) throw failure('E-FILE-SHEET', 'sheet', `${name} has no sheet with cells.`)
  if (wanted === null) return first
  const found =
    sheets.find(sheet => sheet.name === wanted) ??
    sheets.find(sheet => sheet.name.toLowerCase() === wanted.trim().toLowerCase()) ??
    (/^\s*\d+\s*$/.test(wanted) ? sheets[Number(wanted) - 1] : undefined)
  if (found) return found
  const names = sheets.map(sheet => sheet.name)
  const hint = didYouMean(wanted, names).hint ?? `it has ${names.map(each => `\`${each}\``).join(', ')}`
  throw failure('E-FILE-SHEET', 'sheet', `${name} has no sheet \`${wanted}\`.`, hint)
}
