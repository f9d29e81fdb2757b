import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

const lines = Array.from({ length: 3_000 }, (_, i) => `${i},name ${i},${i === 2_900 ? 'many' : i}`)
const text = `id,name,n\n${lines.join('\n')}\n`

const flow = (source: Record<string, unknown>, run?: Record<string, unknown>): Flow => {
  const made = flowOf(
    {
      rows: ['source.csv', { path: 'rows.csv', types: { id: 'BIGINT', n: 'BIGINT' }, ...source }],
      few: ['transform.select', { columns: [{ column: 'id' }] }],
      out: ['sink.csv', { path: 'out.csv', flagged: 'leave_out' }],
    },
    ['rows.out few.in', 'few.out out.in'],
  )
  const { rows } = made.nodes
  return { ...made, nodes: { ...made.nodes, rows: { ...rows!, ...(run ? { run } : {}) } } } as Flow
}

const written = (folder: string) => readFileSync(join(folder, 'out.csv'), 'utf8').trimEnd().split('\n').slice(1)

describe('a cell that DuckDB cannot convert, far down in a file', () => {
  it('is flagged as any other, also where nothing reads its column', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), text)
    const { exitCode, report } = await runner.run(folder, flow({}))
    expect(exitCode).toBe(0)
    expect(written(folder)).toHaveLength(2_999)
    expect(written(folder)).not.toContain('2900')
    expect(report.nodes.rows!.status).toBe('ran')
  })

  it('is counted, though nothing but a file is made of the rows; in a sound file none is', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), text)
    await put(join(folder, 'sound.csv'), text.replace('many', '7'))
    const straight = (path: string) =>
      flowOf({ rows: ['source.csv', { path, types: { n: 'BIGINT' } }], out: ['sink.csv', { path: 'out.csv' }] }, [
        'rows.out out.in',
      ])
    for (const [path, flagged] of [
      ['rows.csv', 1],
      ['sound.csv', 0],
    ] as const) {
      const { report } = await runner.run(folder, straight(path))
      expect(report.nodes.rows!.ports.out).toEqual({ rows: 3_000, flagged })
      expect(report.nodes.out!.ports.in).toEqual({ rows: 3_000, flagged })
    }
  })

  it('sends its line to the reject port with its number', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), text)
    const asked = flow({ badCells: 'reject' })
    const bad = { kind: 'sink.csv', version: 1, settings: { path: 'bad.csv' } }
    const { exitCode } = await runner.run(folder, {
      ...asked,
      nodes: { ...asked.nodes, bad },
      edges: [...asked.edges, { from: 'rows.reject', to: 'bad.in' }],
    })
    expect(exitCode).toBe(0)
    expect(written(folder)).toHaveLength(2_999)
    expect(readFileSync(join(folder, 'bad.csv'), 'utf8')).toContain('rows.csv,2902,')
  })

  it('is no failure of a node that may fail', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), text)
    const { exitCode, problems } = await runner.run(folder, flow({}, { onFailure: 'empty' }))
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
    expect(written(folder)).toHaveLength(2_999)
  })
})

describe('a run that is stopped while a file is checked', () => {
  it('ends as cancelled, and says which file it was at', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'rows.csv'), `id,name,n\n${'1,a longer name,2\n'.repeat(3_000_000)}`)
    const controller = new AbortController()
    const told: (string | undefined)[] = []
    const { exitCode, report } = await runner.run(folder, flow({}), {
      signal: controller.signal,
      listener: nodes => {
        told.push(nodes.rows?.doing)
        controller.abort()
      },
    })
    expect(told[0]).toBe('checking rows.csv')
    expect({ exitCode, status: report.run.status }).toEqual({ exitCode: 130, status: 'cancelled' })
  })
})
