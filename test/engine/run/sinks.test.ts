import { spawnSync } from 'node:child_process'
import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { flowOf, flowRunner, put } from './flow-world.ts'
import { temporaryFolder, textsIn } from './temp-folder.ts'

const runner = flowRunner()

const people = [
  ['1', 'ann@x.org', '30'],
  ['2', null, '31'],
  ['3', 'cleo', '32'],
  ['4', 'dan@x.org', '200'],
] as const

const rows = [
  'source.inline',
  {
    columns: [
      { name: 'id', type: 'INTEGER' },
      { name: 'email', type: 'VARCHAR' },
      { name: 'age', type: 'INTEGER' },
    ],
    rows: people,
  },
] as const

const into = (kind: string, settings: Record<string, unknown>, more = {}) =>
  flowOf({ rows: [...rows], sink: [kind, settings] }, ['rows.out sink.in'], more)

describe('a text sink', () => {
  it('ends records with CR LF on request, but not the lines inside a cell', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      {
        rows: ['source.inline', { columns: [{ name: 'a', type: 'VARCHAR' }], rows: [['x\ny "q"'], ['z']] }],
        plain: ['sink.csv', { path: 'a.csv', lineEnd: 'crlf' }],
        packed: ['sink.csv', { path: 'a.csv.gz', lineEnd: 'crlf' }],
        zst: ['sink.csv', { path: 'a.csv.zst', lineEnd: 'crlf' }],
      },
      ['rows.out plain.in', 'rows.out packed.in', 'rows.out zst.in'],
    )
    const { exitCode, problems } = await runner.run(folder, flow)
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
    const text = 'a\r\n"x\ny ""q"""\r\nz\r\n'
    expect(await readFile(join(folder, 'a.csv'), 'utf8')).toBe(text)
    expect(gunzipSync(await readFile(join(folder, 'a.csv.gz'))).toString()).toBe(text)
    expect(await runner.rows(`FROM read_csv('${folder}/a.csv.zst', header = true)`)).toHaveLength(2)
  })

  it('packs by the name’s end', async () => {
    const folder = await temporaryFolder()
    await runner.run(folder, into('sink.csv', { path: 'o.csv.gz' }))
    expect(gunzipSync(await readFile(join(folder, 'o.csv.gz'))).toString()).toMatch(/^id,email,age\n1,ann/)
  })
})

