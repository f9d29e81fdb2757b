import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openArchive } from '#engine/xlsx/zip.ts'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

/** What our own reader finds in a workbook: columns with types, and rows as texts. */
const readBack = async (path: string) => {
  const folder = await temporaryFolder()
  const flow = flowOf({ book: ['source.excel', { path }], back: ['sink.parquet', { path: 'back.parquet' }] }, [
    'book.out back.in',
  ])
  const { exitCode, problems } = await runner.run(folder, flow)
  expect({ exitCode, errors: problems.filter(({ severity }) => severity === 'error') }).toEqual({
    exitCode: 0,
    errors: [],
  })
  const file = `'${folder}/back.parquet'`
  const described = await runner.rows(`DESCRIBE SELECT * FROM ${file}`)
  return {
    columns: described.map(([name]) => name),
    types: described.map(([, type]) => type),
    rows: await runner.rows(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${file}`),
  }
}

const people = [
  'source.inline',
  {
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'email', type: 'VARCHAR' },
    ],
    rows: [
      ['1', 'ann@x.org'],
      ['2', null],
      ['3', 'cleo & <co>'],
    ],
  },
] as const

const rules = [
  'validate.rules',
  {
    rules: [
      { id: 'mail', kind: 'format', columns: ['email'], format: 'email' },
      { id: 'there', kind: 'not_null', columns: ['email'], severity: 'critical' },
    ],
  },
] as const

const sunk = (settings: Record<string, unknown>, source: readonly [string, Record<string, unknown>] = [...people]) =>
  flowOf({ rows: source, check: [...rules], sink: ['sink.excel', { path: 'o.xlsx', ...settings }] }, [
    'rows.out check.in',
    'check.out sink.in',
  ])

const typed = (sql: string) =>
  flowOf(
    {
      rows: ['source.inline', { columns: [{ name: 'n', type: 'INTEGER' }], rows: [['1']] }],
      made: ['transform.sql', { inputs: ['t'], sql: [sql] }],
      sink: ['sink.excel', { path: 'o.xlsx' }],
    },
    ['rows.out made.t', 'made.out sink.in'],
  )

const partsOf = async (path: string) => {
  const archive = await openArchive(path)
  const part = async (name: string): Promise<string> => {
    const chunks: Buffer[] = []
    for await (const chunk of archive.read(name)) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  return { has: archive.has, part, close: archive.close }
}

describe('an Excel sink', () => {
  it('colours flagged cells by how grave they are, and says why in comments', async () => {
    const folder = await temporaryFolder()
    const { exitCode, report, problems } = await runner.run(folder, sunk({}))
    expect({ exitCode, problems, rows: report.sinks.sink?.rows }).toEqual({ exitCode: 0, problems: [], rows: 3 })
    const { part, close } = await partsOf(join(folder, 'o.xlsx'))
    const sheet = await part('xl/worksheets/sheet1.xml')
    expect(sheet).toContain('<c r="B2" t="inlineStr"><is><t xml:space="preserve">ann@x.org</t></is></c>')
    expect(sheet).toContain('<row r="3"><c r="A3"><v>2</v></c><c r="B3" s="4"/></row>')
    expect(sheet).toContain(
      '<c r="B4" s="3" t="inlineStr"><is><t xml:space="preserve">cleo &amp; &lt;co&gt;</t></is></c>',
    )
    const comments = await part('xl/comments1.xml')
    expect(comments.match(/ref="\w+"/g)).toEqual(['ref="B3"', 'ref="B4"'])
    expect(comments).toContain('cleo &amp; &lt;co&gt;')
    expect(await part('xl/drawings/vmlDrawing1.vml')).toContain('<x:Row>3</x:Row><x:Column>1</x:Column>')
    close()
  })

  it('writes values of all types so that they come back as they were', async () => {
    const folder = await temporaryFolder()
    const sql =
      "SELECT * FROM (VALUES (1::BIGINT, 1.5::DOUBLE, DATE '2024-01-05', TIMESTAMP '2024-01-05 12:34:56.789', TIME '23:59:59', true, INTERVAL '36 hours', 12.50::DECIMAL(12,2), 'a_x0041_' || chr(7) || chr(10) || 'é', ' b '), " +
      "(-2, -1e300, DATE '9999-12-31', TIMESTAMP '1900-03-01 00:00:00', TIME '00:00:00', false, INTERVAL '0 seconds', -0.01, NULL, 'x')) v(i, d, day, moment, clock, ok, span, price, text, space)"
    expect((await runner.run(folder, typed(sql))).problems).toEqual([])
    const out = await readBack(join(folder, 'o.xlsx'))
    expect(out.types).toEqual([
      'BIGINT',
      'DOUBLE',
      'DATE',
      'TIMESTAMP',
      'TIME',
      'BOOLEAN',
      'INTERVAL',
      'DOUBLE',
      'VARCHAR',
      'VARCHAR',
    ])
    expect(out.rows.toSorted()).toEqual([
      ['-2', '-1e+300', '9999-12-31', '1900-03-01 00:00:00', '00:00:00', 'false', '00:00:00', '-0.01', null, 'x'],
      [
        '1',
        '1.5',
        '2024-01-05',
        '2024-01-05 12:34:56.789',
        '23:59:59',
        'true',
        '36:00:00',
        '12.5',
        'a_x0041_\u0007\né',
        ' b ',
      ],
    ])
    const { has, close } = await partsOf(join(folder, 'o.xlsx'))
    expect(has('xl/comments1.xml')).toBe(false)
    close()
  })

  it('writes what Excel cannot hold as texts, and says so at the title of the column', async () => {
    const folder = await temporaryFolder()
    const sql =
      "SELECT 12345678901234567 AS big, 1234567890123456.78::DECIMAL(18,2) AS exact, DATE '1789-07-14' AS old, TIMESTAMP '2024-01-05 00:00:00.000001' AS fine, [1, 2] AS list, 'infinity'::DOUBLE AS far"
    const { problems, exitCode } = await runner.run(folder, typed(sql))
    expect([exitCode, problems.map(({ code, message }) => [code, message])]).toEqual([
      0,
      [
        'wrote numbers of more than 15 digits as texts, in `big`, `exact`',
        'rounded times to milliseconds, in `fine`',
        'wrote dates before March 1900 or after 9999 as texts, in `old`',
      ].map(what => ['W-TARGET-CHANGED', `\`sink\` ${what}: Excel does not hold them as they are.`]),
    ])
    const out = await readBack(join(folder, 'o.xlsx'))
    expect(out.rows).toEqual([
      ['12345678901234567', '1234567890123456.78', '1789-07-14', '2024-01-05 00:00:00', '[1,2]', 'Infinity'],
    ])
    const { part, close } = await partsOf(join(folder, 'o.xlsx'))
    const comments = await part('xl/comments1.xml')
    expect(comments.match(/ref="\w+"/g)).toEqual(['ref="A1"', 'ref="B1"', 'ref="C1"', 'ref="D1"'])
    expect(comments).toContain('more than 15 digits')
    close()
  })

  it('says that only the first 10,000 of the flagged cells have comments', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: ['source.generate', { count: 10_002, columns: [{ name: 'n', generator: 'sequence' }] }],
        check: ['validate.rules', { rules: [{ id: 'no', kind: 'range', columns: ['n'], max: -1 }] }],
        sink: ['sink.excel', { path: 'o.xlsx' }],
      },
      ['rows.out check.in', 'check.out sink.in'],
    )
    const { problems } = await runner.run(folder, flow)
    expect(problems.map(({ code }) => code)).toEqual(['W-TARGET-COMMENTS'])
    const { part, close } = await partsOf(join(folder, 'o.xlsx'))
    expect((await part('xl/comments1.xml')).match(/<comment ref="A(\d+)"/g)).toHaveLength(10_001)
    expect((await part('xl/worksheets/sheet1.xml')).match(/ s="3"/g)).toHaveLength(10_002)
    close()
  })

  it('gives the same bytes for the same rows', async () => {
    const [one, two] = [await temporaryFolder(), await temporaryFolder()]
    const many = typed("SELECT (i * 7919) % 5000 AS i, 'text ' || i AS t FROM range(5000) r(i)")
    for (const folder of [one, two]) expect((await runner.run(folder, many)).exitCode).toBe(0)
    const bytes = await Promise.all([one, two].map(folder => readFile(join(folder, 'o.xlsx'))))
    expect(bytes[0]!.equals(bytes[1]!)).toBe(true)
    const out = await readBack(join(one, 'o.xlsx'))
    expect(out.rows).toHaveLength(5000)
  })

  it('writes a header where no rows come', async () => {
    const folder = await temporaryFolder()
    await runner.run(folder, typed('SELECT n AS "a""b", n AS "ü <1>" FROM t WHERE n > 1'))
    const out = await readBack(join(folder, 'o.xlsx'))
    expect([out.columns, out.rows]).toEqual([['a"b', 'ü <1>'], []])
  })

  it('treats flagged rows as it is told', async () => {
    const folder = await temporaryFolder()
    const rowsOf = (name: string) => readBack(join(folder, name))
    expect((await runner.run(folder, sunk({ flagged: 'leave_out' }))).exitCode).toBe(0)
    expect((await rowsOf('o.xlsx')).rows).toEqual([['1', 'ann@x.org']])
    expect((await runner.run(folder, sunk({ flagged: 'split', path: 's.xlsx' }))).exitCode).toBe(0)
    expect([(await rowsOf('s.xlsx')).rows.length, (await rowsOf('s.flagged.xlsx')).rows.length]).toEqual([1, 2])
    expect((await runner.run(folder, sunk({ flagged: 'columns', path: 'c.xlsx' }))).exitCode).toBe(0)
    expect((await rowsOf('c.xlsx')).columns).toEqual(['id', 'email', '_errors', '_warnings'])
    const refused = await runner.run(folder, sunk({ flagged: 'refuse', path: 'r.xlsx' }))
    expect(refused.problems.map(({ code }) => code)).toEqual(['E-TARGET-FLAGGED'])
  })

  it('publishes nothing where there are more rows, or longer texts, than a sheet holds', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.xlsx'), 'as it was')
    const long = await runner.run(folder, typed("SELECT repeat('x', 32768) AS t"))
    expect(long.problems).toMatchObject([{ code: 'E-TARGET-LIMIT', node: 'sink' }])
    const rows = await runner.run(folder, typed('SELECT 1 AS i FROM range(1048576)'))
    expect(rows.problems).toMatchObject([{ code: 'E-TARGET-LIMIT', node: 'sink' }])
    expect(rows.exitCode).toBe(1)
    expect(await textsIn(folder)).toEqual({ 'o.xlsx': 'as it was' })
  })

  it('may not replace what is there where it is told so, and says in a dry run what would come and go', async () => {
    const folder = await temporaryFolder()
    await runner.run(folder, sunk({}))
    const failing = await runner.run(folder, sunk({ ifExists: 'fail' }))
    expect(failing.problems.map(({ code }) => code)).toEqual(['E-TARGET-EXISTS'])
    const dry = await runner.run(folder, sunk({ flagged: 'leave_out' }), { dryRun: true })
    expect(dry.report.sinks.sink?.planned).toEqual({ creates: false, inserted: 1, updated: 0, deleted: 3 })
  })

  it('ends at once when the run is cancelled, and leaves nothing', async () => {
    const folder = await temporaryFolder()
    const stop = new AbortController()
    const running = runner.run(folder, typed('SELECT i, md5(i::VARCHAR) AS t FROM range(900000) r(i)'), {
      signal: stop.signal,
    })
    setTimeout(() => stop.abort(), 700)
    expect((await running).exitCode).toBe(130)
    expect(await textsIn(folder)).toEqual({})
  })
})
