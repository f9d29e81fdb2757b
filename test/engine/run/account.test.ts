import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JoinReport, NodeReport, Report } from '#core/report.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

interface Row {
  readonly k: string | null
  readonly v: number | null
}

const table = fc.array(
  fc.record({
    k: fc.option(fc.constantFrom('a', 'b', 'c'), { freq: 4 }),
    v: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 4 }),
  }),
  { maxLength: 12 },
)

const csv = (rows: readonly Row[]) => `k,v\n${rows.map(({ k, v }) => `${k ?? ''},${v ?? ''}\n`).join('')}`

const types = { k: 'VARCHAR', v: 'INTEGER' }

const source = (path: string) => ['source.csv', { path, header: true, delimiter: ',', types }] as const

const joinTypes = ['inner', 'left', 'right', 'full', 'semi', 'anti'] as const

type JoinType = (typeof joinTypes)[number]

/** The figures of a join as loops over both sides give them. */
const looped = (type: JoinType, left: readonly Row[], right: readonly Row[], meet: (l: Row, r: Row) => boolean) => {
  const matchedLeft = left.filter(l => right.some(r => meet(l, r))).length
  const matchedRight = right.filter(r => left.some(l => meet(l, r))).length
  const [leftOnly, rightOnly] = [left.length - matchedLeft, right.length - matchedRight]
  const met = left.flatMap(l => right.filter(r => meet(l, r))).length
  const pairs = type === 'semi' || type === 'anti' ? null : met
  const out = {
    inner: met,
    left: met + leftOnly,
    right: met + rightOnly,
    full: met + leftOnly + rightOnly,
    semi: matchedLeft,
    anti: leftOnly,
  }[type]
  const fanOut = pairs === null || matchedLeft === 0 ? null : pairs / matchedLeft
  const figures: JoinReport = { matchedLeft, matchedRight, leftOnly, rightOnly, pairs, fanOut }
  return { figures, out }
}

const rowsOf = ({ ports }: NodeReport) =>
  Object.fromEntries(Object.entries(ports).map(([port, { rows }]) => [port, rows]))

const flaggedOf = (report: Report, node: string) =>
  Object.fromEntries(Object.entries(report.nodes[node]!.ports).map(([port, { flagged }]) => [port, flagged]))

const succeeded = { exitCode: 0, errors: [] }

const outcome = ({ exitCode, problems }: Awaited<ReturnType<typeof runner.run>>) => ({
  exitCode,
  errors: problems.filter(p => p.severity === 'error'),
})

