import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, weir } from './weir.ts'

const columns = [{ name: 'id', type: 'BIGINT' }]
const outer = {
  weir: 1,
  name: 'Orders',
  nodes: {
    orders: { kind: 'source.inline', settings: { columns, rows: [[1], [null]] } },
    clean: { kind: 'transform.subflow', settings: { path: 'parts/clean.flow.json' } },
    file: { kind: 'sink.csv', settings: { path: 'out.csv', flagged: 'leave_out' } },
  },
  edges: [
    { from: 'orders.out', to: 'clean.input' },
    { from: 'clean.output', to: 'file.in' },
  ],
}
const inner = (where: string) => ({
  weir: 1,
  name: 'Clean',
  nodes: {
    come: { kind: 'source.input', settings: { name: 'input', columns } },
    check: { kind: 'validate.rules', settings: { rules: [{ id: 'there', kind: 'not_null', columns: ['id'] }] } },
    some: { kind: 'transform.filter', settings: { where } },
    go: { kind: 'sink.output', settings: { name: 'output' } },
  },
  edges: [
    { from: 'come.out', to: 'check.in' },
    { from: 'check.out', to: 'some.in' },
    { from: 'some.match', to: 'go.in' },
  ],
})
const folderWith = (where: string) =>
  testFolder({ 'orders.flow.json': flowText(outer), 'parts/clean.flow.json': flowText(inner(where)) })

test('A flow with another in one of its nodes is checked, run and looked into, by both ids', async () => {
  const folder = folderWith('true')
  const run = await weir(['run', 'orders.flow.json'], { folder })
  expect(run.err).toContain('clean/check: ran')
  expect(run.code).toBe(0)
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('id\n1\n')
  const at = ['preview', 'orders.flow.json', '--format', 'json', '--node']
  const page = JSON.parse((await weir([...at, 'clean/check', '--port', 'reject'], { folder })).out)
  expect(page.rows).toEqual([[null]])
  expect(page.flags[0]).toMatchObject([{ node: 'clean/check', rule: 'there', columns: ['id'] }])
  const absent = await weir([...at, 'clean/chck'], { folder })
  expect(absent.code).toBe(2)
  expect(absent.err).toMatch(/no node `clean\/chck`.*clean\/check/)
  expect((await weir(['profile', 'orders.flow.json', '--node', 'clean'], { folder })).code).toBe(0)
})

test('A problem of an inner flow is told at the node, and names the inner node and file', async () => {
  const folder = folderWith('ide > 1')
  const check = await weir(['check', 'orders.flow.json', 'parts/clean.flow.json'], { folder })
  expect(check.code).toBe(2)
  const [told, own] = check.out.trim().split('\n')
  expect(told).toMatch(/^orders.flow.json: .*clean: In `some` of `clean.flow.json`: .*`ide`/)
  expect(own).toMatch(/^parts\/clean.flow.json: .*some.*`ide`/)
})

test('What a subflow hands from the environment into a secret field is told nowhere', async () => {
  const salt = 'grains-of-7-seas'
  const settings = { columns: [{ column: 'id', method: 'hash' }], salt: '${grain}' }
  const { come, check, go } = inner('true').nodes
  const part = {
    ...inner('true'),
    params: { grain: { type: 'string', default: '' } },
    nodes: { come, check, some: { kind: 'transform.mask', settings }, go },
    edges: [
      { from: 'come.out', to: 'check.in' },
      { from: 'check.out', to: 'some.in' },
      { from: 'some.out', to: 'go.in' },
    ],
  }
  const clean = { ...outer.nodes.clean, settings: { ...outer.nodes.clean.settings, params: { grain: '${env:GRAIN}' } } }
  const folder = testFolder({
    'orders.flow.json': flowText({ ...outer, nodes: { ...outer.nodes, clean } }),
    'parts/clean.flow.json': flowText(part),
  })
  const ask = (...args: readonly string[]) => weir(args, { folder, env: { GRAIN: salt } })
  const explained = await ask('explain', 'orders.flow.json', '--analyze', '--json')
  const run = await ask('run', 'orders.flow.json', '--report', 'report.json')
  expect([explained.code, run.code, run.err]).toEqual([0, 0, expect.stringContaining('clean/some: ran')])
  const told = [explained, run].map(({ out, err }) => out + err)
  expect(explained.out).toContain('*'.repeat(salt.length))
  expect(told.filter(text => text.includes(salt))).toEqual([])
  const written = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
  const telling = written.filter(each => readFileSync(join(each.parentPath, each.name)).includes(salt))
  expect(written.map(({ name }) => name)).toContain('report.json')
  expect(telling.map(({ name }) => name)).toEqual([])
})

test('The flows of nodes are inputs of a run, told by their fingerprints', async () => {
  const folder = folderWith('true')
  expect((await weir(['run', 'orders.flow.json'], { folder })).code).toBe(0)
  const runs = readdirSync(folder, { recursive: true, withFileTypes: true })
  const file = runs.find(({ parentPath, name }) => parentPath.endsWith('runs') && name.endsWith('.json'))!
  const { inputs } = JSON.parse(readFileSync(join(file.parentPath, file.name), 'utf8'))
  const sha256 = createHash('sha256')
    .update(flowText(inner('true')))
    .digest('hex')
  expect(inputs.clean).toMatchObject([{ path: 'parts/clean.flow.json', sha256, whole: true }])
  writeFileSync(join(folder, 'parts/clean.flow.json'), flowText(inner('id = 1')))
  const verified = await weir(['verify', join(file.parentPath, file.name)], { folder })
  expect(verified.out + verified.err).toContain('parts/clean.flow.json')
})
