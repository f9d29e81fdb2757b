import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Report } from '#core/report.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, ordersFlow, weir } from './weir.ts'

/** Sorts enough rows that computing them again would be felt. */
const flow = (stop: boolean) =>
  flowText({
    ...ordersFlow,
    params: {},
    nodes: {
      rows: { kind: 'source.csv', version: 1, settings: { path: 'rows.csv' } },
      sorted: { kind: 'transform.sort', version: 1, settings: { by: [{ column: 'b', direction: 'desc' }] } },
      check: {
        kind: 'validate.rules',
        version: 1,
        settings: {
          ...(stop ? { gate: { error: { stop: { count: 0 } } } } : {}),
          rules: [{ id: 'there', kind: 'not_null', columns: ['c'] }],
        },
      },
      out: { kind: 'sink.parquet', version: 1, settings: { path: 'out.parquet' } },
    },
    edges: [
      { from: 'rows.out', to: 'sorted.in' },
      { from: 'sorted.out', to: 'check.in' },
      { from: 'check.out', to: 'out.in' },
    ],
  } as never)

/** Two branches that go side by side, each with a validator; the rows of both are judged by a third, which may end the run. */
const branches = (stop: boolean) => {
  const branch = (by: string) => ({
    [`by_${by}`]: { kind: 'transform.sort', version: 1, settings: { by: [{ column: by }] } },
    [`check_${by}`]: {
      kind: 'validate.rules',
      version: 1,
      settings: { rejectAt: null, rules: [{ id: 'there', kind: 'not_null', columns: ['c'] }] },
    },
    [`out_${by}`]: { kind: 'sink.csv', version: 1, settings: { path: `${by}.csv`, flagged: 'columns' } },
  })
  const edges = ['a', 'b'].flatMap(by => [
    { from: 'rows.out', to: `by_${by}.in` },
    { from: `by_${by}.out`, to: `check_${by}.in` },
    { from: `check_${by}.out`, to: `out_${by}.in` },
    { from: `check_${by}.out`, to: 'both.in' },
  ])
  return flowText({
    ...ordersFlow,
    params: {},
    nodes: {
      rows: { kind: 'source.csv', version: 1, settings: { path: 'rows.csv' } },
      ...branch('a'),
      ...branch('b'),
      both: { kind: 'transform.union', version: 1, settings: {} },
      judged: {
        kind: 'validate.rules',
        version: 1,
        settings: {
          ...(stop ? { gate: { error: { stop: { count: 0 } } } } : {}),
          rules: [{ id: 'small', kind: 'range', columns: ['a'], max: 1000 }],
        },
      },
      out: { kind: 'sink.parquet', version: 1, settings: { path: 'out.parquet' } },
    },
    edges: [...edges, { from: 'both.out', to: 'judged.in' }, { from: 'judged.out', to: 'out.in' }],
  } as never)
}

const opened = () => {
  const rows = Array.from({ length: 300_000 }, (_, i) => `${i},${(i * 7919) % 100_003},${i % 9 ? `text ${i}` : ''}\n`)
  const folder = testFolder({ 'rows.csv': `a,b,c\n${rows.join('')}`, 'rows.flow.json': flow(true) })
  const env = { XDG_CACHE_HOME: join(folder, 'cache') }
  const kept = () => {
    try {
      return readdirSync(join(folder, 'cache', 'weir', 'tables')).filter(name => name.endsWith('.duckdb'))
    } catch {
      return []
    }
  }
  const run = async (...args: string[]) => {
    const { code, err } = await weir(['run', 'rows.flow.json', '--report', 'report.json', ...args], { folder, env })
    return { code, err, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report }
  }
  return { folder, env, kept, run }
}

describe('weir run --resume', () => {
  it('continues a run that a gate stopped: for its as-of time, and from what it had computed', async () => {
    const { folder, kept, run } = opened()
    const stopped = await run('--as-of', '2024-03-01')
    expect([stopped.code, kept().length > 0]).toEqual([3, true])
    writeFileSync(join(folder, 'rows.flow.json'), flow(false))
    const { code, report } = await run('--resume')
    expect(code).toBe(0)
    expect(report.run.asOf).toBe(stopped.report.run.asOf)
    expect(report.nodes.check).toMatchObject({ status: 'cached', ports: stopped.report.nodes.check!.ports })
    expect(report.sinks.out).toMatchObject({ rows: 300_000, published: true })
    const again = await run('--resume')
    expect([again.code, again.report.problems.length]).toEqual([0, 0])
    expect(again.err).toContain('I-RESUME-NOTHING')
  })

  it('continues a run of two branches, and writes what one from the start does', async () => {
    const { folder, run } = opened()
    writeFileSync(join(folder, 'rows.flow.json'), branches(true))
    const stopped = await run('--as-of', '2024-03-01')
    expect([stopped.code, existsSync(join(folder, 'a.csv'))]).toEqual([3, false])
    writeFileSync(join(folder, 'rows.flow.json'), branches(false))
    const written = () => ['a.csv', 'b.csv'].map(name => readFileSync(join(folder, name)))
    const { code, report } = await run('--resume')
    expect([code, report.run.asOf]).toEqual([0, stopped.report.run.asOf])
    const resumed = written()
    const fresh = await run('--as-of', '2024-03-01', '--no-cache')
    expect([fresh.code, fresh.report.nodes.judged?.status]).toEqual([0, 'ran'])
    expect(written().every((bytes, i) => bytes.equals(resumed[i]!))).toBe(true)
    expect(report.sinks.out?.rows).toBe(600_000)
  })

  it('has nothing to take, and keeps nothing, without the cache', async () => {
    const { folder, env, kept, run } = opened()
    expect((await run('--no-cache')).code).toBe(3)
    expect(kept()).toEqual([])
    const both = await weir(['run', 'rows.flow.json', '--resume', '--no-cache'], { folder, env })
    expect([both.code, both.err]).toEqual([2, expect.stringContaining('give one of them')])
  })
})
