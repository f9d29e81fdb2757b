import { randomBytes } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

const following = (path: string): Promise<string> => realpath(path).catch(() => path)
const modeOf = (path: string): Promise<number> =>
  stat(path).then(
    found => found.mode & 0o777,
    () => 0o666,
  )

/**
 * Writes a file whole or not at all: a draft beside it, synced, then renamed. A link stays a link, and the file keeps its mode.
 * `before` is asked right before the rename, and stops it by throwing.
 */
export const writeAtomically = async (
  path: string,
  text: string,
  before: () => Promise<void> = async () => {},
): Promise<void> => {
  const target = await following(path)
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.draft`)
  try {
    const file = await open(draft, 'wx', await modeOf(target))
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await before()
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
