import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunOptions } from '#engine/api.ts'
import { flowOf, flowRunner } from './flow-world.ts'
import { temporaryFolder } from './temp-folder.ts'

const runner = flowRunner()

type Row = readonly [day: string | null, town: string | null, mail: string | null]

const rows = (cells: readonly Row[], names = ['day', 'town', 'mail']) =>
  ['source.inline', { columns: names.map(name => ({ name, type: 'VARCHAR' })), rows: cells }] as const

const into = (cells: readonly Row[], settings: Record<string, unknown> = {}, names?: string[]) =>
  flowOf(
    {
      rows: rows(cells, names),
      check: ['validate.rules', { rules: [{ id: 'mail', kind: 'format', columns: ['mail'], format: 'email' }] }],
      sink: ['sink.parquet', { path: 'parts', partitionBy: ['day', 'town'], replaces: 'partitions', ...settings }],
    },
    ['rows.out check.in', 'check.out sink.in'],
  )

const come = async (folder: string, flow: ReturnType<typeof into>, more: Partial<RunOptions> = {}) => {
  const { exitCode, problems, report } = await runner.run(folder, flow, more)
  const errors = problems.filter(({ severity }) => severity === 'error')
  return { exitCode, problem: errors[0] ?? null, sink: report.sinks.sink! }
}

const held = async (folder: string, name = 'parts') => {
  const files = (await readdir(join(folder, name), { recursive: true })).filter(file => file.endsWith('.parquet'))
  if (files.length === 0) return []
  const found = await runner.rows(
    `SELECT day, town, mail FROM read_parquet('${folder}/${name}/**/*.parquet', hive_partitioning = true, hive_types_autocast = false) ORDER BY ALL`,
  )
  return found.map(row => row.join(' '))
}

const left = async (folder: string) => (await readdir(folder)).filter(name => name.startsWith('.weir-'))

describe('a folder of which only partitions are replaced', () => {
  it('keeps those that no row comes into, and has the new rows of all others', async () => {
    const cell = fc.constantFrom('a', 'b', 'ö/ =%', '', null)
    const batch = fc.array(fc.tuple(cell, cell, fc.constantFrom('x', 'y', 'z')), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 2, maxLength: 3 }), async batches => {
        const folder = await temporaryFolder()
        let expected: readonly Row[] = []
        for (const cells of batches) {
          const places = new Set(cells.map(([day, town]) => JSON.stringify([day, town])))
          expected = [...expected.filter(([day, town]) => !places.has(JSON.stringify([day, town]))), ...cells]
          expect(await come(folder, into(cells))).toMatchObject({ exitCode: 0, problem: null })
          const shown = expected.map(row => row.map(value => value ?? '').join(' ')).sort()
          expect((await held(folder)).sort()).toEqual(shown)
          expect(await left(folder)).toEqual([])
        }
      }),
      { numRuns: 6 },
    )
  })

  it('is told by a dry run partition by partition', async () => {
    const folder = await temporaryFolder()
    await come(
      folder,
      into([
        ['1', 'a', 'x'],
        ['1', 'b', 'x'],
        ['2', null, 'x'],
        ['2', null, 'y'],
      ]),
    )
    const { sink } = await come(
      folder,
      into([
        ['2', null, 'z'],
        ['3', 'c', 'z'],
      ]),
      { dryRun: true },
    )
    const partitions = { replaced: ['day=2/town=__HIVE_DEFAULT_PARTITION__'], added: ['day=3/town=c'] }
    expect(sink.planned).toEqual({ creates: false, inserted: 2, updated: 0, deleted: 2, partitions })
    expect(await held(folder)).toHaveLength(4)
  })

  it('replaces a partition that is spelled in another way', async () => {
    const folder = await temporaryFolder()
    await come(folder, into([['1', 'b', 'other']]))
    await mkdir(join(folder, 'parts/day=2/town=São'), { recursive: true })
    await runner.rows(`COPY (SELECT 'old' AS mail) TO '${folder}/parts/day=2/town=São/old.parquet' (FORMAT parquet)`)
    await come(folder, into([['2', 'São', 'new']]))
    expect(await held(folder)).toEqual(['1 b other', '2 São new'])
  })

  it('is replaced alike in its second folder, so that rows are no longer flagged that were', async () => {
    const folder = await temporaryFolder()
    const split = (cells: readonly Row[]) => into(cells, { flagged: 'split' })
    await come(
      folder,
      split([
        ['1', 'a', 'no mail'],
        ['1', 'b', 'no mail'],
        ['2', 'a', 'a@x.org'],
      ]),
    )
    await come(
      folder,
      split([
        ['1', 'a', 'b@x.org'],
        ['2', 'a', 'none'],
      ]),
    )
    expect(await held(folder)).toEqual(['1 a b@x.org'])
    expect(await held(folder, 'parts.flagged')).toEqual(['1 b no mail', '2 a none'])
  })

  it('refuses rows of other columns than the partitions that stay, and what is no partition', async () => {
    const folder = await temporaryFolder()
    await come(folder, into([['1', 'a', 'x']]))
    const renamed = { ...into([['2', 'a', 'x']], {}, ['day', 'town', 'post']) }
    const flow = {
      ...renamed,
      nodes: { ...renamed.nodes, check: { kind: 'transform.filter', version: 1, settings: { where: 'true' } } },
    }
    const edges = [
      { from: 'rows.out', to: 'check.in' },
      { from: 'check.match', to: 'sink.in' },
    ]
    const other = await come(folder, { ...flow, edges })
    expect(other).toMatchObject({ exitCode: 1, problem: { code: 'E-TARGET-COLUMNS', node: 'sink' } })
    expect(other.problem!.message).toContain('day, mail, town, and the rows have day, post, town')
    await writeFile(join(folder, 'parts/day=1/notes.parquet'), 'mine')
    const strange = await come(folder, into([['1', 'a', 'y']]))
    expect(strange).toMatchObject({ exitCode: 1, problem: { code: 'E-TARGET-KIND', node: 'sink' } })
    expect(strange.problem!.message).toContain('day=1/notes.parquet')
    expect(await left(folder)).toEqual([])
  })

  it('needs partitions and replace, as is said before anything runs', async () => {
    const folder = await temporaryFolder()
    for (const settings of [{ partitionBy: [] }, { ifExists: 'append' }, { ifExists: 'fail' }])
      expect(await come(folder, into([['1', 'a', 'x']], settings))).toMatchObject({
        exitCode: 2,
        problem: { code: 'E-SETTING', node: 'sink', setting: 'replaces' },
      })
  })
})
