import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { savePatches } from '#core/quarantine/document.ts'
import type { Patch } from '#core/quarantine/patch.ts'
import type { Engine, FlowRequest } from '#engine/api.ts'
import { createEngine } from '#engine/engine.ts'
import type { QuarantineState } from '#engine/quarantine/types.ts'
import { catalogue } from '#nodes/index.ts'
import { flowOf } from '#test/engine/run/flow-world.ts'
import { testFolder } from '#test/hosts/folder.ts'

let engine: Engine
beforeAll(async () => {
  engine = await createEngine({ catalogue, memory: '1GB', threads: 2 })
})
afterAll(() => engine.close())

const positive = { rules: [{ id: 'positive', kind: 'range', columns: ['n'], min: 0 }] }

const held = (settings: Record<string, unknown> = { keys: ['id'] }, check: Record<string, unknown> = positive): Flow =>
  flowOf(
    {
      rows: ['source.csv', { path: 'rows.csv' }],
      check: ['validate.rules', check],
      held: ['sink.quarantine', settings],
      good: ['sink.csv', { path: 'good.csv' }],
    },
    ['rows.out check.in', 'check.reject held.in', 'check.pass good.in'],
  )

const all: readonly QuarantineState[] = ['open', 'corrected', 'stale', 'resolved', 'ignored']

const start = (csv: string, flow = held()) => {
  const folder = testFolder({ 'rows.csv': csv })
  const state = join(folder, '.weir')
  const put = (text: string) => writeFileSync(join(folder, 'rows.csv'), text)
  const correct = (...patches: Patch[]) => writeFileSync(join(folder, 'test.patches.json'), savePatches(patches))
  const request = (other: Flow): FlowRequest => ({
    flow: other,
    path: join(folder, 'test.flow.json'),
    folder,
    params: {},
    asOf: '2024-05-01T00:00:00.000Z',
  })
  const run = (other = flow) => engine.run(request(other), { to: [], state, sha256: 'abc' })
  const page = (states = all, node = 'held') =>
    engine.quarantine(state).page({ flow: 'test.flow.json', node, states, patches: [], offset: 0, limit: 100 })
  const entries = async (states = all) =>
    (await page(states)).entries.map(entry => `${entry.state} ${entry.cells.join(' ')}`).toSorted()
  return { folder, state, put, correct, request, run, page, entries }
}

const codes = ({ problems }: { readonly problems: readonly { readonly code: string }[] }) =>
  problems.map(({ code }) => code)

