import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunResult } from '#engine/api.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

/** Of these rows, the first few have no name, and the ones after them a number that is too great. */
const csv = (rows: number, nameless: number, great: number): string =>
  `id,name,n\n${Array.from({ length: rows }, (_, i) =>
    i < nameless ? `${i},,1\n` : `${i},a,${i < nameless + great ? 99 : 1}\n`,
  ).join('')}`

const rules = [
  { id: 'name', kind: 'not_null', columns: ['name'] },
  { id: 'n', kind: 'range', columns: ['n'], max: 9, severity: 'warning' },
]

const flow = (limits: readonly object[], port = 'out') =>
  flowOf(
    {
      rows: ['source.csv', { path: 'rows.csv' }],
      check: ['validate.rules', { rules }],
      gate: ['validate.gate', { limits }],
      out: ['sink.csv', { path: 'out.csv' }],
    },
    ['rows.out check.in', `check.${port} gate.in`, 'gate.out out.in'],
  )

const run = async (folder: string, text: string, ...[limits, port]: Parameters<typeof flow>) => {
  await put(join(folder, 'rows.csv'), text)
  return runner.run(folder, flow(limits, port))
}

const gatesOf = ({ report }: RunResult) => report.nodes.gate?.gates ?? []
const verdicts = (result: RunResult) => gatesOf(result).map(({ observed, gate }) => [observed, gate])
const codes = ({ problems }: RunResult) => problems.map(problem => problem.code)

describe('a gate node', () => {
  it('counts the arriving rows by validator, rule and severity, and passes all of them on', async () => {
    const folder = await temporaryFolder()
    const limits = [
      { stop: { count: 30 } },
      { validator: 'check', warn: { count: 30 } },
      { rule: 'name', warn: { percent: 10 }, stop: { percent: 20 } },
      { severity: 'warning', stop: { percent: 30 } },
      { severity: 'error', stop: { percent: 10 } },
      { rule: 'n' },
    ]
    const result = await run(folder, csv(100, 10, 20), limits)
    expect(result.exitCode).toBe(0)
    expect(verdicts(result)).toEqual([
      [30, 'passed'],
      [30, 'passed'],
      [10, 'passed'],
      [30, 'passed'],
      [10, 'passed'],
      [20, null],
    ])
    expect(gatesOf(result)[2]).toEqual({
      of: 'flagged',
      validator: null,
      rule: 'name',
      severity: null,
      against: 'rows',
      rows: 100,
      observed: 10,
      warn: { percent: 10 },
      stop: { percent: 20 },
      gate: 'passed',
    })
    expect(result.report.nodes.gate?.ports).toMatchObject({ in: { rows: 100 }, out: { rows: 100 } })
    expect(result.report.sinks.out).toMatchObject({ rows: 100, published: true })
    expect(codes(result)).toEqual([])
  })

  it('that warns is a line of the report, and the run goes on', async () => {
    const folder = await temporaryFolder()
    const result = await run(folder, csv(100, 10, 0), [{ rule: 'name', warn: { count: 9 }, stop: { count: 10 } }])
    expect(result.exitCode).toBe(0)
    expect(verdicts(result)).toEqual([[10, 'warned']])
    expect(result.problems).toMatchObject([{ code: 'W-GATE', severity: 'warning', node: 'gate' }])
    expect(result.problems[0]?.message).toBe(
      'In `gate`, 10 of 100 (10.0 %) arriving rows have a flag of the rule `name`, past the limit of 9 rows.',
    )
  })

  it('that stops publishes nothing, and says which limit', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'out.csv'), 'old')
    const limits = [
      { stop: { count: 99 } },
      { validator: 'check', severity: 'error', stop: { percent: 9.9, count: 50 } },
    ]
    const result = await run(folder, csv(100, 10, 0), limits)
    expect(result.exitCode).toBe(3)
    expect(result.report.run.status).toBe('gated')
    expect(verdicts(result)).toEqual([
      [10, 'passed'],
      [10, 'stopped'],
    ])
    expect(result.problems).toMatchObject([{ code: 'E-GATE', severity: 'error', node: 'gate' }])
    expect(result.problems[0]?.message).toContain(
      'have a flag of `check` of severity error or worse, past the limit of 50 rows or 9.9 %',
    )
    expect((await textsIn(folder))['out.csv']).toBe('old')
    expect(await runner.tables()).toEqual([])
  })

  it('holds where it feeds nothing, and behind a port that parts the rows', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), csv(100, 10, 20))
    const { nodes } = flow([{ rule: 'n', stop: { count: 19 } }])
    const beside = flowOf({}, [], {
      nodes,
      edges: ['rows.out check.in', 'check.pass gate.in', 'check.out out.in'].map(edge => {
        const [from, to] = edge.split(' ')
        return { from: from!, to: to! }
      }),
    })
    const result = await runner.run(folder, beside)
    expect(result.exitCode).toBe(3)
    expect(gatesOf(result)).toMatchObject([{ rows: 90, observed: 20, gate: 'stopped' }])
  })

  it('counts flags behind transforms, of all validators before it', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), csv(100, 10, 20))
    const chain = flowOf(
      {
        rows: ['source.csv', { path: 'rows.csv' }],
        check: ['validate.rules', { rules }],
        few: ['transform.filter', { where: 'id >= 5' }],
        again: ['validate.rules', { rules: [{ id: 'low', kind: 'range', columns: ['id'], max: 89 }] }],
        sorted: ['transform.sort', { by: [{ column: 'id', direction: 'desc' }] }],
        gate: ['validate.gate', { limits: [{ warn: { count: 0 } }, { validator: 'check' }, { rule: 'low' }] }],
        out: ['sink.csv', { path: 'out.csv' }],
      },
      [
        'rows.out check.in',
        'check.out few.in',
        'few.match again.in',
        'again.out sorted.in',
        'sorted.out gate.in',
        'gate.out out.in',
      ],
    )
    const result = await runner.run(folder, chain)
    expect(gatesOf(result).map(({ rows, observed }) => [rows, observed])).toEqual([
      [95, 35],
      [95, 25],
      [95, 10],
    ])
    expect(result.report.sinks.out).toMatchObject({ rows: 95 })
  })

  it('without rows exceeds nothing', async () => {
    const folder = await temporaryFolder()
    const result = await run(folder, csv(0, 0, 0), [{ stop: { count: 0, percent: 0 } }])
    expect(result.exitCode).toBe(0)
    expect(verdicts(result)).toEqual([[0, 'passed']])
  })

  it('that names what does not arrive keeps the flow from running', async () => {
    const folder = await temporaryFolder()
    const result = await run(folder, csv(1, 0, 0), [{ validator: 'chek' }, { rule: 'nam' }])
    expect(result.exitCode).toBe(2)
    expect(result.problems).toMatchObject([
      { code: 'E-GATE-NAME', setting: 'limits.0.validator', hint: 'did you mean `check`?' },
      { code: 'E-GATE-NAME', setting: 'limits.1.rule', hint: 'did you mean `name`?' },
    ])
  })
})

