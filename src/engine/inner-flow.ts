import { readFile, realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { CompileWorld } from '#core/compile/types.ts'
import type { Problem } from '#core/problem.ts'
import type { FilesSeen } from './duckdb/scan/files-seen.ts'
import { asFailure } from './run/failure.ts'
import { isMissing } from './run/files.ts'

type Found = Awaited<ReturnType<CompileWorld['flow']>>

const refused = (code: string, message: string, hint?: string): Found => {
  const problem: Omit<Problem, 'node'> = { code, severity: 'error', message, ...(hint ? { hint } : {}) }
  return { ok: false, problem }
}

/** Reads a flow that stands in a node's place of another; a change of its file is seen as one of any file that the other is made of. */
export const findFlow = async (path: string, folder: string, files: FilesSeen): Promise<Found> => {
  if (!path.trim()) return refused('E-FILE-MISSING', 'No flow is chosen yet.', 'choose the file of a flow')
  const wanted = resolve(folder, path)
  await files.ask(wanted)
  try {
    const file = await realpath(wanted)
    return { ok: true, found: { file, folder: dirname(file), text: await readFile(file, 'utf8') } }
  } catch (error) {
    if (isMissing(error)) return refused('E-FILE-MISSING', `There is no flow \`${path}\`.`)
    return { ok: false, problem: { ...asFailure(error).problem, message: `The flow \`${path}\` cannot be read.` } }
  }
}