describe('a quarantine', () => {
  it('is the same after a second run, but for when its rows were seen last', async () => {
    const { run, page } = start('id,n\n1,-1\n2,-2\n2,-2\n3,3\n')
    const first = await run()
    expect(first.report.sinks.held).toMatchObject({ target: '.weir/quarantine.duckdb', rows: 3, published: true })
    expect(first.report.nodes.held?.ports.in).toEqual({ rows: 3, flagged: 3 })
    const before = await page()
    const second = await run()
    const after = await page()
    const known = ({ entries }: typeof before) =>
      entries.map(({ lastSeen, run: by, ...entry }) => ({ ...entry, by: by === second.report.run.id }))
    expect(known(after)).toEqual(known(before).map(entry => ({ ...entry, by: true })))
    expect(after.entries.map(({ lastSeen, firstSeen }) => lastSeen > firstSeen)).toEqual([true, true, true])
    expect(after.entries.map(({ alike }) => alike)).toEqual([1, 2, 2])
  })

  it('knows a row by its keys, or else by what it holds, and resolves what a run no longer brings', async () => {
    const keyed = start('id,n\n1,-1\n2,-2\n')
    await keyed.run()
    keyed.put('id,n\n1,-7\n2,2\n')
    await keyed.run()
    expect(await keyed.entries()).toEqual(['open 1 -7', 'resolved 2 -2'])
    const whole = start('id,n\n1,-1\n2,-2\n', held({}))
    await whole.run()
    whole.put('id,n\n1,-7\n2,-2\n')
    await whole.run()
    expect(await whole.entries()).toEqual(['open 1 -7', 'open 2 -2', 'resolved 1 -1'])
  })

  it('is written when a gate stops the run, and left alone by one that fails', async () => {
    const gated = { ...positive, gate: { error: { stop: { count: 1 } } } }
    const { run, entries, put } = start('id,n\n1,-1\n2,-2\n', held({ keys: ['id'] }, gated))
    const stopped = await run()
    expect([stopped.exitCode, stopped.report.sinks.held]).toMatchObject([3, { rows: 2, published: false }])
    expect(stopped.problems).toMatchObject([{ code: 'E-GATE' }, { code: 'I-QUARANTINE-KEPT', node: 'held' }])
    expect(stopped.report.sinks.good?.published).toBe(false)
    expect(await entries()).toEqual(['open 1 -1', 'open 2 -2'])
    put('id,n\n1,-1\n')
    const { nodes } = flowOf(
      {
        broken: ['transform.formula', { columns: [{ name: 'x', expression: "error('no')" }], onError: 'fail' }],
        last: ['sink.csv', { path: 'last.csv' }],
      },
      [],
    )
    const further = [
      { from: 'check.pass', to: 'broken.in' },
      { from: 'broken.out', to: 'last.in' },
    ]
    const failing = { ...held(), nodes: { ...held().nodes, ...nodes }, edges: [...held().edges, ...further] }
    put('id,n\n1,-1\n5,5\n')
    expect((await run(failing)).exitCode).toBe(1)
    expect(await entries()).toEqual(['open 1 -1', 'open 2 -2'])
  })

  it('lets go of what is old or too much, the settled first, and says so', async () => {
    const rows = (from: number) =>
      Array.from({ length: 3000 }, (_, i) => `${from + i},-1,${'x'.repeat(400)}`).join('\n')
    const { run, page, put, state } = start(`id,n,text\n${rows(1000)}\n`, held({ keys: ['id'], keepMegabytes: 1 }))
    const first = await run()
    expect(first.problems).toMatchObject([{ code: 'I-QUARANTINE-LET-GO', severity: 'info', node: 'held' }])
    const kept = (await page()).count
    expect(kept).toBeGreaterThan(1500)
    expect(kept).toBeLessThan(2600)
    expect(first.problems[0]!.message).toBe(`\`held\` let go of ${3000 - kept} rows past its 1 MB.`)
    put(`id,n,text\n${rows(5000)}\n`)
    await run()
    expect((await page()).counts).toMatchObject({ open: kept, resolved: 0 })
    const instance = await DuckDBInstance.create(join(state, 'quarantine.duckdb'))
    const connection = await instance.connect()
    await connection.run(
      'UPDATE entries SET last_seen = now() - INTERVAL 91 DAY WHERE CAST(cells[1] AS INTEGER) < 5010',
    )
    connection.closeSync()
    instance.closeSync()
    put('id,n,text\n9999,-1,y\n')
    const old = await run()
    expect(old.problems).toMatchObject([{ message: '`held` let go of 10 rows that no run has brought for 90 days.' }])
    expect((await page()).counts).toMatchObject({ open: 1, resolved: kept - 10 })
  })

  it('that another program damaged is left as it is, and the run says so and goes on', async () => {
    const { run, state, page } = start('id,n\n1,-1\n')
    await run()
    writeFileSync(join(state, 'quarantine.duckdb'), 'not a database')
    const result = await run()
    expect([result.exitCode, codes(result), result.report.sinks.held?.published]).toEqual([0, ['W-QUARANTINE'], false])
    await expect(page()).rejects.toMatchObject({ problem: { code: 'W-QUARANTINE' } })
  })

  it('behind nothing that lets rows aside says that they cannot be corrected', async () => {
    const flow = flowOf({ rows: ['source.csv', { path: 'rows.csv' }], held: ['sink.quarantine', {}] }, [
      'rows.out held.in',
    ])
    const { run, entries } = start('id,n\n1,-1\n', flow)
    expect((await run(flow)).problems).toMatchObject([
      {
        code: 'W-QUARANTINE-REPLAY',
        message: expect.stringContaining('they come from `rows` by no port that lets rows aside'),
      },
    ])
    expect(await entries()).toEqual(['open 1 -1'])
  })
})

