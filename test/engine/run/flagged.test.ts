import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

const people = `id,email,age\n1,ann@x.org,30\n2,,31\n3,cleo,32\n4,dan@x.org,200\n5,eve,old\n`

const clean = `id,email,age\n1,ann@x.org,30\n`

const rules = [
  { id: 'there', kind: 'not_null', columns: ['email'], message: 'no address' },
  { id: 'mail', kind: 'format', columns: ['email'], format: 'email', message: '{column} is no address: {value}' },
  { id: 'age', kind: 'range', columns: ['age'], max: 150, severity: 'warning', message: 'too old: {value}' },
]

const kinds = ['csv', 'json', 'parquet'] as const

type Kind = (typeof kinds)[number]

const between = {
  narrow: ['transform.select', { columns: [{ column: 'email', keep: false }] }],
  bad: ['transform.formula', { columns: [{ name: 'bad', expression: 'id > 1' }] }],
  groups: ['transform.aggregate', { keys: ['bad'], measures: [{ name: 'n', function: 'count' }] }],
} as const

const flowInto = (kind: Kind, settings: Record<string, unknown>, steps: readonly (keyof typeof between)[]): Flow => {
  const path = ['people', 'check', ...steps, 'sink']
  return flowOf(
    {
      people: ['source.csv', { path: 'people.csv', types: { id: 'INTEGER', email: 'VARCHAR', age: 'INTEGER' } }],
      check: ['validate.rules', { rejectAt: null, rules }],
      ...Object.fromEntries(steps.map(step => [step, between[step]])),
      sink: [`sink.${kind}`, { path: `o.${kind}`, ...settings }],
    },
    path.slice(1).map((id, i) => `${path[i]}.out ${id}.in`),
  )
}

const readers: Record<Kind, string> = { csv: 'read_csv', json: 'read_json', parquet: 'read_parquet' }

/** A file as a table of texts, the header first. */
const tableIn = async (kind: Kind, path: string) => {
  const names = await runner.rows(`SELECT column_name FROM (DESCRIBE FROM ${readers[kind]}('${path}'))`)
  const rows = await runner.rows(`FROM ${readers[kind]}('${path}')`)
  return [names.flat(), ...rows.map(row => row.map(cell => (cell === null ? null : String(cell))))]
}

const header = ['id', 'email', 'age']

const all = [
  ['1', 'ann@x.org', '30'],
  ['2', null, '31'],
  ['3', 'cleo', '32'],
  ['4', 'dan@x.org', '200'],
  ['5', 'eve', null],
]

const errors = [
  null,
  'no address',
  'email is no address: cleo',
  null,
  'age is not an INTEGER: old; email is no address: eve',
]

const warnings = [null, null, null, 'too old: 200', null]

describe.each(kinds)('flagged rows at sink.%s', kind => {
  const run = async (settings: Record<string, unknown>, steps: Parameters<typeof flowInto>[2] = [], text = people) => {
    const folder = await temporaryFolder()
    await put(join(folder, 'people.csv'), text)
    const result = await runner.run(folder, flowInto(kind, settings, steps))
    const files = Object.keys(await textsIn(folder)).filter(name => name !== 'people.csv')
    return { ...result, folder, files: files.sort(), read: (name: string) => tableIn(kind, join(folder, name)) }
  }

  it('keep writes all rows as they are', async () => {
    const { report, files, read } = await run({})
    expect(files).toEqual([`o.${kind}`])
    expect(await read(`o.${kind}`)).toEqual([header, ...all])
    expect(report.sinks.sink).toMatchObject({ rows: 5, published: true })
    expect(report.nodes.sink?.ports).toEqual({ in: { rows: 5, flagged: 4 } })
  })

  it('leave_out writes the clean ones', async () => {
    const { report, files, read } = await run({ flagged: 'leave_out' })
    expect(files).toEqual([`o.${kind}`])
    expect(await read(`o.${kind}`)).toEqual([header, all[0]])
    expect(report.sinks.sink?.rows).toBe(1)
    expect(report.nodes.sink?.ports).toEqual({ in: { rows: 5, flagged: 4 } })
  })

  it('columns says what is wrong in words, errors apart from warnings', async () => {
    const { report, read } = await run({ flagged: 'columns' })
    expect(await read(`o.${kind}`)).toEqual([
      [...header, '_errors', '_warnings'],
      ...all.map((row, i) => [...row, errors[i], warnings[i]]),
    ])
    expect(report.sinks.sink?.rows).toBe(5)
  })

  it('columns leaves a value out where its column is gone', async () => {
    const { read } = await run({ flagged: 'columns' }, ['narrow'])
    const found = await read(`o.${kind}`)
    expect(found.map(row => row.at(-2))).toEqual([
      '_errors',
      null,
      'no address',
      'email is no address',
      null,
      'age is not an INTEGER: old; email is no address',
    ])
  })

  it('columns says how many rows are behind a group', async () => {
    const { read } = await run({ flagged: 'columns' }, ['bad', 'groups'])
    const [names, ...rows] = await read(`o.${kind}`)
    expect(names).toEqual(['bad', 'n', '_errors', '_warnings'])
    expect(rows).toHaveLength(2)
    expect(rows).toContainEqual(['false', '1', null, null])
    expect(rows).toContainEqual([
      'true',
      '4',
      'age is not an INTEGER (1 row behind this one); no address (4 rows behind this one); ' +
        'email is no address (4 rows behind this one)',
      'too old (4 rows behind this one)',
    ])
  })

  it('split writes the flagged ones to a second file beside it', async () => {
    const { report, files, read } = await run({ flagged: 'split' })
    expect(files).toEqual([`o.${kind}`, `o.flagged.${kind}`].sort())
    expect(await read(`o.${kind}`)).toEqual([header, all[0]])
    expect(await read(`o.flagged.${kind}`)).toEqual([header, ...all.slice(1)])
    expect(report.sinks.sink).toMatchObject({ rows: 5, published: true })
  })

  it('refuse fails the run for the data’s sake, and publishes nothing', async () => {
    const { report, exitCode, files } = await run({ flagged: 'refuse' })
    expect(exitCode).toBe(1)
    expect(report.problems).toMatchObject([
      { code: 'E-TARGET-FLAGGED', node: 'sink', hint: expect.stringContaining('class: data') },
    ])
    expect(report.sinks.sink).toEqual({ target: `o.${kind}`, rows: 0, bytes: 0, published: false })
    expect(files).toEqual([])
  })

  it('every policy writes all rows where none is flagged', async () => {
    for (const flagged of ['keep', 'leave_out', 'split', 'refuse']) {
      const { exitCode, report, read } = await run({ flagged }, [], clean)
      expect(exitCode).toBe(0)
      expect(await read(`o.${kind}`)).toEqual([header, all[0]])
      expect(report.sinks.sink).toMatchObject({ rows: 1, published: true })
    }
  })
})
