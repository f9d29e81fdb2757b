import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { saveFlow } from '#core/flow/save.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

const columns = [
  { name: 'id', type: 'BIGINT' },
  { name: 'amount', type: 'BIGINT' },
]

const inner = flowOf(
  {
    orders: ['source.input', { name: 'orders', columns, rows: [[1, 1]] }],
    codes: ['source.csv', { path: 'codes.csv' }],
    known: ['transform.join', { type: 'semi', keys: [{ left: 'id', right: 'id' }] }],
    check: ['validate.rules', { rules: [{ id: 'least', kind: 'range', columns: ['amount'], min: 10 }] }],
    good: ['sink.output', { name: 'good' }],
    bad: ['sink.output', { name: 'bad' }],
  },
  ['orders.out known.left', 'codes.out known.right', 'known.out check.in', 'check.pass good.in', 'check.reject bad.in'],
)

const outer = flowOf(
  {
    orders: ['source.csv', { path: 'orders.csv' }],
    clean: ['transform.subflow', { path: 'parts/clean.flow.json', inputs: ['orders'], outputs: ['good', 'bad'] }],
    pass: ['sink.csv', { path: 'good.csv' }],
    fail: ['sink.csv', { path: 'bad.csv', flagged: 'columns' }],
  },
  ['orders.out clean.orders', 'clean.good pass.in', 'clean.bad fail.in'],
)

const folderOf = async () => {
  const folder = await temporaryFolder()
  await put(join(folder, 'orders.csv'), 'id,amount\n1,5\n2,20\n3,30\n9,99\n')
  await put(join(folder, 'parts/codes.csv'), 'id\n1\n2\n3\n')
  await put(join(folder, 'parts/clean.flow.json'), saveFlow(inner, catalogue))
  return folder
}

describe('a run of a flow with another flow in one of its nodes', () => {
  it('writes what the inner flow gives, reads the inner files beside it, and reports its nodes, rules and counts', async () => {
    const folder = await folderOf()
    const { report, exitCode } = await runner.run(folder, outer)
    expect(report.problems).toEqual([])
    expect(exitCode).toBe(0)
    const texts = await textsIn(folder)
    expect(texts['good.csv']).toBe('id,amount\n2,20\n3,30\n')
    expect(texts['bad.csv']).toMatch(/^id,amount,_errors,_warnings\n1,5,.*least/)
    expect(report.nodes['clean/check']).toMatchObject({
      ports: { in: { rows: 3 }, out: { rows: 3, flagged: 1 }, pass: { rows: 2 }, reject: { rows: 1 } },
      rules: [{ id: 'least', evaluated: 3, failed: 1 }],
    })
    expect(report.nodes.clean).toMatchObject({
      status: 'ran',
      ports: { orders: { rows: 4 }, good: { rows: 2, flagged: 0 }, bad: { rows: 1, flagged: 1 } },
    })
  })

  it('is stopped by a gate of the inner flow, and publishes nothing', async () => {
    const folder = await folderOf()
    const gate = { error: { stop: { count: 0 } } }
    const { check } = inner.nodes
    const gated = { ...inner, nodes: { ...inner.nodes, check: { ...check!, settings: { ...check!.settings, gate } } } }
    await put(join(folder, 'parts/clean.flow.json'), saveFlow(gated, catalogue))
    const { report, exitCode } = await runner.run(folder, outer)
    expect(exitCode).toBe(3)
    expect(report.problems).toMatchObject([{ code: 'E-GATE', node: 'clean/check' }])
    expect(Object.keys(await textsIn(folder))).not.toContain('good.csv')
  })

  it('is wrong before it begins where the inner flow is, and fails on the world where that is not there', async () => {
    const folder = await folderOf()
    const stale = await runner.run(folder, {
      ...outer,
      nodes: { ...outer.nodes, clean: { ...outer.nodes.clean!, settings: { path: 'parts/clean.flow.json' } } },
    })
    expect(stale.exitCode).toBe(2)
    const gone = await runner.run(folder, {
      ...outer,
      nodes: {
        ...outer.nodes,
        clean: { ...outer.nodes.clean!, settings: { ...outer.nodes.clean!.settings, path: 'parts/gone.flow.json' } },
      },
    })
    expect(gone.exitCode).toBe(1)
    expect(gone.problems).toMatchObject([{ code: 'E-FILE-MISSING', node: 'clean' }])
  })

  it('gives the inner flow a path from its own folder', async () => {
    const folder = await folderOf()
    await put(join(folder, 'codes.csv'), 'id\n9\n')
    const withPath = {
      ...inner,
      params: { codes: { type: 'path', default: 'codes.csv' } },
      nodes: { ...inner.nodes, codes: { ...inner.nodes.codes!, settings: { path: '${codes}' } } },
    } as const
    await put(join(folder, 'parts/clean.flow.json'), saveFlow(withPath, catalogue))
    const settings = { ...outer.nodes.clean!.settings, params: { codes: 'codes.csv' } }
    const given = { ...outer, nodes: { ...outer.nodes, clean: { ...outer.nodes.clean!, settings } } }
    await runner.run(folder, given)
    expect((await textsIn(folder))['good.csv']).toBe('id,amount\n9,99\n')
    await runner.run(folder, outer)
    expect((await textsIn(folder))['good.csv']).toBe('id,amount\n2,20\n3,30\n')
  })

  it('runs the inner flow by itself over its sample rows, and counts what its outputs would give', async () => {
    const folder = await folderOf()
    const { report, exitCode } = await runner.run(join(folder, 'parts'), inner)
    expect(exitCode).toBe(0)
    expect(report.nodes.bad).toMatchObject({ status: 'ran', ports: { in: { rows: 1, flagged: 1 } } })
    expect(report.nodes.good).toMatchObject({ ports: { in: { rows: 0 } } })
  })
})