describe('the figures of a join', () => {
  it('are those of loops over both sides, whatever its type, its nulls, and who reads which port', async () => {
    const folder = await temporaryFolder()
    const read = fc.subarray(['out', 'left_only', 'right_only'], { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(
        table,
        table,
        fc.constantFrom(...joinTypes),
        fc.boolean(),
        read,
        async (left, right, type, nullsEqual, ports) => {
          await put(join(folder, 'l.csv'), csv(left))
          await put(join(folder, 'r.csv'), csv(right))
          const flow = flowOf(
            {
              l: [...source('l.csv')],
              r: [...source('r.csv')],
              j: ['transform.join', { type, keys: [{ left: 'k', right: 'k' }], nullsEqual }],
              ...Object.fromEntries(ports.map(port => [`s_${port}`, ['sink.csv', { path: `${port}.csv` }] as const])),
            },
            ['l.out j.left', 'r.out j.right', ...ports.map(port => `j.${port} s_${port}.in`)],
          )
          const result = await runner.run(folder, flow)
          expect(outcome(result)).toEqual(succeeded)
          const meet = (l: Row, r: Row) => l.k === r.k && (nullsEqual || l.k !== null)
          const { figures, out } = looped(type, left, right, meet)
          const { join: found, ...node } = result.report.nodes.j!
          expect(found).toEqual(figures)
          expect(rowsOf(node)).toEqual({
            left: left.length,
            right: right.length,
            out,
            left_only: figures.leftOnly,
            right_only: figures.rightOnly,
          })
        },
      ),
      { numRuns: 12 },
    )
  })

  it('are counted of a join of each row with each, and of keys of different types', async () => {
    const folder = await temporaryFolder()
    const rows = [
      { k: 'a', v: 1 },
      { k: '1', v: 1 },
      { k: null, v: 3 },
    ]
    await put(join(folder, 'l.csv'), csv(rows))
    for (const [settings, expected] of [
      [{}, { matchedLeft: 3, matchedRight: 3, leftOnly: 0, rightOnly: 0, pairs: 9, fanOut: 3 }],
      [
        { keys: [{ left: 'k', right: 'v' }] },
        { matchedLeft: 1, matchedRight: 2, leftOnly: 2, rightOnly: 1, pairs: 2, fanOut: 2 },
      ],
    ] as const) {
      const flow = flowOf(
        {
          l: [...source('l.csv')],
          j: ['transform.join', settings],
          s: ['sink.csv', { path: 's.csv' }],
        },
        ['l.out j.left', 'l.out j.right', 'j.out s.in'],
      )
      const { report } = await runner.run(folder, flow)
      expect(report.nodes.j?.join).toEqual(expected)
    }
  })

  it('are counted of a join of each row with none', async () => {
    const folder = await temporaryFolder()
    await put(
      join(folder, 'l.csv'),
      csv([
        { k: 'a', v: 1 },
        { k: null, v: null },
      ]),
    )
    const nodes: Parameters<typeof flowOf>[0] = {
      l: [...source('l.csv')],
      none: ['transform.filter', { where: 'v > 9' }],
      j: ['transform.join', {}],
      s: ['sink.csv', { path: 's.csv' }],
    }
    const met = { matchedLeft: 0, matchedRight: 0, pairs: 0, fanOut: null }
    for (const [full, empty, only] of [
      ['left', 'right', { leftOnly: 2, rightOnly: 0 }],
      ['right', 'left', { leftOnly: 0, rightOnly: 2 }],
    ] as const) {
      const edges = ['l.out none.in', `l.out j.${full}`, `none.match j.${empty}`, 'j.out s.in']
      const { report } = await runner.run(folder, flowOf(nodes, edges))
      expect(report.nodes.j?.join).toEqual({ ...met, ...only })
    }
  })

  it('are not counted where each pair of rows would have to be tried again', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'l.csv'), csv([{ k: 'a', v: 1 }]))
    const flow = flowOf(
      {
        l: [...source('l.csv')],
        j: ['transform.join', { condition: 'left.v < right.v + 1' }],
        s: ['sink.csv', { path: 's.csv' }],
      },
      ['l.out j.left', 'l.out j.right', 'j.out s.in'],
    )
    const { report } = await runner.run(folder, flow)
    expect(report.nodes.j?.ports).toMatchObject({
      out: { rows: 1 },
      left_only: { rows: null },
      right_only: { rows: null },
    })
    expect(report.nodes.j?.join).toEqual({
      matchedLeft: null,
      matchedRight: null,
      leftOnly: null,
      rightOnly: null,
      pairs: 1,
      fanOut: null,
    })
  })
})

