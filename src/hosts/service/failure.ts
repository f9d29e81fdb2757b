import type { Problem } from '#core/problem.ts'
import { RpcError } from '#rpc/error.ts'

/** A failure that a person is shown as a problem. */
export const failure = (code: string, message: string, hint?: string): RpcError =>
  new RpcError({ code, severity: 'error', message, ...(hint ? { hint } : {}) })

type Doing = 'read' | 'write'

const full = new Set(['ENOSPC', 'EDQUOT'])

const described = (code: string, path: string, doing: Doing): RpcError => {
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return doing === 'read'
      ? failure('E-FILE-MISSING', `There is no file \`${path}\`.`)
      : failure('E-FILE-WRITE', `\`${path}\` cannot be written: its folder does not exist.`, 'make the folder first')
  if (code === 'EISDIR') return failure('E-FILE-FOLDER', `\`${path}\` is a folder, and a file is needed.`)
  if (full.has(code))
    return failure('E-DISK-FULL', `The disk is full: \`${path}\` was not written.`, 'make room, and try again')
  const reason =
    code === 'EACCES' || code === 'EPERM' ? 'permission denied' : code === 'EROFS' ? 'it is on a read-only disk' : code
  return doing === 'read'
    ? failure('E-FILE-UNREADABLE', `\`${path}\` cannot be read: ${reason}.`)
    : failure('E-FILE-WRITE', `\`${path}\` cannot be written: ${reason}.`)
}

/** What the system says of a file, as a problem; anything else is thrown on as it is. */
export const fileFailure = (error: unknown, path: string, doing: Doing): unknown => {
  if (error instanceof RpcError || !(error instanceof Error) || !('code' in error)) return error
  return described(String(error.code), path, doing)
}

/** The problem that an error of the engine or a host carries, if it carries one. */
export const carriedProblem = (error: unknown): Problem | null => {
  if (typeof error !== 'object' || error === null || !('problem' in error)) return null
  const { problem } = error
  return typeof problem === 'object' && problem !== null && 'code' in problem && 'message' in problem
    ? (problem as Problem)
    : null
}
