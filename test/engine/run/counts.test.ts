import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report } from '#core/report.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const rowsOf = (report: Report, node: string) =>
  Object.fromEntries(Object.entries(report.nodes[node]?.ports ?? {}).map(([port, { rows }]) => [port, rows]))

type Row = readonly [key: string | null, value: number]

const table = fc.array(fc.tuple(fc.option(fc.constantFrom('a', 'b', 'c', 'd')), fc.integer({ min: 0, max: 9 })), {
  maxLength: 30,
})

const inline = (rows: readonly Row[], names: readonly [string, string]) =>
  [
    'source.inline',
    {
      columns: [
        { name: names[0], type: 'VARCHAR' },
        { name: names[1], type: 'INTEGER' },
      ],
      rows: rows.map(([key, value]) => [key, String(value)]),
    },
  ] as const

const csv = (rows: readonly Row[], names: readonly [string, string]) =>
  `${names.join(',')}\n${rows.map(([key, value]) => `${key ?? ''},${value}\n`).join('')}`

/** Every kind of node once, with side ports left alone, and sinks at the ends. */
const flow = (right: readonly Row[], source: 'csv' | 'parquet') =>
  flowOf(
    {
      left: [
        `source.${source}`,
        { path: `left.${source}`, ...(source === 'csv' ? { types: { k: 'VARCHAR', v: 'INTEGER' } } : {}) },
      ],
      right: [...inline(right, ['k', 'w'])],
      few: ['transform.filter', { where: 'v < 7' }],
      tagged: ['transform.formula', { columns: [{ name: 'd', expression: '10 / v' }] }],
      joined: ['transform.join', { type: 'left', keys: [{ left: 'k', right: 'k' }] }],
      once: ['transform.dedupe', { keys: ['k', 'v'], order: [{ column: 'v' }] }],
      groups: ['transform.aggregate', { keys: ['k'], measures: [{ name: 'n', function: 'count' }] }],
      both: ['transform.union', {}],
      check: ['validate.rules', { rules: [{ id: 'key', kind: 'not_null', columns: ['k'] }] }],
      a: ['sink.csv', { path: 'a.csv' }],
      b: ['sink.csv', { path: 'b.csv' }],
      c: ['sink.csv', { path: 'c.csv' }],
      d: ['sink.csv', { path: 'd.csv', flagged: 'split' }],
    },
    [
      'left.out few.in',
      'few.match tagged.in',
      'tagged.out joined.left',
      'right.out joined.right',
      'joined.out a.in',
      'few.rest once.in',
      'once.unique b.in',
      'tagged.out groups.in',
      'groups.out c.in',
      'few.match both.in',
      'once.duplicates both.in',
      'both.out check.in',
      'check.out d.in',
    ],
  )

describe('the numbers of a report', () => {
  for (const source of ['csv', 'parquet'] as const) {
    it(`are those of a plain loop over the rows (from ${source})`, async () => {
      const folder = await temporaryFolder()
      await fc.assert(
        fc.asyncProperty(table, table, async (left, right) => {
          await put(join(folder, 'left.csv'), csv(left, ['k', 'v']))
          if (source === 'parquet') {
            await runner.rows(
              `COPY (FROM read_csv('${folder}/left.csv', header = true, columns = {k: 'VARCHAR', v: 'INTEGER'}, delim = ',')) TO '${folder}/left.parquet'`,
            )
          }
          const { report, exitCode, problems } = await runner.run(folder, flow(right, source))
          expect({ exitCode, errors: problems.filter(p => p.severity === 'error') }).toEqual({
            exitCode: 0,
            errors: [],
          })
          const few = left.filter(([, v]) => v < 7)
          const rest = left.filter(([, v]) => v >= 7)
          const distinct = new Set(rest.map(row => JSON.stringify(row))).size
          const matches = (row: Row) => right.filter(([k]) => k !== null && k === row[0]).length
          const both = [...few, ...duplicates(rest)]
          const missing = both.filter(([k]) => k === null).length
          expect(rowsOf(report, 'left')).toMatchObject({ out: left.length })
          expect(rowsOf(report, 'few')).toEqual({ in: left.length, match: few.length, rest: rest.length })
          expect(rowsOf(report, 'tagged')).toEqual({ in: few.length, out: few.length })
          expect(rowsOf(report, 'joined')).toEqual({
            left: few.length,
            right: right.length,
            out: few.reduce((sum, row) => sum + Math.max(1, matches(row)), 0),
            left_only: few.filter(row => matches(row) === 0).length,
            right_only: right.filter(([k]) => k === null || !few.some(row => row[0] === k)).length,
          })
          expect(rowsOf(report, 'once')).toEqual({
            in: rest.length,
            unique: distinct,
            duplicates: rest.length - distinct,
          })
          expect(rowsOf(report, 'groups')).toEqual({ in: few.length, out: new Set(few.map(([k]) => k)).size })
          expect(rowsOf(report, 'both')).toEqual({ in: both.length, out: both.length })
          expect(report.nodes.check?.ports).toMatchObject({
            in: { rows: both.length },
            out: { rows: both.length, flagged: missing },
            pass: { rows: both.length - missing },
            reject: { rows: missing },
          })
          expect(report.quality.flaggedRows).toBe(missing)
          for (const name of ['a', 'b', 'c']) {
            const lines = (await readFile(join(folder, `${name}.csv`), 'utf8')).trimEnd().split('\n').length - 1
            expect(report.sinks[name]?.rows).toBe(lines)
          }
          expect(report.sinks.d?.rows).toBe(both.length)
          expect(await runner.tables()).toEqual([])
        }),
        { numRuns: 12 },
      )
    })
  }
})

