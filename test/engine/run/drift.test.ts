import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { RunResult } from '#engine/api.ts'
import { openHistory } from '#engine/history/history.ts'
import { reportOf } from '../history/reports.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const csvFlow = (settings: Record<string, unknown> = {}): Flow =>
  flowOf({ rows: ['source.csv', { path: 'rows.csv', ...settings }], out: ['sink.csv', { path: 'out.csv' }] }, [
    'rows.out out.in',
  ])

const told = ({ problems }: RunResult) => problems.map(({ code, node, message }) => `${code} ${node}: ${message}`)
const columnsOf = ({ report }: RunResult) => report.nodes.rows?.columns

const changed = 'The input of `rows` has changed since the last good run:'

describe('the input of a source', () => {
  it('is in the report with its columns, and nothing is said of the first run or of an unchanged one', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), 'id,mail\n1,a\n')
    const types = { id: 'INTEGER' }
    const first = await runner.run(folder, csvFlow({ types, onDrift: 'stop' }))
    expect(columnsOf(first)).toEqual([
      { name: 'id', type: 'INTEGER', given: 'type' },
      { name: 'mail', type: 'VARCHAR' },
    ])
    await put(join(folder, 'rows.csv'), 'mail,id\nb,2\n')
    const second = await runner.run(folder, csvFlow({ types, onDrift: 'stop' }))
    expect([...told(first), ...told(second), second.exitCode]).toEqual([0])
  })

  it('that changed is told once: a run that ends well takes the columns of now', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), 'id,mail,n\n1,a,7\n')
    await runner.run(folder, csvFlow())
    await put(join(folder, 'rows.csv'), 'id,n,zip,town\n1,x,7,b\n')
    const second = await runner.run(folder, csvFlow())
    expect(second.exitCode).toBe(0)
    expect(told(second)).toEqual([
      `W-DRIFT rows: ${changed} \`mail\` (VARCHAR) is gone, and \`zip\` (BIGINT) and \`town\` (VARCHAR) are new.`,
      `W-DRIFT rows: ${changed} \`n\` was BIGINT and is VARCHAR.`,
    ])
    expect(second.problems[1]?.fix).toEqual({
      title: 'Read it as BIGINT again',
      node: 'rows',
      path: ['types'],
      value: { n: 'BIGINT' },
    })
    expect(told(await runner.run(folder, csvFlow()))).toEqual([])
  })

  it('that changed stops the run before anything is read, until the flow is mended or lets it pass', async () => {
    const folder = await temporaryFolder()
    const out = () => readFileSync(join(folder, 'out.csv'), 'utf8')
    await put(join(folder, 'rows.csv'), 'id,mail\n1,a\n')
    await runner.run(folder, csvFlow({ onDrift: 'stop' }))
    await put(join(folder, 'rows.csv'), 'id,email\n1,b\n')
    const states: string[] = []
    const stopped = await runner.run(folder, csvFlow({ onDrift: 'stop' }), {
      listener: nodes => states.push(nodes.rows?.status ?? ''),
    })
    expect(stopped).toMatchObject({ exitCode: 3, report: { run: { status: 'gated' } } })
    expect(told(stopped)).toEqual([`E-DRIFT rows: ${changed} \`mail\` seems to be called \`email\` now.`])
    expect(stopped.problems[0]?.hint).toMatch(/before anything is read.*\(class: data\)$/)
    expect(stopped.report.nodes.rows).toEqual({ status: 'skipped', ms: 0, ports: {} })
    expect(states.at(-1)).toBe('gated')
    expect(out()).toBe('id,mail\n1,a\n')
    expect((await runner.run(folder, csvFlow({ onDrift: 'stop' }))).exitCode).toBe(3)

    const fix = stopped.problems[0]!.fix!
    const settings = 'insert' in fix ? fix.insert.settings : {}
    const mended = flowOf(
      {
        rows: ['source.csv', { path: 'rows.csv', onDrift: 'stop' }],
        select: ['transform.select', { ...settings }],
        out: ['sink.csv', { path: 'out.csv' }],
      },
      ['rows.out select.in', 'select.out out.in'],
    )
    const run = await runner.run(folder, mended)
    expect([run.exitCode, told(run), out()]).toEqual([0, [], 'id,mail\n1,b\n'])

    await put(join(folder, 'rows.csv'), 'id\n1\n')
    expect((await runner.run(folder, csvFlow({ onDrift: 'stop' }))).exitCode).toBe(3)
    expect((await runner.run(folder, csvFlow())).exitCode).toBe(0)
    expect((await runner.run(folder, csvFlow({ onDrift: 'stop' }))).exitCode).toBe(0)
  })

  it('is not compared where nobody wants to know, and other states of the flow do not count', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), 'id,mail\n1,a\n')
    await runner.run(folder, csvFlow())
    await put(join(folder, 'rows.csv'), 'id\n1\n')
    expect(told(await runner.run(folder, csvFlow(), { state: join(folder, 'other') }))).toEqual([])
    const ignored = await runner.run(folder, csvFlow({ onDrift: 'ignore' }))
    expect(told(ignored)).toEqual([])
    expect(columnsOf(ignored)).toEqual([{ name: 'id', type: 'BIGINT' }])
  })

  it('explains a flow that the change broke, which does not run', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: ['source.csv', { path: 'rows.csv' }],
        some: ['transform.filter', { where: "mail = 'a'" }],
        out: ['sink.csv', { path: 'out.csv' }],
      },
      ['rows.out some.in', 'some.match out.in'],
    )
    await put(join(folder, 'rows.csv'), 'id,mail\n1,a\n')
    await runner.run(folder, flow)
    await put(join(folder, 'rows.csv'), 'id,post\n1,a\n')
    const { exitCode, problems } = await runner.run(folder, flow)
    expect([exitCode, problems.map(({ code }) => code).sort()]).toEqual([
      2,
      expect.arrayContaining(['E-COLUMN-UNKNOWN', 'W-DRIFT']),
    ])
  })

  it('of JSON and Parquet is compared too, and a Parquet column is converted back behind it', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: ['source.parquet', { path: 'rows.parquet' }],
        lines: ['source.json', { path: 'lines.ndjson' }],
        out: ['sink.csv', { path: 'out.csv' }],
        out2: ['sink.csv', { path: 'out2.csv' }],
      },
      ['rows.out out.in', 'lines.out out2.in'],
    )
    const parquet = (columns: string) =>
      runner.rows(`COPY (SELECT ${columns}) TO '${join(folder, 'rows.parquet')}' (FORMAT parquet)`)
    await parquet("1 AS id, DATE '2024-01-31' AS day, 'a' AS name")
    await put(join(folder, 'lines.ndjson'), '{"id": 1, "n": 2}\n')
    await runner.run(folder, flow)
    await parquet("1 AS id, '2024-02-29' AS day, 'a' AS name")
    await put(join(folder, 'lines.ndjson'), '{"id": 1, "n": 2, "more": "x"}\n')
    const second = await runner.run(folder, flow)
    expect(told(second).sort()).toEqual([
      'W-DRIFT lines: The input of `lines` has changed since the last good run: `more` (VARCHAR) is new.',
      `W-DRIFT rows: ${changed} \`day\` was DATE and is VARCHAR.`,
    ])
    expect(second.problems.find(({ node }) => node === 'rows')?.fix).toMatchObject({
      insert: { kind: 'transform.select', settings: { columns: [{ column: 'id' }, { column: 'day', type: 'DATE' }] } },
    })
  })

  it('has nothing to be compared with in a history of before columns were kept, and is kept from then on', async () => {
    const folder = await temporaryFolder()
    const history = openHistory(runner.connect, join(folder, '.weir'))
    const nodes = { rows: { status: 'ran' as const, ms: 1, ports: { out: { rows: 1 } } } }
    const yesterday = new Date(Date.now() - 86_400_000).toISOString()
    await history.record('test.flow.json', reportOf(1, { startedAt: yesterday, finishedAt: yesterday }, { nodes }))
    expect((await history.lastGood('test.flow.json')).node('rows')?.report.columns).toBe(undefined)
    await put(join(folder, 'rows.csv'), 'id\n1\n')
    const first = await runner.run(folder, csvFlow({ onDrift: 'stop' }))
    expect([first.exitCode, told(first)]).toEqual([0, []])
    expect((await history.lastGood('test.flow.json')).node('rows')?.report.columns).toEqual(columnsOf(first))
    await put(join(folder, 'rows.csv'), 'id,n\n1,2\n')
    expect((await runner.run(folder, csvFlow({ onDrift: 'stop' }))).exitCode).toBe(3)
    expect((await history.runs('test.flow.json', 9)).map(({ status }) => status)).toEqual([
      'gated',
      'succeeded',
      'succeeded',
    ])
    expect(existsSync(join(folder, '.weir/history.duckdb'))).toBe(true)
  })
})
