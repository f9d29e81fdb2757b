import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { saveFlow } from '#core/flow/save.ts'
import { catalogue } from '#nodes/index.ts'
import { engineOfTests, flowOf } from './engine-of-tests.ts'

const { engine, folder, request, query } = engineOfTests()

const columns = [{ name: 'n', type: 'INTEGER' }]
const inner = (where: string) =>
  flowOf(
    {
      come: ['source.input', { name: 'rows', columns }],
      some: ['transform.filter', { where }],
      go: ['sink.output', { name: 'out' }],
    },
    ['come.out some.in', 'some.match go.in'],
  )
const outer = flowOf(
  {
    table: ['source.inline', { columns, rows: [[1], [2], [3]] }],
    part: ['transform.subflow', { path: 'parts/in.flow.json', inputs: ['rows'], outputs: ['out'] }],
  },
  ['table.out part.rows'],
)

test('A page of a subflow is of its flow as that is now, whatever lay ready before', async () => {
  await mkdir(join(folder(), 'parts'), { recursive: true })
  const put = (where: string) => writeFile(join(folder(), 'parts/in.flow.json'), saveFlow(inner(where), catalogue))
  const asked = request(outer)
  const rows = async (node: string) => (await engine().page(asked, query(node))).rows
  await put('n >= 2')
  expect(await rows('part')).toEqual([[2], [3]])
  expect(await rows('part')).toEqual([[2], [3]])
  await put('n >= 2 and n < 3')
  expect(await rows('part')).toEqual([[2]])
  expect(await rows('part/come')).toEqual([[1], [2], [3]])
})
