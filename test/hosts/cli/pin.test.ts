import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, weir } from './weir.ts'

const flow = {
  weir: 1,
  name: 'Orders',
  nodes: {
    orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv', types: { id: 'BIGINT', n: 'BIGINT' } } },
    check: {
      kind: 'validate.rules',
      version: 1,
      settings: { rules: [{ id: 'small', kind: 'range', columns: ['n'], max: 100 }], gate: {} },
    },
    wide: {
      kind: 'transform.formula',
      version: 1,
      settings: {
        columns: [
          { name: 'big', expression: '170141183460469231731687303715884105727::HUGEINT' },
          { name: 'parts', expression: "{'a': n, 'b': [id]}" },
        ],
      },
    },
    keep: { kind: 'transform.pin', version: 1, settings: {} },
    named: {
      kind: 'transform.select',
      version: 1,
      settings: { columns: [{ column: 'n', as: 'amount' }] },
    },
    file: { kind: 'sink.csv', version: 1, settings: { path: 'out.csv', flagged: 'columns' } },
  },
  edges: [
    { from: 'orders.out', to: 'check.in' },
    { from: 'check.out', to: 'wide.in' },
    { from: 'wide.out', to: 'keep.in' },
    { from: 'keep.out', to: 'named.in' },
    { from: 'named.out', to: 'file.in' },
  ],
}
const files = { 'orders.flow.json': flowText(flow), 'orders.csv': 'id,n\n1,10\n2,x\n3,300\n' }
const pin = (folder: string, ...more: string[]) =>
  weir(['pin', 'orders.flow.json', '--node', 'keep', ...more], { folder })
const settings = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'orders.flow.json'), 'utf8')).nodes.keep.settings
const written = (folder: string) => readFileSync(join(folder, 'out.csv'), 'utf8')
const flags = async (folder: string, node: string) =>
  JSON.parse((await weir(['preview', 'orders.flow.json', '--node', node, '--format', 'json'], { folder })).out)

test('A pin is frozen with its flags, needs no source then, and is thawed; the same rows come out', async () => {
  const folder = testFolder(files)
  const run = () => weir(['run', 'orders.flow.json', '--report', 'report.json'], { folder })
  expect((await run()).code).toBe(0)
  const [before, page] = [written(folder), await flags(folder, 'named')]
  const frozen = await pin(folder)
  expect([frozen.code, frozen.err]).toEqual([0, ''])
  expect(frozen.out).toBe('keep: 3 rows frozen in orders.pins/keep.parquet\n')
  expect(settings(folder)).toEqual({ path: 'orders.pins/keep.parquet' })
  expect(readdirSync(join(folder, 'orders.pins'))).toEqual(['keep.parquet'])

  rmSync(join(folder, 'orders.csv'))
  const second = await run()
  expect([second.code, second.err.match(/orders|check|wide:/)]).toEqual([0, null])
  expect(written(folder)).toBe(before)
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))
  expect(Object.keys(report.nodes)).toEqual(['keep', 'named', 'file'])
  const later = await flags(folder, 'named')
  expect([later.columns, later.rows]).toEqual([page.columns, page.rows])
  const asFrozen = page.flags.map((row: { node: string }[]) =>
    row.map(each => ({ ...each, node: `keep/${each.node}` })),
  )
  expect(later.flags).toEqual(asFrozen)
  expect(page.flags.flat()).toHaveLength(2)
  const [manifest] = readdirSync(join(folder, '.weir/runs'))
    .map(name => JSON.parse(readFileSync(join(folder, '.weir/runs', name), 'utf8')))
    .filter(each => JSON.stringify(each).includes('orders.pins/keep.parquet'))
  expect(Object.keys(manifest.inputs)).toEqual(['keep'])

  const thawed = await pin(folder, '--thaw')
  expect([thawed.code, thawed.out]).toEqual([0, 'keep: thawed\n'])
  expect(settings(folder)).toEqual({})
  expect(existsSync(join(folder, 'orders.pins/keep.parquet'))).toBe(true)
  writeFileSync(join(folder, 'orders.csv'), 'id,n\n7,7\n')
  expect((await run()).code).toBe(0)
  expect(written(folder)).toMatch(/^7,7,/m)
})

test('A frozen file that is gone or another one is a problem that thawing mends, and a failed freeze leaves all as it was', async () => {
  const folder = testFolder(files)
  expect((await pin(folder)).code).toBe(0)
  const file = join(folder, 'orders.pins/keep.parquet')
  const whole = readFileSync(file)
  const check = async () => (await weir(['check', 'orders.flow.json'], { folder })).out
  rmSync(file)
  expect(await check()).toMatch(/E-FILE-MISSING[\s\S]*freeze the rows again, or thaw the node/)
  writeFileSync(file, whole.subarray(0, whole.length - 20))
  expect(await check()).toMatch(/E-FILE-FORMAT[\s\S]*freeze the rows again, or thaw the node/)
  const plain = { kind: 'sink.parquet', version: 1, settings: { path: 'orders.pins/keep.parquet' } }
  const rows = {
    kind: 'source.inline',
    version: 1,
    settings: { columns: [{ name: 'a', type: 'BIGINT' }], rows: [[1]] },
  }
  const other = { ...flow, nodes: { rows, plain }, edges: [{ from: 'rows.out', to: 'plain.in' }] }
  writeFileSync(join(folder, 'other.flow.json'), flowText(other))
  expect((await weir(['run', 'other.flow.json'], { folder })).code).toBe(0)
  expect(await check()).toMatch(/E-PIN-FILE.*is not a file that freezing wrote/)

  rmSync(join(folder, 'orders.csv'))
  const failed = await pin(folder)
  expect([failed.code, failed.err.includes('E-FILE-MISSING')]).toEqual([1, true])
  expect([settings(folder), readdirSync(join(folder, 'orders.pins'))]).toEqual([
    { path: 'orders.pins/keep.parquet' },
    ['keep.parquet'],
  ])
  const none = await weir(['pin', 'orders.flow.json', '--node', 'wide'], { folder })
  expect([none.code, none.err.includes('`wide` is no pin.')]).toEqual([2, true])
  for (const more of [[], ['--thaw']]) {
    const inner = await weir(['pin', 'orders.flow.json', '--node', 'keep/inner', ...more], { folder })
    expect([inner.code, inner.err.includes('E-INTERNAL')]).toEqual([2, false])
  }
})
