import iconv from 'iconv-lite'
import { knownEncoding, nativeEncoding, type Stamp } from '../encoding.ts'
import { readHead } from '../scan/files.ts'

/** So much of a file is looked at for evidence. */
const headBytes = 1 << 18

/** A packed file's beginning may be many times as long. */
const mostBytes = 1 << 20

/** The beginning of a file: as it lies there, and as text in the encoding that is set. */
export interface Beginning {
  readonly raw: Buffer
  readonly text: string
  /** The text in UTF-8, or as it lies there where that is Latin-1. */
  readonly bytes: Buffer
  readonly latin: boolean
  /** It is the whole file. */
  readonly whole: boolean
}

const decode = (raw: Buffer, encoding: string): string =>
  knownEncoding(encoding) ? iconv.decode(raw, encoding) : raw.toString('utf8')

/** Reads the beginning of a file, however large that is. */
export const beginningOf = async (file: Stamp, encoding: string): Promise<Beginning> => {
  const read = (await readHead(file, headBytes)) ?? Buffer.alloc(0)
  const raw = read.subarray(0, mostBytes)
  const whole = file.size <= headBytes && read.length === raw.length
  const native = nativeEncoding(encoding)
  const latin = native === 'latin-1'
  const text = native === null ? decode(raw, encoding) : raw.toString(latin ? 'latin1' : 'utf8')
  return { raw, text: text.replace(/^\ufeff/, ''), bytes: native === null ? Buffer.from(text) : raw, latin, whole }
}
