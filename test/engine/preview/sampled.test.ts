import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CompiledFlow } from '#core/compile/types.ts'
import { printRelation } from '#core/sql/print.ts'
import { createCompiler } from '#engine/compile.ts'
import { type Database, openDatabase } from '#engine/duckdb/instance.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { needsAll, sampleOf } from '#engine/preview/sample.ts'
import { subjectOf } from '#engine/preview/subject.ts'
import { catalogue } from '#nodes/index.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { flowOf } from './engine-of-tests.ts'

let database: Database
let session: Session
beforeAll(async () => {
  database = await openDatabase({ memory: '512MB', threads: 2 })
  session = await database.connect()
  return () => database.close()
})

type Cell = string | null
const cell: fc.Arbitrary<Cell> = fc.option(fc.constantFrom('a', 'b', 'c', 'd'))
const rowsOf = (maxLength: number) => fc.array(cell, { minLength: 1, maxLength })

const compiled = async (left: readonly Cell[], right: readonly Cell[], type: string, rules: readonly object[]) => {
  const folder = testFolder()
  const put = (name: string, id: string, cells: readonly Cell[]) =>
    writeFile(join(folder, name), `${id},k\n${cells.map((k, i) => `${i},${k ?? ''}\n`).join('')}`)
  await put('left.csv', 'id', left)
  await put('right.csv', 'other', right)
  const types = { k: 'VARCHAR' }
  const flow = flowOf(
    {
      left: ['source.csv', { path: 'left.csv', types }],
      right: ['source.csv', { path: 'right.csv', types }],
      check: ['validate.rules', { inputs: ['known'], rules }],
      pairs: ['transform.join', { type, keys: [{ left: 'k', right: 'k' }] }],
      some: ['transform.filter', { where: 'k IS NULL OR true' }],
    },
    [
      'left.out check.in',
      'right.out check.known',
      'check.out pairs.left',
      'right.out pairs.right',
      'pairs.out some.in',
    ],
  )
  return createCompiler(session, catalogue, join(folder, 'copies')).fresh({
    flow,
    path: null,
    folder,
    params: {},
    asOf: '2024-05-01T00:00:00.000Z',
  })
}

const shown = async (relation: Parameters<typeof printRelation>[0]) =>
  (await session.query(printRelation(relation))).rows.map(row => row.map(String))

const sorted = (rows: readonly (readonly string[])[]) => rows.map(row => row.join(' ')).toSorted()

const relationOf = (flow: CompiledFlow, node: string, port: string) => {
  expect(flow.problems).toEqual([])
  return subjectOf(flow, node, port).relation
}

const there = { id: 'there', kind: 'not_null', columns: ['k'] }

describe('a sample', () => {
  test.each(['inner', 'left', 'right', 'semi'])(
    'of a join that keeps %s rows has those of all rows that its first ones drive, with the same flags',
    async type => {
      await fc.assert(
        fc.asyncProperty(rowsOf(14), rowsOf(8), fc.integer({ min: 1, max: 9 }), async (left, right, first) => {
          const flow = await compiled(left, right, type, [there])
          const all = relationOf(flow, 'some', 'match')
          const driver = flow.nodes.some!.ports.match!.columns.findIndex(
            ({ name }) => name === (type === 'right' ? 'other' : 'id'),
          )
          const sample = sampleOf(all, first)!
          const expected = (await shown(all)).filter(row => Number(row[driver]) < first)
          expect(sorted(await shown(sample.relation))).toEqual(sorted(expected))
        }),
        { numRuns: 6 },
      )
    },
  )

  test.each([
    { id: 'once', kind: 'unique', columns: ['k'] },
    { id: 'known', kind: 'reference', columns: ['k'], input: 'known', inputColumns: ['k'] },
    { id: 'first', kind: 'unique', columns: ['k'], keep: 'first', order: [{ column: 'id' }] },
    { id: 'up', kind: 'increasing', columns: ['id'] },
  ])('of rows that other rows judge there is none, and the node says so: $kind ($id)', async rule => {
    const flow = await compiled(['a', 'b', 'a'], ['a'], 'inner', [rule])
    expect(sampleOf(relationOf(flow, 'check', 'out'), 2)).toBeNull()
    expect([needsAll(flow, 'check', 'out'), needsAll(flow, 'some', 'match')]).toEqual(['check', 'check'])
  })

  test.each(['full', 'anti'])('of a join that keeps %s rows there is none', async type => {
    const flow = await compiled(['a', 'b', 'a'], ['a'], type, [there])
    expect(sampleOf(relationOf(flow, 'some', 'match'), 2)).toBeNull()
  })
})