describe('appending', () => {
  const cases = [
    ['sink.csv', 'o.csv', {}],
    ['sink.csv', 'o.csv.gz', {}],
    ['sink.csv', 'o.csv.zst', {}],
    ['sink.csv', 'crlf.csv', { lineEnd: 'crlf' }],
    ['sink.json', 'o.ndjson', {}],
    ['sink.parquet', 'o.parquet', {}],
    ['sink.parquet', 'parts', { partitionBy: ['age'] }],
  ] as const

  for (const [kind, path, settings] of cases) {
    it(`adds each batch once to ${path} of ${kind}`, async () => {
      const folder = await temporaryFolder()
      const flow = into(kind, { path, ifExists: 'append', ...settings })
      const counts: unknown[] = []
      for (const asOf of ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z']) {
        const { report, exitCode, problems } = await runner.run(folder, flow, { asOf })
        expect(problems.filter(p => p.severity !== 'info')).toEqual([])
        expect({ exitCode, rows: report.sinks.sink?.rows, published: report.sinks.sink?.published }).toEqual({
          exitCode: 0,
          rows: 4,
          published: true,
        })
        const target = `${folder}/${path}${path === 'parts' ? '/*/*.parquet' : ''}`
        const [found] = await runner.rows(`SELECT count(*), count(DISTINCT id), sum(id) FROM '${target}'`)
        counts.push(found!.map(Number))
      }
      expect(counts).toEqual([
        [4, 4, 10],
        [4, 4, 10],
        [8, 4, 20],
      ])
      expect(Object.keys(await textsIn(folder)).filter(name => name.includes('.weir-'))).toEqual([])
    })
  }

  it('knows a batch by its own name, whatever the time', async () => {
    const folder = await temporaryFolder()
    const flow = into('sink.csv', { path: 'o.csv', ifExists: 'append', batch: 'monday' })
    await runner.run(folder, flow, { asOf: '2024-01-01T00:00:00Z' })
    const { problems } = await runner.run(folder, flow, { asOf: '2024-01-02T00:00:00Z' })
    expect(problems).toMatchObject([{ code: 'I-BATCH-KNOWN', severity: 'info', node: 'sink' }])
    expect((await readFile(join(folder, 'o.csv'), 'utf8')).trim().split('\n')).toHaveLength(5)
  })

  it('begins again where the target was removed', async () => {
    const folder = await temporaryFolder()
    const flow = into('sink.csv', { path: 'o.csv', ifExists: 'append', batch: 'monday' })
    await runner.run(folder, flow)
    await rm(join(folder, 'o.csv'))
    await runner.run(folder, flow)
    expect((await readFile(join(folder, 'o.csv'), 'utf8')).trim().split('\n')).toHaveLength(5)
  })

  it('refuses a target of other columns, and leaves it as it was', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.csv'), 'id,mail\n1,x\n')
    const { exitCode, problems } = await runner.run(folder, into('sink.csv', { path: 'o.csv', ifExists: 'append' }))
    expect(exitCode).toBe(1)
    expect(problems).toMatchObject([{ code: 'E-TARGET-APPEND', node: 'sink' }])
    expect(await textsIn(folder)).toEqual({ 'o.csv': 'id,mail\n1,x\n' })
  })

  it('refuses a target that is not packed as its name says, and knows a header of any length', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.csv.gz'), 'id,email,age\n9,z@x.org,1\n')
    const plain = await runner.run(folder, into('sink.csv', { path: 'o.csv.gz', ifExists: 'append' }))
    expect(plain.problems).toMatchObject([{ code: 'E-TARGET-APPEND', node: 'sink' }])
    expect(plain.problems[0]?.message).toContain('not packed as gzip')
    const name = 'n'.repeat(200_000)
    const wide = flowOf(
      {
        rows: ['source.inline', { columns: [{ name, type: 'VARCHAR' }], rows: [['1']] }],
        sink: ['sink.csv', { path: 'wide.csv.gz', ifExists: 'append' }],
      },
      ['rows.out sink.in'],
    )
    for (const asOf of ['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'])
      expect(await runner.run(folder, wide, { asOf })).toMatchObject({ exitCode: 0, problems: [] })
    expect(gunzipSync(await readFile(join(folder, 'wide.csv.gz'))).toString()).toBe(`${name}\n1\n1\n`)
  })

  it('mends a last line without an end', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.csv'), 'id,email,age\n9,z@x.org,1')
    await runner.run(folder, into('sink.csv', { path: 'o.csv', ifExists: 'append' }))
    expect(await readFile(join(folder, 'o.csv'), 'utf8')).toContain('\n9,z@x.org,1\n1,ann@x.org,30\n')
  })
})

