import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as z from 'zod'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { filesUnder } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { createService, type ServiceOptions } from '#hosts/service/service.ts'
import { catalogue } from '#nodes/index.ts'
import { calls, type Feeds, type Service } from '#rpc/contract.ts'
import { flowText, ordersFiles, ordersFlow } from '#test/hosts/cli/weir.ts'
import { codeOf, testFolder } from '#test/hosts/folder.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue })
})
afterAll(() => engine.close())

const context = { signal: new AbortController().signal }

const start = async (files: Readonly<Record<string, string>> = ordersFiles(), more: Partial<ServiceOptions> = {}) => {
  const folder = testFolder(files)
  const state = testFolder()
  const service = createService({
    engine,
    host: 'web',
    version: '1.2.3',
    open: null,
    files: await filesUnder(folder),
    recent: recentFiles(join(state, 'recent.json')),
    journal: fileJournal(join(state, 'journal.json')),
    samples: [],
    ...more,
  })
  const path = join(folder, 'orders.flow.json')
  const document = { text: files['orders.flow.json'] ?? flowText(ordersFlow), path }
  return { folder, service, path, document }
}

type RunEvent = z.input<Feeds['run']['value']>

const events = async (service: Service, document: { text: string; path: string | null }, signal = context.signal) => {
  const all: RunEvent[] = []
  for await (const event of service.feeds.run({ document }, { signal })) all.push(event)
  return all
}

