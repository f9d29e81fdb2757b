import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner({ memory: '64MB' })

const one = ['source.inline', { columns: [{ name: 'one', type: 'INTEGER' }], rows: [['1']] }] as const
const rows = (count: number, cells: string) =>
  ['transform.sql', { inputs: ['one'], sql: [`SELECT i AS id, ${cells} FROM one, range(${count}) AS r(i)`] }] as const

describe('work that is larger than the memory', () => {
  it('goes to the disk, and is done', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        one: [...one],
        many: [...rows(600_000, "hash(i) % 400000 AS k, repeat('x', 100) || hash(i) AS t")],
        groups: [
          'transform.aggregate',
          {
            keys: ['k'],
            measures: [
              { name: 'n', function: 'count' },
              { name: 't', function: 'max', column: 't' },
            ],
          },
        ],
        whole: ['transform.aggregate', { keys: [], measures: [{ name: 'n', function: 'sum', column: 'n' }] }],
        sink: ['sink.csv', { path: 'o.csv' }],
      },
      ['one.out many.one', 'many.out groups.in', 'groups.out whole.in', 'whole.out sink.in'],
    )
    const { report, problems } = await runner.run(folder, flow)
    expect(problems).toEqual([])
    expect(report.nodes.groups?.ports.in?.rows).toBe(600_000)
    expect(await readFile(join(folder, 'o.csv'), 'utf8')).toBe('n\n600000\n')
  })

  it('is sorted piece by piece where rows are too wide to be sorted at once, in the same order', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        one: [...one],
        many: [...rows(16_000, "nullif(hash(i) % 100, 7) AS k, repeat('x', 8000) || hash(i) AS t")],
        sorted: ['transform.sort', { by: [{ column: 'k', direction: 'desc', nulls: 'first' }] }],
        narrow: ['transform.select', { columns: [{ column: 't', keep: false }] }],
        sink: ['sink.csv', { path: 'o.csv' }],
      },
      ['one.out many.one', 'many.out sorted.in', 'sorted.out narrow.in', 'narrow.out sink.in'],
    )
    const { exitCode, problems } = await runner.run(folder, flow)
    expect({ exitCode, problems }).toMatchObject({
      exitCode: 0,
      problems: [{ code: 'I-MEMORY-SPARED', message: expect.stringContaining('piece by piece') }],
    })
    const lines = (await readFile(join(folder, 'o.csv'), 'utf8')).trim().split('\n').slice(1)
    const keys = lines.map(line => line.split(',').map(text => (text === '' ? Number.POSITIVE_INFINITY : Number(text))))
    expect(keys).toHaveLength(16_000)
    expect(keys).toEqual(keys.toSorted(([a, k], [b, l]) => (l! === k! ? a! - b! : l! - k!)))
    expect(await runner.tables()).toEqual([])
  })

  it('is grouped piece by piece where groups hold their rows', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        one: [...one],
        many: [...rows(160_000, "nullif(i % 12000, 7) AS k, repeat('x', 500) || hash(i) AS t")],
        groups: [
          'transform.aggregate',
          {
            keys: ['k'],
            measures: [
              { name: 'all', function: 'list', column: 't' },
              { name: 'n', function: 'count' },
            ],
          },
        ],
        lengths: ['transform.formula', { columns: [{ name: 'all', expression: 'len("all")' }] }],
        sink: ['sink.csv', { path: 'o.csv' }],
      },
      ['one.out many.one', 'many.out groups.in', 'groups.out lengths.in', 'lengths.out sink.in'],
    )
    const { exitCode, problems, report } = await runner.run(folder, flow)
    expect({ exitCode, problems }).toMatchObject({
      exitCode: 0,
      problems: [{ code: 'I-MEMORY-SPARED', node: 'groups' }],
    })
    expect(report.nodes.groups?.ports).toMatchObject({ in: { rows: 160_000 }, out: { rows: 12_000 } })
    const lines = (await readFile(join(folder, 'o.csv'), 'utf8')).trim().split('\n').slice(1)
    const groups = lines.map(line => line.split(','))
    expect(new Set(groups.map(([k]) => k)).size).toBe(12_000)
    expect(groups.filter(([, all, n]) => all !== n)).toEqual([])
  })

  it('and cannot go there fails at its node with what it needs and what to try, and the next run is done', async () => {
    const folder = await temporaryFolder()
    const parts = (measure: string) =>
      flowOf(
        {
          one: [...one],
          many: [...rows(400_000, "repeat('x', 200) || hash(i) AS t")],
          all: ['transform.aggregate', { keys: [], measures: [{ name: 'm', function: measure, column: 't' }] }],
          sink: ['sink.csv', { path: 'o.csv' }],
        },
        ['one.out many.one', 'many.out all.in', 'all.out sink.in'],
      )
    const { report, exitCode } = await runner.run(folder, parts('list'))
    expect(exitCode).toBe(1)
    expect(report.problems).toMatchObject([
      {
        code: 'E-MEMORY',
        node: 'all',
        message: expect.stringMatching(
          /^`all` needs more memory .*: [\d.]+ [KM]iB more, beside [\d.]+ MiB of 61.0 MiB in use/,
        ),
        hint: expect.stringMatching(/--memory 122MiB.*fewer columns.*\(class: system\)$/),
      },
    ])
    expect(await textsIn(folder)).toEqual({})
    expect(await runner.tables()).toEqual([])
    expect((await runner.run(folder, parts('max'))).exitCode).toBe(0)
  })
})
