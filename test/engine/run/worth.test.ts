import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()
const rows = 60_000

let folder: string

beforeEach(async () => {
  folder = await temporaryFolder()
  await runner.rows(
    `COPY (SELECT i AS k, i % 7 AS v FROM range(${rows}) r(i)) TO '${join(folder, 'l.parquet')}' (FORMAT parquet)`,
  )
  await runner.rows(
    `COPY (SELECT 2 * i AS k, i AS w FROM range(${rows}) r(i)) TO '${join(folder, 'r.parquet')}' (FORMAT parquet)`,
  )
})

const joined = async (between: Parameters<typeof flowOf>[0], edges: readonly string[]) => {
  const statements: string[] = []
  const flow = flowOf(
    {
      l: ['source.parquet', { path: 'l.parquet' }],
      r: ['source.parquet', { path: 'r.parquet' }],
      ...between,
      j: ['transform.join', { keys: [{ left: 'k', right: 'k' }] }],
      s: ['sink.csv', { path: 's.csv' }],
    },
    ['r.out j.right', 'j.out s.in', ...edges],
  )
  const { report, problems } = await runner.run(folder, flow, { before: sql => statements.push(sql) })
  expect(problems).toEqual([])
  return { node: report.nodes.j!, joins: statements.filter(sql => sql.includes(' JOIN ')) }
}

describe('what matches at a join', () => {
  it('is not counted where two long files would be read once more for it, which join in the statement that writes', async () => {
    const { node, joins } = await joined({}, ['l.out j.left'])
    expect(node.join).toMatchObject({ matchedLeft: null, matchedRight: null, leftOnly: null, rightOnly: null })
    expect(node.ports.out).toMatchObject({ rows: rows / 2 })
    expect(joins.map(sql => sql.slice(0, 4))).toEqual(['COPY'])
  })

  it('is counted in one pass where one side lies in a table, but for the rows of the side that is grouped', async () => {
    const rules = [{ id: 'low', kind: 'range', columns: ['v'], max: 5 }]
    const { node, joins } = await joined({ check: ['validate.rules', { rules }] }, [
      'l.out check.in',
      'check.out j.left',
    ])
    const half = rows / 2
    expect(node.join).toEqual({
      matchedLeft: half,
      matchedRight: null,
      leftOnly: half,
      rightOnly: half,
      pairs: half,
      fanOut: 1,
    })
    expect(joins).toHaveLength(2)
  })
})
