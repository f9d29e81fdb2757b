import { expect, test } from 'vitest'
import { sourcesOfTests } from './source-of-tests.ts'

const { write, csv, json } = sourcesOfTests('120MB')

const several = ['a', 'b', 'c', 'd']

test('small files of JSON lines are read with little memory, whatever DuckDB would set aside for long lines', async () => {
  for (const name of several) write(`lines/${name}.ndjson`, '{"id": 1, "name": "x"}\n{"id": 2, "name": "y"}\n{"id": \n')
  const { out, reject } = await json('lines/*.ndjson')
  expect(out.rows).toHaveLength(2 * several.length)
  expect(reject.rows).toHaveLength(several.length)
})

test('a CSV file whose line of 6 million signs is kept is read with little memory', async () => {
  const long = 'x'.repeat(6_000_000)
  write('long.csv', `id,text\n1,${long}\n2,short\n`)
  const { out, reject } = await csv('long.csv', { badLines: 'flag' })
  expect(out.rows.map(([id, text]) => [id, text?.length])).toEqual([
    ['1', long.length],
    ['2', 5],
  ])
  expect(reject.rows).toEqual([])
})

test('a JSON document that does not fit into memory is not called broken', async () => {
  write(
    'large.json',
    JSON.stringify({ rows: Array.from({ length: 150_000 }, (_, id) => ({ id, text: 'x'.repeat(200) })) }),
  )
  const { problems } = await json('large.json', { records: '$.rows' })
  expect(problems).toMatchObject([{ code: 'E-MEMORY', setting: 'path' }])
})
