import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeAtomically } from './atomic.ts'
import { fileFailure } from './failure.ts'

/** The crash journal of the document being edited: one text, written one after the other, in the order asked. */
export interface Journal {
  read(): Promise<string | null>
  write(text: string): Promise<void>
  clear(): Promise<void>
}

export const fileJournal = (file: string): Journal => {
  let last: Promise<unknown> = Promise.resolve()
  const after = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
  return {
    read: () => after(() => readFile(file, 'utf8').catch(() => null)),
    write: text =>
      after(async () => {
        try {
          await mkdir(dirname(file), { recursive: true, mode: 0o700 })
          await writeAtomically(file, text)
        } catch (error) {
          throw fileFailure(error, file, 'write')
        }
      }),
    clear: () => after(() => rm(file, { force: true })),
  }
}
