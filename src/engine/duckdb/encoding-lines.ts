import { Transform } from 'node:stream'

/** Makes every line end outside of quotes a single LF: DuckDB's strict reader stops at a file that mixes them. */
export const lineEnds = (quote: string): Transform => {
  const pattern = quote ? new RegExp(`\\r\\n|\\r|${quote.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`, 'g') : /\r\n|\r/g
  let quoted = false
  let carry = ''
  const mend = (text: string): string =>
    text.replace(pattern, found => {
      if (found !== quote) return quoted ? found : '\n'
      quoted = !quoted
      return found
    })
  return new Transform({
    decodeStrings: false,
    encoding: 'utf8',
    transform(chunk: string | Buffer, _encoding, done) {
      const text = carry + chunk.toString()
      carry = text.endsWith('\r') ? '\r' : ''
      done(null, mend(carry ? text.slice(0, -1) : text))
    },
    flush(done) {
      done(null, mend(carry))
    },
  })
}

/** Whether a text has line ends of more than one sort outside of quotes. */
export const mixesLineEnds = (text: string, quote: string): boolean => {
  const sorts = new Set<string>()
  let quoted = false
  for (let at = 0; at < text.length && sorts.size < 2; at++) {
    const sign = text[at]!
    if (sign === quote) quoted = !quoted
    else if (quoted) continue
    else if (sign === '\n') sorts.add('\n')
    else if (sign === '\r') {
      // The last character of a sample may be half a line end.
      if (at + 1 === text.length) break
      if (text[at + 1] === '\n') at++
      sorts.add(text[at] === '\n' ? '\r\n' : '\r')
    }
  }
  return sorts.size > 1
}
