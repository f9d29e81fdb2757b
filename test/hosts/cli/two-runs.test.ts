import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunSummary } from '#core/history.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, ordersFiles, ordersFlow, weir } from './weir.ts'

/** Long enough for the others to begin meanwhile. */
const slow = {
  ...ordersFlow,
  nodes: {
    ...ordersFlow.nodes,
    big: {
      kind: 'transform.sql',
      version: 1,
      settings: {
        inputs: ['orders'],
        sql: [
          'SELECT o.*, s FROM orders o, (SELECT sum(sin(a.i * b.i)) AS s FROM range(20000) a(i), range(6000) b(i))',
        ],
      },
    },
  },
  edges: ordersFlow.edges.map(edge =>
    edge.to === 'big.in'
      ? { ...edge, to: 'big.orders' }
      : edge.from === 'big.match'
        ? { ...edge, from: 'big.out' }
        : edge,
  ),
}

describe('several runs of a flow at once', () => {
  it('do no harm to each other: one publishes, the others say who runs', async () => {
    const folder = testFolder({ ...ordersFiles(), 'orders.flow.json': flowText(slow) })
    const run = (begun?: () => void) =>
      weir(['run', 'orders.flow.json', '--no-cache', '--threads', '1', '--log', 'json'], {
        folder,
        started: (_kill, onOutput) => onOutput(text => /"node":"check","status":"running"/.test(text) && begun?.()),
      })
    let first: ReturnType<typeof run> | undefined
    await new Promise<void>(begun => {
      first = run(begun)
      void first.then(() => begun())
    })
    const others = await Promise.all([run(), run()])
    expect(await first).toMatchObject({ code: 0 })
    for (const { code, err } of others) {
      expect(code).toBe(1)
      expect(err).toMatch(
        /"code":"E-STATE-BUSY"[^}]*"Another run \(process \d+\) works with the state folder [^}]*Wait for it/,
      )
    }
    expect(readFileSync(join(folder, 'out/good.csv'), 'utf8').trim().split('\n')).toHaveLength(4)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['bad.csv', 'good.csv'])
    expect(readdirSync(join(folder, '.weir')).filter(name => /lock|staging|journal|commit/.test(name))).toEqual([])
    const { out } = await weir(['runs', 'orders.flow.json', '--format', 'json'], { folder })
    const { runs } = JSON.parse(out) as { runs: readonly RunSummary[] }
    expect(runs.map(({ status }) => status).sort()).toEqual(['failed', 'failed', 'succeeded'])
    expect(readdirSync(join(folder, '.weir/runs'))).toHaveLength(1)
  })
})
