import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { Stamp } from './encoding.ts'
import { failure } from './scan-problem.ts'

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })

/** DuckDB reads a gzip file up to the place where it is cut or broken, and says nothing: all rows after it would be lost. */
export const checkGzip = async (file: Stamp): Promise<void> => {
  if (!file.path.endsWith('.gz')) return
  await pipeline(createReadStream(file.path), createGunzip({ chunkSize: 1 << 18 }), nowhere()).catch(error => {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error
    const cut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR'
    const message = `\`${basename(file.path)}\` is ${cut ? 'cut off: its compressed data end too early' : 'damaged: it cannot be decompressed'}.`
    throw failure('E-FILE-FORMAT', 'path', message, 'copy or download the file again', error)
  })
}