describe('the service', () => {
  it('tells columns of every port, and all problems of reading and compiling, each once', async () => {
    const broken = {
      ...ordersFlow,
      edges: [...ordersFlow.edges, ordersFlow.edges[0]],
      nodes: { ...ordersFlow.nodes, bad: { kind: 'sink.nowhere', version: 1, settings: {} } },
    }
    const { service, document } = await start()
    const { problems, nodes } = await service.check({ document: { ...document, text: flowText(broken) } }, context)
    expect(problems.map(problem => problem.code)).toEqual(expect.arrayContaining(['E-EDGE-TWICE', 'E-KIND-UNKNOWN']))
    expect(new Set(problems.map(problem => JSON.stringify(problem))).size).toBe(problems.length)
    const good = await service.check({ document }, context)
    expect(good.problems).toEqual([])
    expect(good.nodes.big?.inputs.in?.map(column => column.name)).toEqual(['id', 'email', 'amount'])
    expect(Object.keys(good.nodes.check?.outputs ?? {})).toEqual(['out', 'pass', 'reject'])
    expect(nodes.orders?.outputs.out?.ordered).toBe(true)
  })

  it('tells of a subflow when its flow, or a file that this reads, is another than before', async () => {
    const part = {
      weir: 1,
      name: 'Part',
      nodes: {
        rows: { kind: 'source.csv', settings: { path: 'rows.csv' } },
        go: { kind: 'sink.output', settings: { name: 'out' } },
      },
      edges: [{ from: 'rows.out', to: 'go.in' }],
    }
    const settings = { path: 'part.flow.json', inputs: [], outputs: ['out'] }
    const text = flowText({ weir: 1, name: 'All', nodes: { part: { kind: 'transform.subflow', settings } }, edges: [] })
    const files = { 'orders.flow.json': text, 'part.flow.json': flowText(part), 'rows.csv': 'id\n1\n' }
    const { service, document, folder } = await start(files)
    const stamp = async () => (await service.check({ document }, context)).nodes.part?.stamp
    const first = await stamp()
    expect(first).toContain('part.flow.json')
    expect(await stamp()).toBe(first)
    writeFileSync(join(folder, 'part.flow.json'), flowText({ ...part, name: 'Another part' }))
    const second = await stamp()
    expect(second).not.toBe(first)
    writeFileSync(join(folder, 'rows.csv'), 'id\n1\n2\n')
    expect(await stamp()).not.toBe(second)
  })

  it('gives a problem, and no nodes, for a text that is no flow', async () => {
    const { service } = await start()
    expect(await service.check({ document: { text: '{', path: null } }, context)).toMatchObject({
      problems: [{ code: 'E-JSON' }],
      nodes: {},
    })
    expect(
      await codeOf(service.page({ document: { text: '{', path: null }, node: 'a', offset: 0, limit: 1 }, context)),
    ).toBe('E-JSON')
  })

  it('gives pages with flags, filtered and sorted, the next flagged row, and the SQL', async () => {
    const { service, document } = await start()
    const asked = { document, node: 'check', offset: 0, limit: 10 }
    expect((await service.page({ ...asked, filter: { flaggedOnly: true } }, context)).rows.map(row => row[0])).toEqual([
      2,
    ])
    expect(
      (await service.page({ ...asked, sort: [{ column: 'id', direction: 'desc' }] }, context)).rows.map(row => row[0]),
    ).toEqual([4, 3, 2, 1])
    expect(await service.nextFlagged({ ...asked, from: 0 }, context)).toEqual({ row: 1 })
    expect(await service.nextFlagged({ ...asked, from: 2 }, context)).toEqual({ row: null })
    expect(await service.cell({ ...asked, row: 1, columnName: 'email' }, context)).toEqual({
      value: 'nobody',
      truncated: false,
    })
    expect((await service.sql({ document, node: 'big' }, context)).sql).toMatch(/^(WITH|SELECT)/)
  })

  it('lets pages of one view stand beside each other, and cancels those of an older view', async () => {
    const { service, document } = await start()
    const page = (offset: number, search?: string) =>
      codeOf(
        service.page({ document, node: 'check', offset, limit: 1, ...(search ? { filter: { search } } : {}) }, context),
      )
    const [first, second] = await Promise.all([page(0), page(1)])
    expect([first, second].every(each => each.startsWith('no problem'))).toBe(true)
    const older = page(0)
    const newer = page(0, 'nobody')
    expect(await older).toBe('E-CANCELLED')
    expect(await newer).toMatch(/^no problem.*nobody/)
  })

  it('counts flags and tells where they are beside a page that is being read, of another filter, too', async () => {
    const { service, document } = await start()
    const asked = { document, node: 'check', offset: 0, limit: 10 }
    const filter = { severity: 'error' as const }
    const [page, counts, lane] = await Promise.all([
      service.page(asked, context),
      service.flagCounts({ ...asked, filter }, context),
      service.flagLane({ ...asked, parts: 300 }, context),
    ])
    expect(page.rowCount).toBe(4)
    expect(counts).toMatchObject({ flagged: 1, severities: { error: 1, critical: 0 } })
    expect(counts.rules.map(each => [each.node, each.rule, each.rows])).toContainEqual(['check', 'mail', 1])
    expect(lane).toEqual({ rows: 4, marks: [[1, 'error']] })
  })

  it('profiles a port beside a page of it', async () => {
    const { service, document } = await start()
    const [profile, page] = await Promise.all([
      service.profile({ document, node: 'check', port: 'reject', quick: true }, context),
      service.page({ document, node: 'check', port: 'reject', offset: 0, limit: 10 }, context),
    ])
    expect(page.rowCount).toBe(1)
    expect(profile).toMatchObject({ rows: 1, scope: 'all', keys: [['id'], ['email'], ['amount']] })
    expect(calls.profile.output.parse(profile)).toEqual(profile)
  })

  it("shows a validator's own table, and which nodes have one", async () => {
    const { service, document } = await start()
    const { nodes } = await service.check({ document }, context)
    expect(Object.keys(nodes).filter(id => nodes[id]?.ownTable)).toEqual(['check'])
    const own = { document, node: 'check', port: 'reject', offset: 0, limit: 10, ownTable: true }
    const page = await service.page(own, context)
    expect([page.rowCount, page.unevaluated?.length]).toEqual([4, 4])
  })

  it('runs a flow: nodes that take part, their states, then the report', async () => {
    const { service, document, folder } = await start()
    const all = await events(service, document)
    expect(all[0]).toMatchObject({ event: 'started', nodes: ['orders', 'big', 'check', 'good', 'bad'] })
    expect(all.at(-1)).toMatchObject({ event: 'finished', report: { run: { status: 'succeeded' } }, problems: [] })
    expect(readFileSync(join(folder, 'out/bad.csv'), 'utf8')).toContain('nobody')
  })

  it('runs to the nodes asked for, and names only what they need', async () => {
    const { service, document, folder } = await start()
    const all = []
    for await (const event of service.feeds.run({ document, to: ['good'] }, context)) all.push(event)
    expect(all[0]).toMatchObject({ nodes: ['orders', 'big', 'check', 'good'] })
    expect(readdirSync(join(folder, 'out'))).toEqual(['good.csv'])
  })

  it('ends a stopped run with a report that says so, and publishes nothing', async () => {
    const long = 'from range(400) a, range(100000) b, range(1000) c, t'
    const flow = {
      weir: 1,
      name: 'Long',
      nodes: {
        one: {
          kind: 'source.inline',
          version: 1,
          settings: { columns: [{ name: 'n', type: 'BIGINT' }], rows: [['1']] },
        },
        long: {
          kind: 'transform.sql',
          version: 1,
          settings: { inputs: ['t'], sql: ['select sum(a.range * b.range + c.range) as s', long] },
        },
        out: { kind: 'sink.csv', version: 1, settings: { path: 'out.csv' } },
      },
      edges: [
        { from: 'one.out', to: 'long.t' },
        { from: 'long.out', to: 'out.in' },
      ],
    }
    const { service, folder } = await start({ 'orders.flow.json': flowText(flow) })
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 400)
    const all = await events(
      service,
      { text: flowText(flow), path: join(folder, 'orders.flow.json') },
      controller.signal,
    )
    expect(all.at(-1)).toMatchObject({ event: 'finished', report: { run: { status: 'cancelled' } } })
    expect(readdirSync(folder).filter(name => !name.startsWith('.'))).toEqual(['orders.flow.json'])
  })

  it('does not run a document with errors', async () => {
    const { service, document } = await start()
    expect(await codeOf(events(service, { ...document, text: flowText({ ...ordersFlow, edgs: [] }) }))).toBe(
      'E-KEY-UNKNOWN',
    )
  })

  it('opens, saves and lists as recent, and refuses to save over what somebody else changed', async () => {
    const { service, path } = await start()
    const { stamp, text } = await service.open({ path }, context)
    writeFileSync(path, 'changed elsewhere')
    expect(await codeOf(service.save({ path, text, stamp }, context))).toBe('E-FILE-CHANGED')
    expect(readFileSync(path, 'utf8')).toBe('changed elsewhere')
    await service.save({ path, text, stamp: null }, context)
    expect(readFileSync(path, 'utf8')).toBe(text)
    const other = path.replace('orders', 'copy')
    await service.save({ path: other, text, stamp: null }, context)
    expect(await service.recent({}, context)).toMatchObject([
      { name: 'copy', exists: true },
      { name: 'orders', exists: true },
    ])
    expect(await codeOf(service.save({ path: join(path, 'x.json'), text, stamp: null }, context))).toBe('E-FILE-WRITE')
  })

  it('reaches nothing outside its folder, not even through a document', async () => {
    const { service, document } = await start()
    const outside = join(testFolder({ 'a.flow.json': '{}' }), 'a.flow.json')
    for (const asked of [
      service.open({ path: outside }, context),
      service.save({ path: outside, text: '', stamp: null }, context),
      service.list({ folder: '..' }, context),
      service.page({ document: { ...document, path: outside }, node: 'orders', offset: 0, limit: 1 }, context),
    ])
      expect(await codeOf(asked)).toBe('E-FILE-OUTSIDE')
  })

  it('writes paths as a flow would: relative below its folder, with slashes', async () => {
    const { service, path, folder } = await start()
    const relative = async (to: string, flowPath: string | null = path) =>
      (await service.relative({ path: to, flowPath }, context)).path
    expect(await relative(join(folder, 'data/a.csv'))).toBe('data/a.csv')
    expect(await relative('/elsewhere/a.csv')).toBe('/elsewhere/a.csv')
    expect(await relative(join(folder, '..data.csv'))).toBe('..data.csv')
    expect(await relative(join(folder, 'a.csv'), null)).toBe(join(folder, 'a.csv'))
  })

  it('tells of memory, and ends when nobody listens', async () => {
    const { service } = await start()
    const controller = new AbortController()
    const feed = service.feeds.status({}, { signal: controller.signal })[Symbol.asyncIterator]()
    expect((await feed.next()).value).toMatchObject({
      running: null,
      memoryBytes: expect.any(Number),
      spilledBytes: expect.any(Number),
    })
    controller.abort()
    expect((await feed.next()).done).toBe(true)
  })
})
