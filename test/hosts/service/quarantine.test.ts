import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import { filesUnder } from '#hosts/service/files.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { createService } from '#hosts/service/service.ts'
import { catalogue } from '#nodes/index.ts'
import { type CallInput, calls } from '#rpc/contract.ts'
import { flowText } from '#test/hosts/cli/weir.ts'
import { codeOf, testFolder } from '#test/hosts/folder.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
})
afterAll(() => engine.close())

const context = { signal: new AbortController().signal }

const flow = {
  weir: 1,
  name: 'Held',
  params: {},
  nodes: {
    orders: { kind: 'source.csv', version: 1, settings: { path: 'orders.csv' } },
    check: {
      kind: 'validate.rules',
      version: 1,
      settings: {
        rules: [
          { id: 'mail', kind: 'format', columns: ['email'], format: 'email' },
          { id: 'amount', kind: 'range', columns: ['amount'], min: 0 },
        ],
      },
    },
    good: { kind: 'sink.csv', version: 1, settings: { path: 'out/good.csv' } },
    held: { kind: 'sink.quarantine', version: 1, settings: { keys: ['id'] } },
    lines: { kind: 'sink.quarantine', version: 1, settings: {} },
  },
  edges: [
    { from: 'orders.out', to: 'check.in' },
    { from: 'check.pass', to: 'good.in' },
    { from: 'check.reject', to: 'held.in' },
    { from: 'orders.reject', to: 'lines.in' },
  ],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
}

const csv = 'id,email,amount\n1,a@example.com,10\n2,nobody,20\n3,c@example.com,-30\n4,"d,x",4,0\n5,e@example.com\n'

const start = async (of: object = flow) => {
  const text = flowText(of)
  const folder = testFolder({ 'held.flow.json': text, 'orders.csv': csv })
  const service = createService({
    engine,
    host: 'web',
    version: '1.2.3',
    open: null,
    files: await filesUnder(folder),
    recent: recentFiles(join(folder, 'recent.json')),
    journal: fileJournal(join(folder, 'journal.json')),
    samples: [],
    now: () => new Date('2024-05-01T00:00:00.000Z'),
  })
  const document = { text, path: join(folder, 'held.flow.json') }
  const run = async () => {
    for await (const _ of service.feeds.run({ document }, context));
  }
  const list = async (node: string, more: Partial<CallInput<'quarantine'>> = {}) =>
    calls.quarantine.output.parse(await service.quarantine({ document, node, offset: 0, limit: 100, ...more }, context))
  const correct = async (node: string, changes: CallInput<'quarantineCorrect'>['changes'], stamp?: string | null) => {
    const known = stamp === undefined ? (await list(node)).stamp : stamp
    return calls.quarantineCorrect.output.parse(
      await service.quarantineCorrect({ document, node, stamp: known, changes }, context),
    )
  }
  const idOf = async (node: string, cell: string) =>
    (await list(node, { states: ['open', 'corrected', 'stale', 'ignored'] })).entries.find(
      ({ cells }) => cells[0] === cell,
    )!.id
  const good = () => readFileSync(join(folder, 'out/good.csv'), 'utf8')
  return { folder, service, document, run, list, correct, idOf, good, patches: join(folder, 'held.patches.json') }
}

