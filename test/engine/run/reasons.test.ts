import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf, put } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '500MB', threads: 2 })
})
afterAll(() => engine.close())

const check = [
  'validate.rules',
  {
    rejectAt: null,
    rules: [
      { id: 'mail', kind: 'format', columns: ['mail'], format: 'email' },
      { id: 'some', kind: 'not_null', columns: ['mail', 'age'] },
      { id: 'age', kind: 'range', columns: ['age'], max: 150, severity: 'warning', message: 'too old ({value})' },
      { id: 'note', kind: 'length', columns: ['note'], max: 2, severity: 'info' },
    ],
  },
] as const

const data = `id,mail,age,note\n1,a@x.org,30,\n2,wrong,old,'abc\n3,,200,${'long '.repeat(60)}\n4,b@x.org,,\n5,c@x.org,12.5,ok\n`

describe('the columns _errors and _warnings', () => {
  for (const [name, end, kind, settings] of [
    ['as they come', 'check.out', 'transform.filter', { where: 'true' }],
    ['where their column is gone', 'check.out', 'transform.select', { columns: [{ column: 'mail', keep: false }] }],
    [
      'where their column has another name',
      'check.out',
      'transform.select',
      { columns: [{ column: 'age', as: 'years' }] },
    ],
    [
      'behind an aggregate',
      'check.out',
      'transform.aggregate',
      { keys: ['id'], measures: [{ name: 'n', function: 'count' }] },
    ],
  ] as const) {
    it(`say what the editor's page says of the same rows, ${name}`, async () => {
      const folder = await temporaryFolder()
      await put(join(folder, 'p.csv'), data)
      const flow = flowOf(
        {
          p: ['source.csv', { path: 'p.csv', types: { id: 'INTEGER', age: 'INTEGER' } }],
          check: [...check],
          last: [kind, settings],
          sorted: ['transform.sort', { by: [{ column: 'id' }] }],
          sink: ['sink.json', { path: 'o.ndjson', flagged: 'columns' }],
        },
        [
          'p.out check.in',
          `${end} last.in`,
          `last.${kind === 'transform.filter' ? 'match' : 'out'} sorted.in`,
          'sorted.out sink.in',
        ],
      )
      const request = { flow, path: null, folder, params: {}, asOf: '2024-01-01T00:00:00Z' }
      const { exitCode, problems } = await engine.run(request, { to: [], state: join(folder, '.weir'), sha256: '' })
      expect({ exitCode, errors: problems.filter(p => p.severity === 'error') }).toEqual({ exitCode: 0, errors: [] })
      const written = (await readFile(join(folder, 'o.ndjson'), 'utf8'))
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
      const page = await engine.page(request, { node: 'sorted', port: null, offset: 0, limit: 10, cutAt: null })
      const joined = (row: number, grave: boolean) =>
        page.flags[row]!.filter(flag => (flag.severity === 'error' || flag.severity === 'critical') === grave)
          .map(flag => flag.message)
          .join('; ') || null
      expect(written).toHaveLength(5)
      expect(written.map(row => [row._errors, row._warnings])).toEqual(
        written.map((_, i) => [joined(i, true), joined(i, false)]),
      )
      expect(written.filter(row => row._errors !== null).length).toBeGreaterThan(2)
      expect(written[2]._warnings).toMatch(kind === 'transform.aggregate' ? /too old/ : /too old \(200\)/)
    })
  }
})

it('the reasons of both sides of a join speak of the columns of their side, whatever these are called there', async () => {
  const folder = await temporaryFolder()
  const people = (rows: readonly (readonly string[])[]) =>
    [
      'source.inline',
      {
        columns: ['id', 'mail'].map(name => ({ name, type: 'VARCHAR' })),
        rows,
      },
    ] as const
  const rules = [
    'validate.rules',
    { rejectAt: null, rules: [{ id: 'mail', kind: 'format', columns: ['mail'], format: 'email' }] },
  ] as const
  const flow = flowOf(
    {
      a: people([['1', 'ann']]),
      b: people([['1', 'bob']]),
      one: rules,
      two: rules,
      join: ['transform.join', { keys: [{ left: 'id', right: 'id' }], suffix: '_b' }],
      named: [
        'transform.select',
        {
          columns: [
            { column: 'mail_b', as: 'mail' },
            { column: 'mail', as: 'first' },
          ],
        },
      ],
    },
    ['a.out one.in', 'b.out two.in', 'one.out join.left', 'two.out join.right', 'join.out named.in'],
  )
  const request = { flow, path: null, folder, params: {}, asOf: '2024-01-01T00:00:00Z' }
  const flagsAt = async (node: string) => {
    const page = await engine.page(request, { node, port: null, offset: 0, limit: 10, cutAt: null })
    return page.flags[0]!.map(({ node: by, columns, value, via }) => [by, columns, value, via])
  }
  expect(await flagsAt('join')).toEqual([
    ['one', ['mail'], 'ann', ['left']],
    ['two', ['mail_b'], 'bob', ['right']],
  ])
  expect(await flagsAt('named')).toEqual([
    ['one', ['first'], 'ann', ['left']],
    ['two', ['mail'], 'bob', ['right']],
  ])
  const query = { node: 'join', port: null, offset: 0, limit: 10, cutAt: null, filter: { column: 'mail_b' } }
  expect((await engine.page(request, query)).rowCount).toBe(1)
})
