import { lstat, open, readFile, rm } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { formatOf } from '#core/source/formats.ts'
import type { CallInput, CallOutput } from '#rpc/contract.ts'
import { failure, fileFailure } from './failure.ts'
import type { Files } from './files.ts'

const most = 1000
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** A name that is one on every system, not hidden, and of a data file: never a way to another folder. */
const isDataName = (name: string): boolean =>
  name.length <= 200 &&
  ![...name].some(sign => sign < ' ' || '/\\:*?"<>|'.includes(sign)) &&
  !/^\.|[. ]$/.test(name) &&
  !reserved.test(name) &&
  formatOf(name) !== null

const numbered = (name: string, count: number): string => {
  if (count === 1) return name
  const packed = /\.(gz|zst)$/i.exec(name)?.[0] ?? ''
  const plain = name.slice(0, name.length - packed.length)
  const end = extname(plain)
  return `${plain.slice(0, plain.length - end.length)}-${count}${end}${packed}`
}

/** Writes a new file, or says that the name is taken; what could not be written whole is not left behind. */
const written = async (path: string, bytes: Uint8Array): Promise<boolean> => {
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null
    throw error
  })
  if (file === null) return false
  try {
    await file.writeFile(bytes)
    await file.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return true
}

const holds = async (path: string, bytes: Uint8Array): Promise<boolean> => {
  const found = await lstat(path).catch(() => null)
  if (!found?.isFile() || found.size !== bytes.length) return false
  return (await readFile(path)).equals(bytes)
}

/** Keeps a data file beside a flow under a name that is free; one that is there with the same bytes is taken as it is. */
export const addFile = async (
  files: Files,
  { name, flowPath, base64 }: CallInput<'addFile'>,
): Promise<CallOutput<'addFile'>> => {
  if (!isDataName(name))
    throw failure(
      'E-FILE-NAME',
      `\`${name}\` cannot be the name of a data file here.`,
      'CSV, JSON and Parquet files are kept, also as .gz or .zst',
    )
  const folder = flowPath === null ? files.root : dirname(await files.reach(flowPath))
  const bytes = Buffer.from(base64, 'base64')
  try {
    for (let count = 1; count <= most; count++) {
      const path = await files.reach(join(folder, numbered(name, count)))
      if (await written(path, bytes)) return { path, added: true }
      if (await holds(path, bytes)) return { path, added: false }
    }
  } catch (error) {
    throw fileFailure(error, join(folder, name), 'write')
  }
  throw failure('E-FILE-NAME', `There are too many files called like \`${name}\`.`)
}