describe('corrections beside a flow', () => {
  it('are replayed where rows enter a join, a filter and a deduplication, in runs and previews, and every row is accounted for', async () => {
    const flow = flowOf(
      {
        rows: ['source.csv', { path: 'rows.csv' }],
        codes: ['source.inline', { columns: [{ name: 'code', type: 'BIGINT' }], rows: [['1'], ['2']] }],
        some: ['transform.filter', { where: 'n > 0' }],
        join: ['transform.join', { type: 'inner', keys: [{ left: 'id', right: 'code' }] }],
        one: ['transform.dedupe', { keys: ['id'], order: [{ column: 'n' }] }],
        low: ['sink.quarantine', { keys: ['id'] }],
        lost: ['sink.quarantine', { keys: ['n'] }],
        twice: ['sink.quarantine', {}],
        good: ['sink.csv', { path: 'good.csv' }],
      },
      [
        'rows.out some.in',
        'some.rest low.in',
        'some.match join.left',
        'codes.out join.right',
        'join.left_only lost.in',
        'join.out one.in',
        'one.duplicates twice.in',
        'one.unique good.in',
      ],
    )
    const { run, correct, request, page } = start('id,n\n1,5\n1,6\n2,-3\n9,7\n', flow)
    const first = await run()
    expect(first.problems).toEqual([])
    expect(first.report.sinks).toMatchObject({
      low: { rows: 1 },
      lost: { rows: 1 },
      twice: { rows: 1 },
      good: { rows: 1 },
    })
    const [duplicate] = (await page(all, 'twice')).entries
    correct(
      { node: 'some', port: 'in', key: { id: 2 }, was: { n: -3 }, set: { n: 3 } },
      { node: 'join', port: 'left', key: { n: 7 }, was: { id: 9 }, set: { id: 2 } },
      { node: 'one', port: 'in', hash: duplicate!.hash!, was: { id: '1' }, set: { id: '4' } },
    )
    const shown = await engine.page(request(flow), { node: 'one', port: 'unique', offset: 0, limit: 10, cutAt: null })
    expect(shown.rows.toSorted()).toEqual([
      [1, 5],
      [2, 3],
      [4, 6],
    ])
    const second = await run()
    expect(second.problems).toEqual([])
    expect(second.report.sinks).toMatchObject({
      low: { rows: 0 },
      lost: { rows: 0 },
      twice: { rows: 1 },
      good: { rows: 3 },
    })
    expect(second.report.nodes.some?.ports).toMatchObject({ in: { rows: 4 }, match: { rows: 4 }, rest: { rows: 0 } })
  })

  it('follow each other where a row without keys is rejected again', async () => {
    const { run, correct, page, entries } = start('id,n\n1,-1\n2,5\n', held({}))
    const patch = async (was: string, n: string): Promise<Patch> => {
      const { entries: open } = await page(['open'])
      return { node: 'check', port: 'in', hash: open[0]!.hash!, was: { n: was }, set: { n } }
    }
    await run()
    const first = await patch('-1', '-2')
    correct(first)
    await run()
    expect(await entries()).toEqual(['open 1 -2', 'resolved 1 -1'])
    correct(first, await patch('-2', '2'))
    const { problems, report } = await run()
    expect([problems, report.sinks]).toMatchObject([[], { held: { rows: 0 }, good: { rows: 2 } }])
  })

  it('that do not fit are said, each with its node, key and values, and a broken file keeps the flow from running', async () => {
    const { run, correct, folder } = start('id,n\n1,-1\n2,-2\n2,-3\n4,4\n')
    const of = (id: number, was: number, n: string): Patch => ({
      node: 'check',
      port: 'in',
      key: { id },
      was: { n: was },
      set: { n },
    })
    correct(
      of(1, -5, '5'),
      of(2, -2, '2'),
      of(3, 3, '4'),
      of(4, 5, '4'),
      { ...of(4, 4, '5'), node: 'chek' },
      { ...of(5, 1, '2'), was: { m: 1 }, set: { m: 2 } },
    )
    const told = await run()
    expect(told.exitCode).toBe(0)
    expect(told.problems.map(({ code, node, message }) => [code, node, message])).toEqual([
      [
        'W-PATCH-COLUMN',
        'check',
        'The correction of the row with `id` `5` is not replayed: there is no column `m` in its input.',
      ],
      [
        'W-PATCH-NODE',
        undefined,
        'The correction of the row with `id` `4` is not replayed: the flow has no node `chek`.',
      ],
      [
        'W-PATCH-CHANGED',
        'check',
        'The correction of the row with `id` `1` is not replayed: it was made of `n` `-5`, and the row has `n` `-1`.',
      ],
      [
        'W-PATCH-SEVERAL',
        'check',
        'The correction of the row with `id` `2` is not replayed: 2 such rows enter `check`.',
      ],
      [
        'W-PATCH-MISSING',
        'check',
        'The correction of the row with `id` `3` is not replayed: no such row enters `check`.',
      ],
      [
        'I-PATCH-DONE',
        'check',
        'The correction of the row with `id` `4` is no longer needed: the row has `n` `4` already.',
      ],
    ])
    writeFileSync(join(folder, 'test.patches.json'), '{ "weir": 1, "patches": [{ "node": "check" }] }')
    const broken = await run()
    expect([broken.exitCode, codes(broken)]).toEqual([2, ['E-PATCH-FILE']])
  })

  it.each([
    ['source.csv', 'rows.csv', 'id,n,m\n1,1,1\n2,many,2\n3,many,few\n4,,4\n'],
    [
      'source.json',
      'rows.ndjson',
      '{"id":1,"n":1,"m":1}\n{"id":2,"n":"many","m":2}\n{"id":3,"n":"many","m":"few"}\n{"id":4,"m":4}\n',
    ],
  ])(
    'take from a row of %s what its source said of the cells that they set, and nothing else',
    async (kind, file, text) => {
      const there = { rules: [{ id: 'there', kind: 'not_null', columns: ['n'] }] }
      const flow = flowOf(
        {
          rows: [kind, { path: file, types: { id: 'BIGINT', n: 'BIGINT', m: 'BIGINT' } }],
          named: ['transform.select', { columns: [{ column: 'id' }, { column: 'n', as: 'number' }] }],
          check: ['validate.rules', { rules: [{ ...there.rules[0]!, columns: ['number'] }] }],
          held: ['sink.quarantine', { keys: ['id'] }],
          good: ['sink.csv', { path: 'good.csv', flagged: 'leave_out' }],
          all: ['sink.csv', { path: 'all.csv', flagged: 'columns' }],
        },
        ['rows.out named.in', 'named.out check.in', 'check.reject held.in', 'check.pass good.in', 'check.pass all.in'],
      )
      const { run, correct, folder } = start('', flow)
      writeFileSync(join(folder, file), text)
      await run()
      const patch = (id: string, was: string | null): Patch => ({
        node: 'check',
        port: 'in',
        key: { id },
        was: { number: was },
        set: { number: '5' },
      })
      correct(patch('2', null), patch('3', null), patch('4', null))
      const { problems, report } = await run()
      expect(problems).toEqual([])
      expect(report.sinks).toMatchObject({ held: { rows: 0 }, good: { rows: 3 }, all: { rows: 4 } })
      const lines = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n')
      expect(lines('good.csv')).toEqual(['id,number,m', '1,1,1', '2,5,2', '4,5,4'])
      expect(lines('all.csv').filter(line => line.includes('is not'))).toEqual([expect.stringMatching(/^3,5,,.*few/)])
    },
  )

  it('of lines are found where they stood or wherever they are, and keep the numbers of other lines', async () => {
    const flow = flowOf(
      {
        rows: ['source.csv', { path: 'rows.csv', badCells: 'reject' }],
        lines: ['sink.quarantine', {}],
        good: ['sink.csv', { path: 'good.csv' }],
      },
      ['rows.out good.in', 'rows.reject lines.in'],
    )
    const { run, put, correct, page } = start('id,n\n1,1\n2,2,2\n3,"x\ny",3\n4,4\n5\n', flow)
    await run()
    const found = (await page(all, 'lines')).entries
    expect(found.map(({ place }) => [place?.line, place?.raw])).toEqual([
      [3, '2,2,2'],
      [4, '3,"x\ny",3'],
      [7, '5'],
    ])
    const [two, three, five] = found.map(({ place, hash }) => ({
      node: 'rows',
      place: { file: place!.file, line: place!.line! },
      was: hash!,
    }))
    const patchOf = ({ was, ...of }: NonNullable<typeof two>, to: string): Patch => ({ ...of, raw: { was, to } })
    correct(patchOf(two!, '2,22'), patchOf(three!, '3,3'))
    const replayed = await run()
    expect([replayed.problems, replayed.report.sinks]).toMatchObject([[], { good: { rows: 4 }, lines: { rows: 1 } }])
    expect((await page(['open'], 'lines')).entries).toMatchObject([{ place: { line: 7, raw: '5' } }])
    put('id,n\n3,"x\ny",3\n2,2\n1,1\n5\n6,6\n5\n')
    correct(patchOf(two!, '2,22'), patchOf(three!, '3,3'), patchOf(five!, '5,5'))
    const moved = await run()
    expect(moved.problems.map(({ code, node }) => [code, node])).toEqual([
      ['W-PATCH-MISSING', 'rows'],
      ['W-PATCH-SEVERAL', 'rows'],
    ])
    expect(moved.report.sinks).toMatchObject({ good: { rows: 4 }, lines: { rows: 2 } })
  })
})