/** All but one of each group of equal rows. */
const duplicates = (rows: readonly Row[]): readonly Row[] => {
  const seen = new Set<string>()
  return rows.filter(row => {
    const text = JSON.stringify(row)
    if (seen.has(text)) return true
    seen.add(text)
    return false
  })
}

describe('a source', () => {
  it('shows its rejected lines beside its rows, each once, whatever reads them', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'l.csv'), 'a,b\n1,2\nx,3,4\n5,six\n7,8\n')
    for (const settings of [
      {},
      { badCells: 'reject' },
      { badCells: 'reject', badLines: 'flag' },
      { badLines: 'flag' },
    ]) {
      const wide = flowOf(
        {
          s: [
            'source.csv',
            { path: 'l.csv', delimiter: ',', header: true, types: { a: 'INTEGER', b: 'INTEGER' }, ...settings },
          ],
          out: ['sink.csv', { path: 'out.csv' }],
          one: ['sink.csv', { path: 'one.csv' }],
          two: ['sink.csv', { path: 'two.csv' }],
        },
        ['s.out out.in', 's.reject one.in', 's.reject two.in'],
      )
      const { report, problems } = await runner.run(folder, wide)
      expect(problems.filter(p => p.severity === 'error')).toEqual([])
      const { out, reject } = rowsOf(report, 's')
      expect(out! + reject!, JSON.stringify(settings)).toBe(4)
      const [one, two] = await Promise.all(['one', 'two'].map(name => readFile(join(folder, `${name}.csv`), 'utf8')))
      expect(one).toBe(two)
      expect(report.sinks.one?.rows).toBe(reject)
    }
  })
})

describe('a join', () => {
  it('says when a key repeats where it should not, or fails', async () => {
    const folder = await temporaryFolder()
    const joining = (onUnexpected: string) =>
      flowOf(
        {
          l: [
            ...inline(
              [
                ['a', 1],
                ['b', 2],
              ],
              ['k', 'v'],
            ),
          ],
          r: [
            ...inline(
              [
                ['a', 1],
                ['a', 2],
              ],
              ['k', 'w'],
            ),
          ],
          j: ['transform.join', { keys: [{ left: 'k', right: 'k' }], expect: 'n:1', onUnexpected }],
          o: ['sink.csv', { path: 'o.csv' }],
        },
        ['l.out j.left', 'r.out j.right', 'j.out o.in'],
      )
    const warned = await runner.run(folder, joining('warn'))
    expect(warned.exitCode).toBe(0)
    expect(warned.problems).toMatchObject([{ code: 'W-JOIN-FANOUT', severity: 'warning', node: 'j' }])
    const failed = await runner.run(folder, joining('fail'))
    expect(failed.exitCode).toBe(1)
    expect(failed.problems).toMatchObject([{ code: 'E-JOIN-FANOUT', severity: 'error', node: 'j' }])
  })
})
