import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { failure, fileFailure } from './failure.ts'

export interface FlowFile {
  readonly path: string
  readonly text: string
  /** SHA-256 of its bytes. */
  readonly sha256: string
  /** Size, modification time and hash: what a save compares. */
  readonly stamp: string
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** The hash is what counts: a file that was touched, but holds the same, was not changed. */
export const sameContent = (one: string, other: string): boolean => one.split(':')[2] === other.split(':')[2]

/** Size and modification time alone, to see cheaply whether a file may have changed. */
export const quickStamp = async (path: string): Promise<string | null> => {
  try {
    const found = await stat(path, { bigint: true })
    return `${found.size}:${found.mtimeNs}`
  } catch {
    return null
  }
}

/** What a stamp says of size and modification time. */
export const quickOf = (stamp: string): string => stamp.split(':').slice(0, 2).join(':')

/** The stamp of a file, or null where there is none. */
export const stampOf = async (path: string): Promise<string | null> => {
  const quick = await quickStamp(path)
  return quick === null
    ? null
    : readFile(path).then(
        bytes => `${quick}:${sha256(bytes)}`,
        () => null,
      )
}

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw failure('E-FLOW-SHAPE', 'This is not a flow: the file is not text in UTF-8.')
  }
}

/** Reads a flow file whole; what is wrong with the file is thrown as a problem. */
export const readFlowFile = async (path: string): Promise<FlowFile> => {
  try {
    const quick = await quickStamp(path)
    const bytes = await readFile(path)
    const hash = sha256(bytes)
    return { path, text: decode(bytes), sha256: hash, stamp: `${quick}:${hash}` }
  } catch (error) {
    throw fileFailure(error, path, 'read')
  }
}

export const textSha256 = (text: string): string => sha256(text)
