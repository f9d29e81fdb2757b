import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Manifest } from '#core/runs/manifest.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { flowText, ordersFiles, ordersFlow, weir } from './weir.ts'

const read = (folder: string, path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as Manifest

/** That of the last run; the names of two in one second are in no order. */
const manifestIn = (folder: string, state = '.weir') =>
  readdirSync(join(folder, state, 'runs'))
    .map(name => join(state, 'runs', name))
    .toSorted((a, b) => read(folder, a).run.startedAt.localeCompare(read(folder, b).run.startedAt))
    .at(-1)!
const verify = (folder: string, ...args: string[]) => weir(['verify', ...args], { folder })

const node = (kind: string, settings: object) => ({ kind, version: 1, settings })

/** With sinks of each sort, of rows with and without an order of their own. */
const manySinks = {
  ...ordersFlow,
  nodes: {
    ...ordersFlow.nodes,
    sums: node('transform.aggregate', {
      keys: ['email'],
      measures: [
        { name: 'n', function: 'count' },
        { name: 'total', function: 'sum', expression: 'amount / 7.0' },
      ],
    }),
    table: node('sink.parquet', { path: 'out/sums.parquet' }),
    parts: node('sink.parquet', { path: 'out/parts', partitionBy: ['id'] }),
    lines: node('sink.json', { path: 'out/more.ndjson.gz', flagged: 'split' }),
    more: node('sink.csv', { path: 'out/more.csv', ifExists: 'append' }),
  },
  edges: [
    ...ordersFlow.edges,
    { from: 'check.out', to: 'sums.in' },
    { from: 'sums.out', to: 'table.in' },
    { from: 'check.out', to: 'parts.in' },
    { from: 'check.out', to: 'lines.in' },
    { from: 'check.pass', to: 'more.in' },
  ],
}

describe('weir verify', () => {
  it('makes a run again beside its targets, and finds it the same', async () => {
    const folder = testFolder({ ...ordersFiles(), 'many.flow.json': flowText(manySinks) })
    expect(await weir(['run', 'many.flow.json', '--param', 'least=15'], { folder })).toMatchObject({ code: 0 })
    const path = manifestIn(folder)
    const manifest = read(folder, path)
    expect(manifest).toMatchObject({
      weir: 1,
      run: { status: 'succeeded', to: [] },
      flow: { name: 'Orders', path: 'many.flow.json' },
      params: { least: 15 },
      inputs: { orders: [{ path: 'orders.csv', whole: true }] },
      corrections: null,
      rows: { big: { in: 4, match: 3, rest: 1 } },
      rules: { check: { mail: { failed: 1, evaluated: 2 } } },
      outputs: { good: { rows: 2, published: true, files: [{ path: 'good.csv' }] }, more: { files: null } },
    })
    expect(manifest.outputs.parts).toMatchObject({ published: true, files: [{}, {}, {}] })
    expect(manifest.outputs.lines?.files?.map(file => file.path)).toEqual(['more.ndjson.gz', 'more.flagged.ndjson.gz'])
    const before = statSync(join(folder, 'out/good.csv')).mtimeMs
    const runs = readdirSync(join(folder, '.weir/runs')).length
    const { code, out, err } = await verify(folder, path)
    expect({ code, out, err }).toEqual({ code: 0, out: `${manifest.run.id}: the same, made again\n`, err: '' })
    expect(statSync(join(folder, 'out/good.csv')).mtimeMs).toBe(before)
    expect(readdirSync(join(folder, '.weir/runs'))).toHaveLength(runs)
    utimesSync(join(folder, 'orders.csv'), new Date(), new Date())
    const elsewhere = testFolder({ 'kept.json': readFileSync(join(folder, path), 'utf8') })
    expect((await verify(elsewhere, 'kept.json', '--flow', join(folder, 'many.flow.json'))).code).toBe(0)
  })

  it('lists what differs, with exit code 4', async () => {
    const flow = {
      ...ordersFlow,
      nodes: {
        ...ordersFlow.nodes,
        big: node('transform.formula', { columns: [{ name: 'dice', expression: 'random()' }] }),
      },
      edges: ordersFlow.edges.map(edge => (edge.from === 'big.match' ? { ...edge, from: 'big.out' } : edge)),
    }
    const folder = testFolder({ ...ordersFiles(), 'orders.flow.json': flowText(flow) })
    expect((await weir(['run', 'orders.flow.json'], { folder })).code).toBe(0)
    const path = manifestIn(folder)
    const { code, out } = await verify(folder, path, '--format', 'json')
    expect(code).toBe(4)
    const { differences } = JSON.parse(out) as { differences: readonly { node: string; name: string }[] }
    expect(differences.map(({ node: id, name }) => [id, name])).toEqual([
      ['good', 'content'],
      ['bad', 'content'],
    ])
    const manifest = read(folder, path)
    const rows = { ...manifest.rows, orders: { ...manifest.rows.orders, out: 5 } }
    writeFileSync(join(folder, path), JSON.stringify({ ...manifest, rows, outputs: {} }))
    const text = await verify(folder, path)
    expect(text.code).toBe(4)
    expect(text.out).toContain('orders: rows at out: 5, now 4\n')
  })

  it('tells an edited and a missing target, and another parameter, from one another', async () => {
    const folder = testFolder(ordersFiles())
    expect((await weir(['run', 'orders.flow.json', '--param', 'least=15'], { folder })).code).toBe(0)
    const path = manifestIn(folder)
    const good = join(folder, 'out/good.csv')
    const was = readFileSync(good, 'utf8')
    const [header, ...lines] = was.trimEnd().split('\n')
    writeFileSync(good, `${[header, ...lines.toReversed()].join('\n')}\n`)
    expect((await verify(folder, path)).code).toBe(0)
    writeFileSync(good, was.replace('30', '31'))
    rmSync(join(folder, 'out/bad.csv'))
    const edited = await verify(folder, path)
    expect(edited.code).toBe(4)
    expect(edited.out).toBe(
      'good: out/good.csv: as the run wrote it, now edited or damaged since\n' +
        'bad: out/bad.csv: as the run wrote it, now not there any more\n',
    )
    expect((await weir(['run', 'orders.flow.json'], { folder })).code).toBe(0)
    expect(await verify(folder, path)).toMatchObject({ code: 0, out: expect.stringContaining('the same, made again') })
    const manifest = read(folder, path)
    writeFileSync(join(folder, path), JSON.stringify({ ...manifest, params: { least: 35 } }))
    const other = await verify(folder, path)
    expect(other.code).toBe(4)
    expect(other.out).toMatch(/^big: rows at match: 3, now 1$/m)
    expect(other.out).not.toContain('edited')
  })

  it('runs nothing where the flow or a file has changed or is missing, and says which', async () => {
    const folder = testFolder(ordersFiles())
    expect((await weir(['run', 'orders.flow.json', '--state', 'deep/state'], { folder })).code).toBe(0)
    const path = manifestIn(folder, 'deep/state')
    const file = join(folder, 'orders.csv')
    const was = readFileSync(file, 'utf8')
    writeFileSync(file, was.replace('nobody', 'anyone'))
    const changed = await verify(folder, path)
    expect(changed.code).toBe(1)
    expect(changed.err).toMatch(/E-VERIFY-CHANGED: .*`orders\.csv` has changed, which `orders` reads/)
    renameSync(file, `${file}.away`)
    const missing = await verify(folder, path)
    expect(missing.code).toBe(1)
    expect(missing.err).toContain('`orders.csv` is not there any more, which `orders` reads')
    writeFileSync(file, was)
    writeFileSync(join(folder, 'orders.flow.json'), flowText({ ...ordersFlow, name: 'Others' }))
    expect((await verify(folder, path)).err).toMatch(/`orders\.flow\.json` has changed/)
    rmSync(join(folder, 'orders.flow.json'))
    expect((await verify(folder, path)).code).toBe(1)
    writeFileSync(join(folder, 'other.json'), '{"weir":1}')
    const other = await verify(folder, 'other.json')
    expect(other.code).toBe(2)
    expect(other.err).toMatch(/E-MANIFEST: `other\.json` is no manifest of a run/)
  })

  it('holds a run against the runs that it had before it, not against later ones', async () => {
    const limits = [{ of: 'rows', against: 'last_good', stop: { percent: 60 } }]
    const flow = {
      ...ordersFlow,
      nodes: { ...ordersFlow.nodes, gate: node('validate.gate', { limits }) },
      edges: [...ordersFlow.edges, { from: 'check.out', to: 'gate.in' }],
    }
    const folder = testFolder({ ...ordersFiles(), 'orders.flow.json': flowText(flow) })
    const run = async () => (await weir(['run', 'orders.flow.json'], { folder })).code
    const csv = readFileSync(join(folder, 'orders.csv'), 'utf8')
    expect(await run()).toBe(0)
    writeFileSync(join(folder, 'orders.csv'), csv.split('\n').slice(0, 2).join('\n'))
    expect(await run()).toBe(3)
    const path = manifestIn(folder)
    expect(read(folder, path).run.status).toBe('gated')
    expect((await verify(folder, path)).code).toBe(0)
  })
})
