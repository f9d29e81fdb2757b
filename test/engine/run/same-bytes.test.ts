import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner({ threads: 4 })

const digests = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .sort()
      .map(path => [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  )

describe('running twice', () => {
  it('gives the same bytes, though the order of joins and groups is free and four threads write', async () => {
    const folder = await temporaryFolder()
    const many = (n: number, k: number) => `SELECT i, i % ${k} AS k, hash(i) % 1000 AS h FROM one, range(${n}) t(i)`
    const flow = flowOf(
      {
        one: ['source.inline', { columns: [{ name: 'x', type: 'INTEGER' }], rows: [['1']] }],
        left: ['transform.sql', { inputs: ['one'], sql: [many(300_000, 5000)] }],
        right: ['transform.sql', { inputs: ['one'], sql: [many(6000, 5000)] }],
        join: ['transform.join', { keys: [{ left: 'k', right: 'k' }] }],
        groups: ['transform.aggregate', { keys: ['h'], measures: [{ name: 'n', function: 'count' }] }],
        sorted: ['transform.sort', { by: [{ column: 'h' }] }],
        csv: ['sink.csv', { path: 'out/join.csv' }],
        parquet: ['sink.parquet', { path: 'out/sorted.parquet' }],
        parts: ['sink.parquet', { path: 'out/parts', partitionBy: ['n'] }],
        json: ['sink.json', { path: 'out/groups.json', format: 'array' }],
      },
      [
        'one.out left.one',
        'one.out right.one',
        'left.out join.left',
        'right.out join.right',
        'join.out csv.in',
        'join.out sorted.in',
        'sorted.out parquet.in',
        'join.out groups.in',
        'groups.out parts.in',
        'groups.out json.in',
      ],
    )
    const seen = new Set<string>()
    for (let run = 0; run < 3; run += 1) {
      const { exitCode, problems } = await runner.run(folder, flow)
      expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
      seen.add(JSON.stringify(digests(join(folder, 'out'))))
    }
    expect([...seen]).toHaveLength(1)
    expect(Object.keys(JSON.parse([...seen][0]!)).length).toBeGreaterThan(4)
  })
})