describe('a gate against the last good run', () => {
  const rise = (bound: object) => ({ rule: 'name', against: 'last_good', stop: bound })
  const change = (bound: object) => ({ of: 'rows', against: 'last_good', stop: bound })

  it('judges nothing in the first run, and says so', async () => {
    const result = await run(await temporaryFolder(), csv(100, 100, 0), [rise({ count: 0 }), change({ count: 0 })])
    expect(result.exitCode).toBe(0)
    expect(gatesOf(result)).toMatchObject([
      { observed: 100, lastGood: null, gate: null },
      { observed: 100, lastGood: null, gate: null },
    ])
    expect(result.problems).toMatchObject([{ code: 'I-GATE-FIRST', severity: 'info', node: 'gate' }])
    expect(result.problems[0]?.message).toContain('2 limits are not judged')
  })

  it('stops where more rows are flagged than then, by count or by share, and not where fewer are', async () => {
    const folder = await temporaryFolder()
    const limits = [rise({ count: 5 })]
    const first = await run(folder, csv(100, 10, 0), limits)
    expect(first.exitCode).toBe(0)
    expect((await run(folder, csv(100, 15, 0), limits)).exitCode).toBe(0)
    const stopped = await run(folder, csv(100, 21, 0), limits)
    expect(stopped.exitCode).toBe(3)
    expect(gatesOf(stopped)).toMatchObject([{ observed: 21, lastGood: { rows: 100, observed: 15 }, gate: 'stopped' }])
    expect(stopped.problems[0]?.message).toBe(
      'In `gate`, 21 of 100 (21.0 %) arriving rows have a flag of the rule `name`, and 15 of 100 (15.0 %) did in the last good run, past the limit of 5 rows more.',
    )
    // the run that was stopped is no good run: 15 still stands
    expect((await run(folder, csv(100, 20, 0), limits)).exitCode).toBe(0)
    expect((await run(folder, csv(100, 0, 0), limits)).exitCode).toBe(0)
    // the share: 20 % of 300 is twice 10 % of 100, though six times the rows
    const byShare = [rise({ percent: 100 })]
    expect((await run(folder, csv(100, 10, 0), byShare)).exitCode).toBe(3)
    const other = await temporaryFolder()
    await run(other, csv(100, 10, 0), byShare)
    expect((await run(other, csv(300, 60, 0), byShare)).exitCode).toBe(0)
    expect((await run(other, csv(300, 121, 0), byShare)).exitCode).toBe(3)
  })

  it('stops where the number of rows changed, either way', async () => {
    const folder = await temporaryFolder()
    const limits = [change({ percent: 20 })]
    await run(folder, csv(100, 0, 0), limits)
    expect((await run(folder, csv(80, 0, 0), limits)).exitCode).toBe(0)
    const fewer = await run(folder, csv(63, 0, 0), limits)
    expect(fewer.exitCode).toBe(3)
    expect(fewer.problems[0]?.message).toBe(
      'In `gate`, 63 rows arrive, and 80 did in the last good run, past the limit of 20 % of change.',
    )
    expect((await run(folder, csv(97, 0, 0), limits)).exitCode).toBe(3)
    expect((await run(folder, csv(96, 0, 0), limits)).exitCode).toBe(0)
    expect((await run(folder, csv(90, 0, 0), [change({ count: 5 })])).exitCode).toBe(3)
    expect((await run(folder, csv(91, 0, 0), [change({ count: 5 })])).exitCode).toBe(0)
  })

  it('has nothing to compare a new limit of flags with', async () => {
    const folder = await temporaryFolder()
    await run(folder, csv(100, 10, 0), [rise({ count: 5 })])
    const other = { ...rise({ count: 5 }), severity: 'error' }
    const result = await run(folder, csv(100, 90, 0), [other])
    expect(result.exitCode).toBe(0)
    expect(codes(result)).toEqual(['I-GATE-FIRST'])
    expect((await run(folder, csv(100, 97, 0), [other])).exitCode).toBe(3)
  })
})