describe('a target', () => {
  it('in a folder that is not there is made with it', async () => {
    const folder = await temporaryFolder()
    const { exitCode } = await runner.run(folder, into('sink.csv', { path: 'a/b/o.csv' }))
    expect(exitCode).toBe(0)
    expect(Object.keys(await textsIn(folder))).toEqual(['a/b/o.csv'])
  })

  it('that exists is kept where the sink says fail, before anything is computed', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.csv'), 'mine')
    const { exitCode, problems } = await runner.run(folder, into('sink.csv', { path: 'o.csv', ifExists: 'fail' }))
    expect(exitCode).toBe(1)
    expect(problems).toMatchObject([{ code: 'E-TARGET-EXISTS', node: 'sink' }])
    expect(await textsIn(folder)).toEqual({ 'o.csv': 'mine' })
  })

  it('that is a folder, or holds something else than partitions, is refused', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'o.csv'))
    await put(join(folder, 'parts/notes.txt'), 'mine')
    const plain = await runner.run(folder, into('sink.csv', { path: 'o.csv' }))
    const parts = await runner.run(folder, into('sink.parquet', { path: 'parts', partitionBy: ['age'] }))
    for (const { exitCode, problems } of [plain, parts]) {
      expect(exitCode).toBe(1)
      expect(problems).toMatchObject([{ code: 'E-TARGET-KIND', node: 'sink' }])
    }
    expect(await textsIn(folder)).toEqual({ 'parts/notes.txt': 'mine' })
  })

  it('that is read-only, or lies in a read-only folder, is refused', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'o.csv'), 'mine', { mode: 0o444 })
    await mkdir(join(folder, 'locked'), { mode: 0o555 })
    for (const path of ['o.csv', 'locked/o.csv', 'locked/deeper/o.csv']) {
      const { exitCode, problems } = await runner.run(folder, into('sink.csv', { path }))
      expect(exitCode).toBe(1)
      expect(problems).toMatchObject([
        { code: 'E-TARGET-WRITE', node: 'sink', hint: expect.stringContaining('system') },
      ])
    }
    expect(await textsIn(folder)).toEqual({ 'o.csv': 'mine' })
  })

  it('that two sinks share is a fault of the flow, and nothing runs', async () => {
    const folder = await temporaryFolder()
    const flow = flowOf(
      { rows: [...rows], a: ['sink.csv', { path: 'o.csv' }], b: ['sink.json', { path: './x/../o.csv' }] },
      ['rows.out a.in', 'rows.out b.in'],
    )
    const { exitCode, problems, report } = await runner.run(folder, flow)
    expect(exitCode).toBe(2)
    expect(problems).toMatchObject([{ code: 'E-TARGET-TWICE', node: 'b' }])
    expect(report.nodes.rows?.status).toBe('skipped')
  })

  it('behind a symbolic link is replaced where it lies, with its permissions', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'real/o.csv'), 'old')
    await writeFile(join(folder, 'real/o.csv'), 'old', { mode: 0o640 })
    const { mode } = await stat(join(folder, 'real/o.csv'))
    await symlink(join(folder, 'real/o.csv'), join(folder, 'link.csv'))
    await runner.run(folder, into('sink.csv', { path: 'link.csv' }))
    expect(await readFile(join(folder, 'real/o.csv'), 'utf8')).toMatch(/^id,email/)
    expect((await stat(join(folder, 'real/o.csv'))).mode).toBe(mode)
  })

  it('may be the file that the flow reads', async () => {
    const folder = await temporaryFolder()
    await put(join(folder, 'o.csv'), 'a\n2\n1\n')
    const flow = flowOf(
      {
        read: ['source.csv', { path: 'o.csv' }],
        sort: ['transform.sort', { by: [{ column: 'a' }] }],
        write: ['sink.csv', { path: 'o.csv' }],
      },
      ['read.out sort.in', 'sort.out write.in'],
    )
    const { exitCode, problems } = await runner.run(folder, flow)
    expect({ exitCode, problems }).toEqual({ exitCode: 0, problems: [] })
    expect(await textsIn(folder)).toEqual({ 'o.csv': 'a\n1\n2\n' })
  })
})

const mountable = process.platform === 'linux' && process.getuid?.() === 0

describe('a full disk', () => {
  it(`fails the run with every old target as it was (${mountable ? 'a tmpfs of 1 MB' : 'no tmpfs can be mounted here: a quota of the process'})`, async () => {
    const folder = await temporaryFolder()
    const small = join(folder, 'small')
    await mkdir(small)
    if (mountable) expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).status).toBe(0)
    try {
      await put(join(small, 'o.csv'), 'old')
      await put(join(folder, 'first.csv'), 'old')
      const flow = flowOf(
        {
          rows: [...rows],
          many: ['transform.sql', { inputs: ['rows'], sql: ['SELECT i, hash(i) AS h FROM rows, range(100000) t(i)'] }],
          first: ['sink.csv', { path: 'first.csv' }],
          sink: ['sink.csv', { path: mountable ? 'small/o.csv' : '/dev/full/o.csv' }],
        },
        ['rows.out many.rows', 'rows.out first.in', 'many.out sink.in'],
      )
      const { exitCode, problems, report } = await runner.run(folder, flow)
      expect(exitCode).toBe(1)
      if (mountable) {
        expect(problems.filter(p => p.severity === 'error')).toMatchObject([{ code: 'E-DISK-FULL', node: 'sink' }])
      }
      expect(report.sinks.first?.published).toBe(false)
      expect(await textsIn(folder)).toEqual({ 'first.csv': 'old', 'small/o.csv': 'old' })
    } finally {
      if (mountable) spawnSync('umount', [small])
    }
  })
})
