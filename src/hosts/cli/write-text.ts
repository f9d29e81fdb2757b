import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { writeAtomically } from '#hosts/service/atomic.ts'
import { fileFailure } from '#hosts/service/failure.ts'
import type { Io } from './io.ts'

/** Writes a file named on the command line, whole or not at all, with the folders that it lies in. */
export const writeText = async (name: string, text: string, io: Io): Promise<void> => {
  const path = resolve(io.folder, name)
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeAtomically(path, text)
  } catch (error) {
    throw fileFailure(error, name, 'write')
  }
}