describe('the figures of the other kinds', () => {
  it('are those of loops over the rows: groups with all their rows, unions, copies, and flags at each port', async () => {
    const folder = await temporaryFolder()
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('none', 'rollup', 'cube'), async (rows, totals) => {
        await put(join(folder, 'l.csv'), csv(rows))
        const flow = flowOf(
          {
            l: [...source('l.csv')],
            check: [
              'validate.rules',
              {
                rules: [
                  { id: 'key', kind: 'not_null', columns: ['k'] },
                  { id: 'low', kind: 'range', columns: ['v'], max: 2, severity: 'warning' },
                ],
              },
            ],
            few: ['transform.filter', { where: 'v > 0' }],
            once: ['transform.dedupe', { keys: ['k'], order: [{ column: 'v' }] }],
            divided: ['transform.formula', { columns: [{ name: 'd', expression: "CAST(k || 'x' AS INTEGER)" }] }],
            named: ['transform.select', { columns: [{ column: 'k', as: 'key' }] }],
            sorted: ['transform.sort', { by: [{ column: 'v' }] }],
            both: ['transform.union', {}],
            groups: ['transform.aggregate', { keys: ['key', 'v'], totals }],
            asked: ['transform.sql', { inputs: ['t'], sql: ['SELECT v FROM t'] }],
            a: ['sink.csv', { path: 'a.csv' }],
            b: ['sink.csv', { path: 'b.csv', flagged: 'leave_out' }],
            c: ['sink.csv', { path: 'c.csv' }],
          },
          [
            'l.out check.in',
            'check.out few.in',
            'few.match once.in',
            'few.rest divided.in',
            'divided.out named.in',
            'named.out sorted.in',
            'once.unique both.in',
            'once.duplicates both.in',
            'both.out b.in',
            'sorted.out groups.in',
            'groups.out a.in',
            'check.pass asked.t',
            'asked.out c.in',
          ],
        )
        const result = await runner.run(folder, flow)
        expect(outcome(result)).toEqual(succeeded)
        const { report } = result
        const isFlagged = ({ k, v }: Row) => k === null || (v !== null && v > 2)
        const flagged = (some: readonly Row[]) => some.filter(isFlagged).length
        const [match, rest] = [rows.filter(r => (r.v ?? 0) > 0), rows.filter(r => !((r.v ?? 0) > 0))]
        const unique = new Set(match.map(r => r.k)).size
        const failing = rest.filter(r => isFlagged(r) || r.k !== null).length
        expect(rowsOf(report.nodes.once!)).toEqual({ in: match.length, unique, duplicates: match.length - unique })
        expect(flaggedOf(report, 'check')).toEqual({
          in: 0,
          out: flagged(rows),
          pass: rows.filter(r => r.k !== null && isFlagged(r)).length,
          reject: rows.filter(r => r.k === null).length,
        })
        expect(flaggedOf(report, 'few')).toEqual({ in: flagged(rows), match: flagged(match), rest: flagged(rest) })
        expect(flaggedOf(report, 'both')).toEqual({ in: flagged(match), out: flagged(match) })
        expect(rowsOf(report.nodes.both!)).toEqual({ in: match.length, out: match.length })
        expect(report.nodes.b?.ports).toEqual({ in: { rows: match.length, flagged: flagged(match) } })
        expect(report.sinks.b?.rows).toBe(match.length - flagged(match))
        expect(flaggedOf(report, 'divided')).toEqual({ in: flagged(rest), out: failing })
        for (const id of ['named', 'sorted']) {
          expect(rowsOf(report.nodes[id]!)).toEqual({ in: rest.length, out: rest.length })
          expect(flaggedOf(report, id)).toEqual({ in: failing, out: failing })
        }
        expect(report.nodes.groups?.summed).toBe(rest.length)
        expect(rowsOf(report.nodes.groups!)).toEqual({ in: rest.length, out: groupsOf(rest, totals) })
        expect(report.nodes.asked?.ports.out).toEqual({ rows: rows.filter(r => r.k !== null).length })
        expect(report.nodes.few?.summed).toBeUndefined()
        expect(report.nodes.few?.join).toBeUndefined()
      }),
      { numRuns: 8 },
    )
  })
})

const groupsOf = (rows: readonly Row[], totals: 'none' | 'rollup' | 'cube'): number => {
  const distinct = (of: (row: Row) => unknown) => new Set(rows.map(row => JSON.stringify(of(row)))).size
  const own = distinct(row => [row.k, row.v])
  if (totals === 'none') return own
  const rolled = own + distinct(row => row.k) + 1
  return totals === 'rollup' ? rolled : rolled + distinct(row => row.v)
}
