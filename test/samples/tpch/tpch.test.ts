import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { generateTpch } from './generate.ts'
import { flowOf, openTables, orderOf, queryNames, sqlOf } from './queries.ts'

let folder: string
let data: string
let tables: Awaited<ReturnType<typeof openTables>>
let engine: Engine

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-tpch-'))
  data = join(folder, 'data')
  await generateTpch(data, 0.01)
  tables = await openTables(data)
  engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
})

afterAll(async () => {
  tables.close()
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

interface Rows {
  readonly names: readonly string[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** A CSV file as it stands: every cell a text. */
const written = async (path: string): Promise<Rows> => {
  const found = await tables.connection.runAndReadAll(`FROM read_csv('${path}', all_varchar = true, header = true)`)
  return { names: found.columnNames(), rows: found.getRows() as Rows['rows'] }
}

/** Doubles with nine digits, everything else to the letter. */
const comparable = ({ rows }: Rows, types: readonly string[]) =>
  rows.map(row => row.map((cell, i) => (types[i] === 'DOUBLE' && cell !== null ? Number(cell).toPrecision(9) : cell)))

const rowsOf = async (name: string) => {
  const sql = sqlOf(name)
  const [direct, ours] = [join(folder, `${name}.sql.csv`), join(folder, `${name}.csv`)]
  await tables.copy(sql, direct)
  const { report, problems } = await engine.run(
    { flow: flowOf(name), path: null, folder, params: { data, out: ours }, asOf: '2024-05-01T00:00:00Z' },
    { to: [], state: join(folder, 'state'), sha256: name, cache: false },
  )
  const types = (await tables.connection.runAndReadAll(`DESCRIBE ${sql}`)).getColumns()[1] as readonly string[]
  return { report, problems, types, expected: await written(direct), got: await written(ours) }
}

describe('TPC-H as flows of visual nodes', () => {
  test('has all twenty-two queries', () => {
    expect(queryNames).toEqual(Array.from({ length: 22 }, (_, i) => `q${String(i + 1).padStart(2, '0')}`))
  })

  test.each(queryNames)('%s uses no typed SQL, and every node tells what it is for', name => {
    for (const [id, { kind, title }] of Object.entries(flowOf(name).nodes)) {
      expect(kind, id).not.toBe('transform.sql')
      expect(title, id).toBeTruthy()
    }
  })

  test.each(queryNames)('%s writes what its published SQL gives, row for row', async name => {
    const { report, problems, types, expected, got } = await rowsOf(name)
    expect(problems).toEqual([])
    expect(report.run.status).toBe('succeeded')
    expect(expected.rows.length).toBeGreaterThan(0)
    expect(expected.rows[0]).not.toContain(null)
    expect(got.names).toEqual(expected.names)
    const [have, want] = [comparable(got, types), comparable(expected, types)]
    // rows that tie may stand in another order
    const keys = orderOf(sqlOf(name)).map(key => expected.names.indexOf(key))
    expect(keys).not.toContain(-1)
    const ordered = (rows: typeof have) => rows.map(row => keys.map(key => row[key]))
    expect(ordered(have)).toEqual(ordered(want))
    expect(have.map(row => JSON.stringify(row)).toSorted()).toEqual(want.map(row => JSON.stringify(row)).toSorted())
  })
})
