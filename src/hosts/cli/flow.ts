import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseFlow } from '#core/flow/parse.ts'
import type { Flow } from '#core/flow/types.ts'
import { hasErrors, type Problem } from '#core/problem.ts'
import { fileFailure } from '#hosts/service/failure.ts'
import { type FlowFile, readFlowFile } from '#hosts/service/flow-file.ts'
import type { Io } from './io.ts'

export interface ReadFlow extends FlowFile {
  /** As given on the command line. */
  readonly name: string
  readonly folder: string
  readonly flow: Flow | null
  readonly problems: readonly Problem[]
}

/** Reads and parses a flow named on the command line; a file that cannot be read is thrown. */
export const readFlow = async (name: string, io: Io): Promise<ReadFlow> => {
  const path = resolve(io.folder, name)
  try {
    const file = await readFlowFile(path)
    return { ...file, name, folder: dirname(path), ...parseFlow(file.text) }
  } catch (error) {
    throw fileFailure(error, name, 'read')
  }
}

/** Whether the flow may run: it has a shape, and no errors. */
export const isSound = (read: ReadFlow): read is ReadFlow & { readonly flow: Flow } =>
  read.flow !== null && !hasErrors(read.problems)

/** Throws the problem of a path that is no readable file. */
export const mustBeFile = async (path: string): Promise<void> => {
  const found = await stat(path).catch(error => {
    throw fileFailure(error, path, 'read')
  })
  if (found.isDirectory()) throw fileFailure(Object.assign(new Error(), { code: 'EISDIR' }), path, 'read')
}
