import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { QualityDocument } from '#core/quality-report/types.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

const rowsOf = (rows: readonly (readonly (string | null)[])[]) =>
  [
    'source.inline',
    {
      columns: [
        { name: 'id', type: 'INTEGER' },
        { name: 'name', type: 'VARCHAR' },
      ],
      rows,
    },
  ] as const

/** Ten rows: the names of every third are missing. */
const ten = rowsOf(Array.from({ length: 10 }, (_, i) => [String(i), i % 3 === 0 ? null : `name ${i}`]))
const named = { id: 'named', kind: 'not_null', columns: ['name'] }
const small = { id: 'small', kind: 'range', columns: ['id'], max: 7, severity: 'warning' }
const always = { id: 'always', kind: 'not_null', columns: ['id'] }

const checked = (rules: readonly object[], more: Parameters<typeof flowOf>[0] = {}, edges: readonly string[] = []) =>
  flowOf({ rows: [...ten], check: ['validate.rules', { rules }], ...more }, ['rows.out check.in', ...edges])

const wanted = { quality: { samples: 2 } }
const rulesOf = (document: QualityDocument | undefined, index = 0) => document?.validators[index]?.rules ?? []
const read = async (folder: string, name: string) =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as QualityDocument

describe('the quality report of a run', () => {
  it('has each rule in words with its counts, and the first rows that break it', async () => {
    const folder = await temporaryFolder()
    const { quality, report } = await runner.run(folder, checked([named, small, always]), wanted)
    expect(quality?.rows).toEqual({ checked: 10, clean: 5, flagged: 5, rejected: 4 })
    expect(quality?.quality).toEqual(report.quality)
    expect(rulesOf(quality)).toMatchObject([
      { id: 'named', says: 'name not null', evaluated: 10, failed: 4, holds: false },
      { id: 'small', says: 'id at most 7', evaluated: 10, failed: 2, holds: false },
      { id: 'always', failed: 0, holds: true, samples: [] },
    ])
    expect(rulesOf(quality)[0]?.samples).toEqual(
      [0, 3].map(id => ({
        reason: 'name is missing',
        cells: [
          { column: 'id', value: id, bad: false },
          { column: 'name', value: null, bad: true },
        ],
      })),
    )
    expect(rulesOf(quality)[1]?.samples.map(({ cells }) => cells[0]?.value)).toEqual([8, 9])
  })

  it('has of a rule on the whole what was observed, and no rows', async () => {
    const folder = await temporaryFolder()
    const { quality } = await runner.run(
      folder,
      checked([{ id: 'full', kind: 'completeness', columns: ['name'], min: 0.9 }]),
      wanted,
    )
    expect(rulesOf(quality)).toMatchObject([{ evaluated: 1, failed: 1, holds: false, observed: 0.6, samples: [] }])
    expect(quality?.rows).toEqual({ checked: 10, clean: 10, flagged: 0, rejected: 0 })
  })

  it('keeps rows out of the run report, and is not made unless it is wanted', async () => {
    const folder = await temporaryFolder()
    const flow = checked([{ id: 'short', kind: 'length', columns: ['name'], max: 2 }])
    const { quality, report, problems } = await runner.run(folder, flow, wanted)
    expect(JSON.stringify(quality)).toContain('name 1')
    expect(JSON.stringify([report, problems])).not.toContain('name 1')
    expect((await runner.run(folder, flow)).quality).toBeUndefined()
  })

  it('finds the rows of rules past the sixty-fourth, by the bits of the validator itself', async () => {
    const folder = await temporaryFolder()
    const rules = Array.from({ length: 70 }, (_, i) => ({
      id: `r${i}`,
      kind: 'range',
      columns: ['id'],
      max: 9 - (i % 10),
    }))
    const flow = flowOf(
      {
        rows: [...ten],
        first: ['validate.rules', { rules: [named] }],
        check: ['validate.rules', { rules }],
      },
      ['rows.out first.in', 'first.out check.in'],
    )
    const { quality } = await runner.run(folder, flow, { quality: { samples: 10 } })
    expect(rulesOf(quality, 1).map(rule => rule.samples.map(({ cells }) => cells[0]?.value))).toEqual(
      rules.map(({ max }) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter(id => id > max)),
    )
    expect(rulesOf(quality, 1)[69]?.samples[0]?.reason).toBe('id should be at most 0: 1')
  })

  it('shows the first rows that a plain loop finds to break each rule, and as many as asked for', async () => {
    const cell = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null })
    const columns = ['a', 'b'].map(name => ({ name, type: 'INTEGER' }))
    const rules = [
      { id: 'low', kind: 'range', columns: ['a'], max: 4 },
      { id: 'there', kind: 'not_null', columns: ['b'], when: 'a > 2' },
      { id: 'order', kind: 'expression', columns: ['a', 'b'], expression: 'a <= b' },
    ]
    type Row = readonly [number | null, number | null]
    const breaks: Readonly<Record<string, (row: Row) => boolean>> = {
      low: ([a]) => a !== null && a > 4,
      there: ([a, b]) => a !== null && a > 2 && b === null,
      order: ([a, b]) => a !== null && b !== null && a > b,
    }
    const folder = await temporaryFolder()
    const property = fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 30 }),
      fc.nat(4),
      async (rows, most) => {
        const texts = rows.map(row => row.map(value => (value === null ? null : String(value))))
        const flow = flowOf(
          { rows: ['source.inline', { columns, rows: texts }], check: ['validate.rules', { rules }] },
          ['rows.out check.in'],
        )
        const { quality } = await runner.run(folder, flow, { quality: { samples: most } })
        const shown = rulesOf(quality).map(({ samples }) => samples.map(({ cells }) => cells.map(({ value }) => value)))
        expect(shown).toEqual(rules.map(({ id }) => rows.filter(breaks[id]!).slice(0, most)))
      },
    )
    await fc.assert(property, { numRuns: 12 })
  })

  it('leaves out what a run to one node does not reach', async () => {
    const folder = await temporaryFolder()
    const flow = checked([named], { other: ['validate.rules', { rules: [small] }] }, ['rows.out other.in'])
    const { quality } = await runner.run(folder, flow, { ...wanted, to: ['other'] })
    expect(quality?.validators.map(({ node }) => node)).toEqual(['other'])
  })

  it('cuts long texts, and keeps of a wide row the columns of the rule', async () => {
    const folder = await temporaryFolder()
    const columns = Array.from({ length: 100 }, (_, i) => ({ name: `c${i}`, type: 'VARCHAR' }))
    const flow = flowOf(
      {
        rows: ['source.inline', { columns, rows: [columns.map((_, i) => (i === 0 ? 'x'.repeat(300) : null))] }],
        check: ['validate.rules', { rules: [{ id: 'last', kind: 'not_null', columns: ['C99'] }] }],
      },
      ['rows.out check.in'],
    )
    const { quality } = await runner.run(folder, flow, wanted)
    const cells = rulesOf(quality)[0]?.samples[0]?.cells ?? []
    expect(cells[0]).toEqual({ column: 'c0', value: `${'x'.repeat(200)}…`, bad: false })
    expect(cells).toHaveLength(60)
    expect(cells.at(-1)).toEqual({ column: 'c99', value: null, bad: true })
    expect(quality?.validators[0]?.columns).toBe(100)
  })

  it('says of a run that a gate stopped which rules were judged, and which were not reached', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...ten],
        check: ['validate.rules', { rules: [{ ...named, gate: { stop: { count: 1 } } }] }],
        later: ['validate.rules', { rules: [small] }],
        out: ['sink.csv', { path: 'out.csv' }],
      },
      ['rows.out check.in', 'check.out later.in', 'later.out out.in'],
    )
    const { quality, exitCode } = await runner.run(folder, flow, wanted)
    expect(exitCode).toBe(3)
    expect(quality).toMatchObject({ run: { status: 'gated' }, sinks: { out: { published: false } } })
    expect(rulesOf(quality)[0]).toMatchObject({ gate: 'stopped', limits: { stop: { count: 1 } }, failed: 4 })
    expect(rulesOf(quality)[0]?.samples).toHaveLength(2)
    expect(quality?.validators[1]).toMatchObject({ status: 'skipped', quality: null })
    expect(rulesOf(quality, 1)[0]).toMatchObject({ evaluated: null, failed: null, holds: null })
  })

  it('tells of a run that failed before any validator, and of none that never began', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'out.csv'), '')
    const flow = checked([named], { out: ['sink.csv', { path: 'out.csv', ifExists: 'fail' }] }, ['check.out out.in'])
    const failed = await runner.run(folder, flow, wanted)
    expect(failed).toMatchObject({ exitCode: 1, quality: { run: { status: 'failed' } } })
    expect(failed.quality?.validators).toMatchObject([{ status: 'skipped' }])
    const wrong = await runner.run(folder, checked([{ ...named, columns: ['nobody'] }]), wanted)
    expect(wrong.exitCode).toBe(2)
    expect(wrong.quality).toBeUndefined()
  })

  it('has the runs before it, oldest first, and itself at the end', async () => {
    const folder = await temporaryFolder()
    const ids = []
    for (const max of [9, 5, 7]) {
      const { quality, report } = await runner.run(folder, checked([{ ...small, max }]), wanted)
      ids.push(report.run.id)
      expect(quality?.trend.map(run => run.id)).toEqual(ids)
      expect(quality?.trend.at(-1)?.rules).toEqual([{ node: 'check', rule: 'small', evaluated: 10, failed: 9 - max }])
    }
  })
})

