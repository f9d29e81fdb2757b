import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, test } from 'vitest'
import { commonEncodings, knownEncoding, nativeEncoding, utf8Copy } from '#engine/duckdb/encoding.ts'
import { lineEnds, mixesLineEnds } from '#engine/duckdb/encoding-lines.ts'
import { tableIn } from '#engine/duckdb/scan/csv/sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'weir-encoding-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const mended = async (chunks: readonly string[], quote: string): Promise<string> => {
  let text = ''
  for await (const part of Readable.from(chunks).pipe(lineEnds(quote))) text += part
  return text
}

describe('line ends', () => {
  test('are made one outside of quotes, and left alone inside', async () => {
    expect(await mended(['a,b\r\n1,"x\r\ny"\r3,4\n'], '"')).toBe('a,b\n1,"x\r\ny"\n3,4\n')
    expect(await mended(['a,"b\r\nc"\r\n'], '')).toBe('a,"b\nc"\n')
  })

  test('are the same wherever the stream is cut', async () => {
    const piece = fc.constantFrom('a', '"', '\r', '\n', '\r\n', ',')
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (pieces, size) => {
          const text = pieces.join('')
          const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
          expect(await mended(chunks, '"')).toBe(await mended([text], '"'))
        },
      ),
    )
  })

  test('are mixed only if two sorts stand outside of quotes', () => {
    expect(mixesLineEnds('a\r\nb\nc', '"')).toBe(true)
    expect(mixesLineEnds('a\rb\n', '"')).toBe(true)
    expect(mixesLineEnds('a\r\n"b\nc"\r\n', '"')).toBe(false)
    expect(mixesLineEnds('a\r\nb\r', '"')).toBe(false)
  })
})

describe('a copy in UTF-8', () => {
  const stampOf = (path: string) => ({ path, size: statSync(path).size, modified: statSync(path).mtimeMs })
  const options = { lineEnds: null, folder: join(folder, 'copies') }

  test.each(commonEncodings)('is made of %s', async encoding => {
    expect(knownEncoding(encoding)).toBe(true)
    const path = join(folder, `${encoding}.txt`)
    writeFileSync(path, iconv.encode('id,name\n1,plain\n', encoding))
    const copy = await utf8Copy(stampOf(path), { ...options, encoding })
    expect(readFileSync(copy, 'utf8').replace(/^\ufeff/, '')).toBe('id,name\n1,plain\n')
  })

  test('is made once as long as the file stays as it is', async () => {
    const path = join(folder, 'once.txt')
    writeFileSync(path, 'a')
    const copy = (encoding: string) => utf8Copy(stampOf(path), { ...options, encoding })
    const [first, second] = await Promise.all([copy('cp437'), copy('cp437')])
    expect(second).toBe(first)
    rmSync(first)
    expect(readFileSync(await copy('cp437'), 'utf8')).toBe('a')
    writeFileSync(path, 'changed')
    expect(await copy('cp437')).not.toBe(first)
  })

  test('is not needed of what DuckDB reads', () => {
    expect(['UTF8', 'utf-8', 'Latin-1', 'ISO-8859-1', 'utf-16', 'cp1252'].map(nativeEncoding)).toEqual([
      'utf-8',
      'utf-8',
      'latin-1',
      'latin-1',
      null,
      null,
    ])
  })
})

describe('the table in the beginning of a file', () => {
  const none = { delim: null, quote: null, skip: 0 }

  test('is the lines that have as many cells as the first', () => {
    expect(tableIn('a;b\n1;2\n3\n4;"5;6"\n7;"8" 9\n', true, none)).toMatchObject({
      delim: ';',
      columns: 2,
      text: 'a;b\n1;2\n4;"5;6"\n',
    })
  })

  test('leaves out a last line that may be cut', () => {
    expect(tableIn('a,b\n1,2\n3,', false, none)?.text).toBe('a,b\n1,2\n')
    expect(tableIn('a,b\n1,2\n3,4', true, none)?.text).toBe('a,b\n1,2\n3,4\n')
  })

  test('is none where most lines do not fit, or there is one column', () => {
    expect(tableIn('a,b\n1\n2\n3\n', true, none)).toBeNull()
    expect(tableIn('comment\nhello, world\nfoo\n', true, none)).toBeNull()
  })
})
