import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { folder, write, csv, json, execute } = sourcesOfTests()

/** DuckDB packs text as it stands where a table of one column is written without quotes. */
const zstd = async (name: string, text: string): Promise<Buffer> => {
  const lines = JSON.stringify(text.split('\n').slice(0, -1)).replaceAll("'", "''")
  const options = "FORMAT csv, HEADER false, QUOTE '', DELIM '\u0001', COMPRESSION zstd"
  await execute(`COPY (SELECT unnest(from_json('${lines}', '["VARCHAR"]'))) TO '${join(folder, name)}' (${options})`)
  return readFileSync(join(folder, name))
}

const pack = {
  gz: async (name: string, text: string) => {
    write(name, gzipSync(text))
    return readFileSync(join(folder, name))
  },
  zst: zstd,
}

describe.each(['gz', 'zst'] as const)('a file packed as .%s', ending => {
  const lines = Array.from({ length: 90_000 }, (_, i) => `${i},text of the row ${i * 7919}\n`)

  test('has the lines named that are no rows', async () => {
    const name = `broken.csv.${ending}`
    await pack[ending](name, `id,text\n${lines.slice(0, 50).join('')}50\n51,"x" y\n52,z,\n53,é\n`)
    const { problems, out, reject } = await csv(name)
    expect(problems).toEqual([])
    expect(out.rows).toHaveLength(51)
    expect(out.rows.at(-1)).toEqual(['53', 'é'])
    expect(reject.rows).toEqual([
      [name, '52', 'Expected Number of Columns: 2 Found: 1', '50'],
      [name, '53', 'A quoted cell does not end where its quote ends', '51,"x" y'],
      [name, '54', 'Expected Number of Columns: 2 Found: 3', '52,z,'],
    ])
  })

  test('is read whole, or is a problem where it is cut or is none', async () => {
    const bytes = await pack[ending](`whole.csv.${ending}`, `id,text\n${lines.join('')}`)
    const { problems, out } = await csv(`whole.csv.${ending}`)
    expect(problems).toEqual([])
    expect([out.rows.length, out.rows.at(-1)]).toEqual([90_000, lines.at(-1)!.trimEnd().split(',')])
    writeFileSync(join(folder, `cut.csv.${ending}`), bytes.subarray(0, bytes.length - 5))
    writeFileSync(join(folder, `none.csv.${ending}`), 'id,text\n1,a\n')
    expect((await csv(`cut.csv.${ending}`)).problems).toMatchObject([
      { code: 'E-FILE-FORMAT', message: expect.stringContaining('is cut off') },
    ])
    expect((await csv(`none.csv.${ending}`)).problems).toMatchObject([
      { code: 'E-FILE-FORMAT', message: expect.stringContaining('and is not') },
    ])
  })

  test('is read as JSON, or is a problem where it is cut', async () => {
    const bytes = await pack[ending](`whole.ndjson.${ending}`, '{"id":1}\n{"id":2}\n')
    expect((await json(`whole.ndjson.${ending}`)).out.rows).toEqual([['1'], ['2']])
    writeFileSync(join(folder, `cut.ndjson.${ending}`), bytes.subarray(0, bytes.length - 4))
    expect((await json(`cut.ndjson.${ending}`)).problems).toMatchObject([{ code: 'E-FILE-FORMAT' }])
  })
})

test('a file of several Zstandard frames, of which one is to be skipped, is read whole', async () => {
  const [first, second] = [await zstd('first.zst', 'id,text\n1,a\n'), await zstd('second.zst', '2,b\n3\n')]
  const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2])
  write('frames.csv.zst', Buffer.concat([skipped, first, second]))
  const { out, reject } = await csv('frames.csv.zst')
  expect(out.rows).toEqual([
    ['1', 'a'],
    ['2', 'b'],
  ])
  expect(reject.rows.map(row => row[1])).toEqual(['4'])
})
