import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const [newline, carriageReturn] = [10, 13]

/** Ends records with CR LF; a line break inside a quoted cell stays as it is. DuckDB writes LF only. */
export const toCrlf = (quote: string): Transform => {
  const mark = quote.length === 1 ? quote.charCodeAt(0) : -1
  let quoted = false
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const parts: Buffer[] = []
      let from = 0
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at]
        if (byte === mark) quoted = !quoted
        if (byte !== newline || quoted) continue
        parts.push(chunk.subarray(from, at), Buffer.from([carriageReturn, newline]))
        from = at + 1
      }
      parts.push(chunk.subarray(from))
      done(null, Buffer.concat(parts))
    },
  })
}

export const convertToCrlf = (from: string, to: string, quote: string): Promise<void> =>
  pipeline(createReadStream(from), toCrlf(quote), createWriteStream(to))