describe('the quarantine of a flow', () => {
  it('is empty before a run, and then tells its rows with cells, reasons, places and what can be corrected', async () => {
    const { run, list } = await start()
    expect(await list('held')).toMatchObject({
      node: 'held',
      entries: [],
      count: 0,
      stamp: null,
      problems: [],
      sinks: [{ node: 'held' }, { node: 'lines' }],
    })
    await run()
    const held = await list('held')
    expect(held).toMatchObject({
      sinks: [
        { node: 'held', origin: { node: 'check', port: 'reject', way: 'rows' }, counts: { open: 2, resolved: 0 } },
        { node: 'lines', origin: { node: 'orders', port: 'reject', way: 'lines' }, counts: { open: 2 } },
      ],
      columns: [
        { name: 'id', type: 'BIGINT', editable: true, key: true },
        { name: 'email', editable: true, key: false },
        { name: 'amount', editable: true, key: false },
      ],
      entries: [
        { state: 'open', cells: ['2', 'nobody', '20'], place: null, patch: null, why: null },
        { state: 'open', cells: ['3', 'c@example.com', '-30'], flags: [{ node: 'check', rule: 'amount' }] },
      ],
      count: 2,
      reasons: [
        { node: 'check', rule: 'amount', entries: 1 },
        { node: 'check', rule: 'mail', entries: 1 },
      ],
    })
    expect(held.entries[0]!.flags).toEqual([
      {
        node: 'check',
        rule: 'mail',
        kind: 'format',
        columns: ['email'],
        severity: 'error',
        message: 'email is not an email address: nobody',
        value: 'nobody',
        via: [],
      },
    ])
    expect(await list('lines')).toMatchObject({
      columns: [{ name: 'id' }, { name: 'email' }, { name: 'amount' }],
      entries: [
        {
          cells: ['4', 'd,x', '4', '0'],
          place: { file: 'orders.csv', line: 5, raw: '4,"d,x",4,0' },
          flags: [{ node: 'orders', rule: 'source', message: 'Expected Number of Columns: 3 Found: 4' }],
        },
        { cells: ['5', 'e@example.com'], place: { line: 6 } },
      ],
    })
  })

  it('tells some entries by name in the order asked, with what their correction was made of', async () => {
    const { run, list, correct, idOf } = await start()
    await run()
    const [two, three] = [await idOf('held', '2'), await idOf('held', '3')]
    await correct('held', [{ entry: three, set: { amount: '30' } }])
    const { entries, count } = await list('held', { entries: [three, 'gone', two], states: ['ignored'] })
    expect(count).toBe(2)
    expect(entries).toMatchObject([
      { id: three, state: 'corrected', patch: { was: { amount: '-30' }, set: { amount: '30' } } },
      { id: two, state: 'open', patch: null },
    ])
  })

  it('shows what is asked for: by reason, by text, by state, page by page', async () => {
    const { run, list, service, document, idOf } = await start()
    await run()
    const first = async (more: Partial<CallInput<'quarantine'>>) => {
      const { entries, count } = await list('held', more)
      return [count, ...entries.map(({ cells }) => cells[0])]
    }
    expect(await first({ reason: { node: 'check', rule: 'amount' } })).toEqual([1, '3'])
    expect(await first({ search: 'NOBODY' })).toEqual([1, '2'])
    expect(await first({ states: ['resolved'] })).toEqual([0])
    expect(await first({ offset: 1, limit: 1 })).toEqual([2, '3'])
    const entries = [await idOf('held', '2')]
    await service.quarantineIgnore({ document, node: 'held', entries, ignored: true }, context)
    expect(await first({ states: ['open'] })).toEqual([1, '3'])
    await run()
    expect(await first({ states: ['ignored'] })).toEqual([1, '2'])
    await service.quarantineIgnore({ document, node: 'held', entries, ignored: false }, context)
    expect(await first({ states: ['open'] })).toEqual([2, '2', '3'])
  })

  it('keeps corrections beside the flow, and the next run brings the corrected rows to the sink', async () => {
    const { run, list, correct, idOf, good, patches } = await start()
    await run()
    expect(good()).toBe('id,email,amount\n1,a@example.com,10\n')
    const changes = [
      { entry: await idOf('held', '2'), set: { email: 'b@example.com' }, note: 'asked' },
      { entry: await idOf('held', '3'), set: { amount: '30', email: 'c@example.com' } },
    ]
    expect((await correct('held', changes)).problems).toEqual([])
    expect(
      (await correct('lines', [{ entry: await idOf('lines', '4'), cells: ['4', 'd@example.com', '40'] }])).problems,
    ).toEqual([])
    await correct('lines', [{ entry: await idOf('lines', '5'), line: '5,e@example.com,"50"' }])
    const before = readFileSync(patches, 'utf8')
    expect(JSON.parse(before)).toMatchObject({
      weir: 1,
      patches: [
        {
          node: 'check',
          port: 'in',
          key: { id: '2' },
          was: { email: 'nobody' },
          set: { email: 'b@example.com' },
          note: 'asked',
          at: '2024-05-01T00:00:00.000Z',
        },
        { key: { id: '3' }, was: { amount: '-30' }, set: { amount: '30' } },
        { node: 'orders', place: { file: 'orders.csv', line: 5 }, raw: { to: '4,d@example.com,40' } },
        { place: { line: 6 }, raw: { to: '5,e@example.com,"50"' } },
      ],
    })
    expect((await list('held')).entries.map(({ state, patch }) => [state, patch?.set])).toEqual([
      ['corrected', { email: 'b@example.com' }],
      ['corrected', { amount: '30' }],
    ])
    expect((await list('lines')).entries[0]).toMatchObject({
      state: 'corrected',
      patch: { line: '4,d@example.com,40', cells: ['4', 'd@example.com', '40'] },
    })
    await run()
    expect(good()).toBe(
      'id,email,amount\n1,a@example.com,10\n2,b@example.com,20\n3,c@example.com,30\n4,d@example.com,40\n5,e@example.com,50\n',
    )
    expect(await list('held')).toMatchObject({ entries: [], sinks: [{ counts: { open: 0, resolved: 2 } }, {}] })
    expect(readFileSync(patches, 'utf8')).toBe(before)
  })

  it('corrects again what was corrected and rejected again, and takes a correction back', async () => {
    const { run, list, correct, idOf, good, patches } = await start()
    await run()
    const entry = await idOf('held', '2')
    await correct('held', [{ entry, set: { email: 'somebody' } }])
    await correct('lines', [{ entry: await idOf('lines', '5'), line: '5,e,1,2' }])
    await run()
    expect((await list('held')).entries[0]).toMatchObject({
      state: 'open',
      cells: ['2', 'somebody', '20'],
      patch: { set: { email: 'somebody' } },
      why: 'Its correction was replayed, and it was rejected again.',
    })
    expect((await list('lines')).entries).toMatchObject([
      { cells: ['4', 'd,x', '4', '0'] },
      { cells: ['5', 'e', '1', '2'] },
    ])
    await correct('held', [{ entry, set: { email: 'b@example.com' } }])
    await correct('lines', [{ entry: await idOf('lines', '5'), line: '5,e@example.com,5' }])
    expect(JSON.parse(readFileSync(patches, 'utf8')).patches).toMatchObject([
      { was: { email: 'nobody' }, set: { email: 'b@example.com' } },
      { place: { line: 6 }, raw: { to: '5,e@example.com,5' } },
    ])
    await run()
    expect(good()).toContain('2,b@example.com,20\n5,e@example.com,5\n')
    const resolved = await list('held', { states: ['resolved'] })
    await correct('held', [{ entry: resolved.entries[0]!.id, remove: true }])
    expect(JSON.parse(readFileSync(patches, 'utf8')).patches).toHaveLength(1)
    const line = (await list('lines', { states: ['resolved'] })).entries.find(({ patch }) => patch)!
    await correct('lines', [{ entry: line.id, remove: true }])
    expect(existsSync(patches)).toBe(false)
  })

  it('refuses all changes where one is wrong, and says why of each', async () => {
    const { run, correct, idOf, patches, list } = await start()
    await run()
    const [two, three] = [await idOf('held', '2'), await idOf('held', '3')]
    const { problems } = await correct('held', [
      { entry: two, set: { email: 'b@example.com' } },
      { entry: three, set: { amount: 'many' } },
      { entry: three, set: { emial: 'x' } },
      { entry: three, line: '3' },
      { entry: 'nothing', set: { email: 'x' } },
    ])
    expect(problems.map(({ code, entry, hint }) => [code, entry, hint])).toEqual([
      ['E-PATCH-VALUE', three, undefined],
      ['E-PATCH-PLACE', three, 'did you mean `email`?'],
      ['E-PATCH-PLACE', three, undefined],
      ['E-PATCH-ENTRY', 'nothing', 'look at it again'],
    ])
    expect(existsSync(patches)).toBe(false)
    const breaks = await correct('lines', [{ entry: await idOf('lines', '5'), line: '5,e\n6,f' }])
    expect(breaks.problems).toMatchObject([{ code: 'E-PATCH-VALUE' }])
    const { stamp } = await list('held')
    await correct('held', [{ entry: two, set: { email: null } }])
    expect(await codeOf(correct('held', [{ entry: two, set: { email: 'x' } }], stamp))).toBe('E-FILE-CHANGED')
    writeFileSync(patches, '{')
    expect(await list('held')).toMatchObject({ problems: [{ code: 'E-PATCH-FILE' }], entries: [{}, {}] })
    expect((await correct('held', [{ entry: two, set: { email: 'x' } }])).problems).toMatchObject([
      { code: 'E-PATCH-FILE' },
    ])
  })

  it('refuses to correct a row that could not be found where it would enter', async () => {
    const narrow = {
      ...flow,
      nodes: {
        ...flow.nodes,
        few: { kind: 'transform.select', version: 1, settings: { columns: [{ column: 'email' }], others: 'drop' } },
        held: { kind: 'sink.quarantine', version: 1, settings: {} },
      },
      edges: [
        ...flow.edges.filter(({ to }) => to !== 'held.in'),
        { from: 'check.reject', to: 'few.in' },
        { from: 'few.out', to: 'held.in' },
      ],
    }
    const { run, correct, list } = await start(narrow)
    await run()
    const { entries, columns } = await list('held')
    expect(columns).toMatchObject([{ name: 'email', editable: true }])
    const { problems } = await correct('held', [{ entry: entries[0]!.id, set: { email: 'b@example.com' } }])
    expect(problems).toMatchObject([{ code: 'E-PATCH-PLACE', message: expect.stringContaining('`id`') }])
  })

  it('says of a correction whose row has changed since that it no longer fits', async () => {
    const { folder, run, list, correct, idOf } = await start()
    await run()
    await correct('held', [{ entry: await idOf('held', '2'), set: { email: 'b@example.com' } }])
    writeFileSync(join(folder, 'orders.csv'), csv.replace('nobody', 'no one'))
    await run()
    const { entries, sinks } = await list('held')
    expect(entries[0]).toMatchObject({
      state: 'stale',
      cells: ['2', 'no one', '20'],
      why: expect.stringMatching(/no longer fits/),
    })
    expect(sinks[0]!.counts).toMatchObject({ open: 1, stale: 1 })
    await correct('held', [{ entry: entries[0]!.id, set: { email: 'b@example.com' } }])
    expect((await list('held')).entries[0]).toMatchObject({ state: 'corrected' })
  })

  it('corrects records of JSON by their cells, with all else as it stands in their text, or as text', async () => {
    const records = {
      ...flow,
      nodes: {
        rows: {
          kind: 'source.json',
          version: 1,
          settings: { path: 'rows.ndjson', types: { id: 'BIGINT', n: 'INTEGER' }, badCells: 'reject' },
        },
        good: flow.nodes.good,
        lines: flow.nodes.lines,
      },
      edges: [
        { from: 'rows.out', to: 'good.in' },
        { from: 'rows.reject', to: 'lines.in' },
      ],
    }
    const { folder, run, list, correct, patches } = await start(records)
    const odd = '{ "id": 12345678901234567, "n": "many",\t"name": "a\\"b" , "more": {"x": [1.50]} }'
    writeFileSync(join(folder, 'rows.ndjson'), `{"id":1,"n":1,"name":"a"}\n${odd}\n{"id":3,\n{"id":4,"id":5}\n`)
    await run()
    const { columns, entries } = await list('lines')
    expect(columns.map(({ name }) => name)).toEqual(['id', 'n', 'name', 'more'])
    expect(entries.map(({ cells, place }) => [cells, place?.line])).toEqual([
      [['12345678901234567', 'many', 'a"b', '{"x": [1.50]}'], 2],
      [[], 3],
      [[], 4],
    ])
    const [many, broken, twice] = entries.map(({ id }) => id)
    const cells = ['12345678901234567', '7', '"c"', '{"x": [1.50]}']
    const refused = await correct('lines', [{ entry: broken!, cells: ['3', '3', '', ''] }])
    expect(refused.problems).toMatchObject([{ code: 'E-PATCH-PLACE', entry: broken }])
    const kept = await correct('lines', [
      { entry: many!, cells },
      { entry: broken!, line: '{"id":3,\n"n":3}' },
      { entry: twice!, line: '{"id":4}' },
    ])
    expect(kept.problems).toEqual([])
    const after = await list('lines')
    expect(after.entries[0]).toMatchObject({ state: 'corrected', patch: { cells } })
    const again = await correct('lines', [{ entry: twice!, cells: ['4', '44', '', ''] }], after.stamp)
    expect(again.problems).toEqual([])
    const saved = JSON.parse(readFileSync(patches, 'utf8')) as { patches: { raw: { to: string } }[] }
    expect(saved.patches.map(({ raw }) => raw.to)).toEqual([
      '{ "id": 12345678901234567, "n": 7,\t"name": "\\"c\\"" , "more": {"x": [1.50]} }',
      '{"id":3,\n"n":3}',
      '{"id":4,"n":44}',
    ])
    await run()
    expect((await list('lines')).count).toBe(0)
    expect(readFileSync(join(folder, 'out/good.csv'), 'utf8').split('\n')).toMatchObject({ length: 6, 4: '4,44,,' })
  })

  it('keeps rows of several nodes that come together, and says why they cannot be corrected', async () => {
    const union = {
      ...flow,
      nodes: {
        ...flow.nodes,
        other: flow.nodes.check,
        both: { kind: 'transform.union', version: 1, settings: {} },
      },
      edges: [
        ...flow.edges.filter(({ to }) => to !== 'held.in'),
        { from: 'orders.out', to: 'other.in' },
        { from: 'check.reject', to: 'both.in' },
        { from: 'other.reject', to: 'both.in' },
        { from: 'both.out', to: 'held.in' },
      ],
    }
    const { run, correct, list } = await start(union)
    await run()
    const { entries, sinks } = await list('held')
    expect(sinks[0]).toMatchObject({
      origin: null,
      whyNot:
        '`check.reject` and `other.reject` come together in `both`, and a row does not tell which of them it came from',
    })
    expect(entries).toHaveLength(4)
    const { problems } = await correct('held', [{ entry: entries[0]!.id, set: { email: 'b@example.com' } }])
    expect(problems).toMatchObject([{ code: 'E-PATCH-PLACE', message: expect.stringContaining('come together') }])
  })

  it.each(['saved.flow.json', 'deep/saved.flow.json'])(
    'goes over to the file that a flow without one is saved in: %s',
    async name => {
      const { folder, service, document } = await start()
      const unsaved = { ...document, path: null }
      for await (const _ of service.feeds.run({ document: unsaved }, context));
      const of = (path: string | null) => ({ document: { ...document, path }, node: 'held', offset: 0, limit: 100 })
      const [first] = (await service.quarantine(of(null), context)).entries
      await service.quarantineIgnore({ document: unsaved, node: 'held', entries: [first!.id], ignored: true }, context)
      const path = join(folder, name)
      mkdirSync(dirname(path), { recursive: true })
      for (const _ of [1, 2]) await service.quarantineCarry({ document: unsaved, path }, context)
      const { entries, sinks } = await service.quarantine(of(path), context)
      expect(entries.map(({ cells, state }) => [cells[0], state])).toEqual([
        ['2', 'ignored'],
        ['3', 'open'],
      ])
      expect(sinks.map(({ counts }) => counts!.open + counts!.ignored)).toEqual([2, 2])
      expect((await service.quarantine(of(null), context)).count).toBe(0)
    },
  )
})