describe('sink.report', () => {
  const withReport = (rules: readonly object[], report: object = {}) =>
    checked(
      rules,
      {
        good: ['sink.csv', { path: 'out/good.csv' }],
        page: ['sink.report', { path: 'out/quality.json', samples: 1, ...report }],
      },
      ['check.pass good.in', 'check.out page.in'],
    )

  it('is published with the other sinks, and tells that they were', async () => {
    const folder = await temporaryFolder()
    const { report, exitCode, quality } = await runner.run(folder, withReport([named, small]), wanted)
    expect(exitCode).toBe(0)
    expect(rulesOf(quality).map(rule => rule.samples.length)).toEqual([2, 2])
    const document = await read(folder, 'out/quality.json')
    expect(document.flow.path).toBe('test.flow.json')
    expect(document.run).toMatchObject({ id: report.run.id, status: 'succeeded' })
    expect(document.sinks).toEqual({ good: report.sinks.good })
    expect(document.sinks.good).toMatchObject({ rows: 6, published: true })
    expect(rulesOf(document).map(rule => rule.samples.length)).toEqual([1, 1])
    expect(report.sinks.page).toMatchObject({ target: 'out/quality.json', rows: 0, published: true })
    expect(report.sinks.page?.bytes).toBe((await readFile(join(folder, 'out/quality.json'))).length)
    expect(report.nodes.page?.ports).toEqual({ in: { rows: 10, flagged: 5 } })
    expect(Object.keys(await textsIn(folder))).toEqual(['out/good.csv', 'out/quality.json'])
    expect(await runner.tables()).toEqual([])
  })

  it('leaves the old report where a gate stops the run, as every other target', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'out/quality.json'), 'old')
    const { exitCode, report } = await runner.run(folder, withReport([{ ...named, gate: { stop: { count: 0 } } }]))
    expect(exitCode).toBe(3)
    expect(report.sinks.page?.published).toBe(false)
    expect(await textsIn(folder)).toEqual({ 'out/quality.json': 'old' })
  })

  it('takes back nothing of the others where it cannot be written, but publishes none', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'out/quality.json/stranger.txt'), '')
    const { exitCode, report } = await runner.run(folder, withReport([named]))
    expect(exitCode).toBe(1)
    expect(report.problems).toMatchObject([{ code: 'E-TARGET-KIND', node: 'page' }])
    expect(existsSync(join(folder, 'out/good.csv'))).toBe(false)
  })

  it('tells of the validators upstream of it, and of all where there is none', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...ten],
        one: ['validate.rules', { rules: [named] }],
        two: ['validate.rules', { rules: [small] }],
        three: ['validate.rules', { rules: [always] }],
        both: ['sink.report', { path: 'both.json' }],
        first: ['sink.report', { path: 'first.json' }],
        all: ['sink.report', { path: 'all.json' }],
      },
      [
        ...['rows.out one.in', 'rows.out two.in', 'two.out three.in', 'rows.out all.in'],
        ...['one.pass first.in', 'one.out both.in', 'three.reject both.in'],
      ],
    )
    const { report } = await runner.run(folder, flow)
    const nodes = async (name: string) => (await read(folder, name)).validators.map(({ node }) => node).sort()
    const whole = (await read(folder, 'first.json')).trend.at(-1)
    expect(whole).toMatchObject({ score: report.quality.score, flaggedRows: report.quality.flaggedRows })
    expect(await nodes('first.json')).toEqual(['one'])
    expect(await nodes('both.json')).toEqual(['one', 'three', 'two'])
    expect(await nodes('all.json')).toEqual(['one', 'three', 'two'])
    expect((await read(folder, 'first.json')).quality).toEqual(
      report.nodes.one?.quality && {
        ...report.nodes.one.quality,
        flaggedRows: 4,
      },
    )
  })

  it('tells of the gates upstream, too', async () => {
    const folder = await temporaryFolder()
    const limits = [{ of: 'flagged', severity: 'error', warn: { count: 1 } }]
    const flow = checked(
      [named],
      { gate: ['validate.gate', { limits }], page: ['sink.report', { path: 'page.json' }] },
      ['check.out gate.in', 'gate.out page.in'],
    )
    const { report } = await runner.run(folder, flow)
    const { gates } = await read(folder, 'page.json')
    expect(gates).toEqual([{ node: 'gate', title: 'gate', status: 'ran', limits: report.nodes.gate?.gates }])
    expect(gates[0]?.limits).toMatchObject([{ observed: 4, rows: 10, gate: 'warned' }])
  })

  it('counts what comes to it, and makes no table of it', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: [...ten],
        check: ['validate.rules', { rules: [named] }],
        twice: ['transform.aggregate', { keys: ['name'], measures: [{ name: 'n', function: 'count' }] }],
        page: ['sink.report', { path: 'page.html' }],
      },
      ['rows.out check.in', 'check.out twice.in', 'twice.out page.in'],
    )
    const { report } = await runner.run(folder, flow)
    expect(report.nodes.page?.ports.in).toMatchObject({ rows: 7 })
    expect(await readFile(join(folder, 'page.html'), 'utf8')).toMatch(/^<!doctype html>/)
  })

  it('may not be the target of another sink, too', async () => {
    const folder = await temporaryFolder()
    const { exitCode, report } = await runner.run(
      folder,
      withReport([named], { path: './out/good.csv', format: 'html' }),
    )
    expect(exitCode).toBe(2)
    expect(report.problems).toMatchObject([{ code: 'E-TARGET-TWICE' }])
  })
})
