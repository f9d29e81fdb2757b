import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Problem } from '#core/problem.ts'
import type { Report } from '#core/report.ts'
import { flowOf } from '#test/engine/run/flow-world.ts'
import { testFolder } from '#test/hosts/folder.ts'
import { weir } from './weir.ts'

const sinks = {
  file: ['sink.csv', { path: 'out/file.csv' }],
  parts: ['sink.parquet', { path: 'out/parts', partitionBy: ['part'] }],
  log: ['sink.csv', { path: 'out/log.csv', ifExists: 'append' }],
  table: ['sink.duckdb', { path: 'out/shop.duckdb', table: 'orders', mode: 'upsert', keys: ['id'] }],
} as const

type Nodes = Parameters<typeof flowOf>[0]

/** Four sinks of every sort, and whatever else. */
const flow = (rows: number, more: Nodes = {}, edges: readonly string[] = []) =>
  flowOf(
    {
      one: ['source.inline', { columns: [{ name: 'a', type: 'INTEGER' }], rows: [['1']] }],
      many: [
        'transform.sql',
        {
          inputs: ['one'],
          sql: [`SELECT $v AS v, i AS id, i % 3 AS part, hash(i + $v) AS h FROM one, range(${rows}) t(i)`],
        },
      ],
      ...sinks,
      ...more,
    },
    ['one.out many.one', ...Object.keys(sinks).map(sink => `many.out ${sink}.in`), ...edges],
    { params: { v: { type: 'integer', default: 1 } } },
  )

/** A node that takes a while, and whose rows lie ready before anything behind it begins. */
const slow = [
  'transform.sql',
  { inputs: ['one'], sql: ['SELECT count(*) AS n FROM one, range(100000000) t(i) WHERE hash(i) % 7 = 1'] },
  { run: { timeoutSeconds: 60 } },
] as const

const world = () => {
  const folder = testFolder()
  cpSync(first, folder, { recursive: true })
  return folder
}

let first: string
beforeAll(async () => {
  first = execFileSync('mktemp', ['-d'], { encoding: 'utf8' }).trim()
  writeFileSync(join(first, 'f.flow.json'), JSON.stringify(flow(1000)))
  expect(await weir(['run', 'f.flow.json'], { folder: first })).toMatchObject({ code: 0 })
}, 60_000)
afterAll(() => rmSync(first, { recursive: true, force: true }))

const bytesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [path.slice(folder.length + 1), readFileSync(path).toString('base64')]),
  )

interface Ended {
  readonly code: number | null
  readonly errors: readonly Problem[]
  readonly report: Report
  readonly problems: readonly Problem[]
}

/** Runs version 2 of a flow, a node after another; stops it when all that is awaited was told of, acts, and lets it go on. */
const come = async (
  folder: string,
  given: object,
  {
    args = [],
    when = [],
    act,
    env = {},
  }: { args?: string[]; when?: string[]; act?: () => void; env?: Record<string, string> } = {},
): Promise<Ended> => {
  writeFileSync(join(folder, 'g.flow.json'), JSON.stringify(given))
  let acted = act === undefined
  const ended = await weir(
    [
      'run',
      'g.flow.json',
      '--param',
      'v=2',
      '--log',
      'json',
      '--threads',
      '1',
      ...(env.XDG_CACHE_HOME ? [] : ['--no-cache']),
      ...args,
    ],
    {
      folder,
      env: { TMPDIR: folder, ...env },
      started: (kill, onOutput) =>
        onOutput(text => {
          if (acted || !when.every(each => text.includes(each))) return
          acted = true
          kill('SIGSTOP')
          act!()
          kill('SIGCONT')
        }),
    },
  )
  expect(acted, ended.err).toBe(true)
  const last = ended.err.trim().split('\n').at(-1)!
  const { report } = JSON.parse(last) as { report: Report }
  return {
    code: ended.code,
    report,
    problems: report.problems,
    errors: report.problems.filter(p => p.severity === 'error'),
  }
}

const staged = (node: string) => `"node":"${node}","status":"staged"`
const running = (node: string) => `"node":"${node}","status":"running"`

/** Nothing is published, nothing is left. */
const untouched = (folder: string, before: Readonly<Record<string, string>>, { report }: Ended) => {
  expect(bytesIn(join(folder, 'out'))).toEqual(before)
  expect(Object.values(report.sinks).filter(({ published }) => published)).toEqual([])
  expect(readdirSync(join(folder, '.weir')).filter(name => /staging|journal|commit|lock/.test(name))).toEqual([])
}

const isRoot = process.platform === 'linux' && process.getuid?.() === 0

describe('a source that disappears', () => {
  it.each([
    ['file', 'late.csv', 'source.csv', { path: 'late.csv' }],
    ['third file of many', 'late-3.csv', 'source.csv', { path: 'late-*.csv' }],
    ['Parquet file', 'late-2.parquet', 'source.parquet', { path: 'late-*.parquet' }],
    ['DuckDB file', 'late.duckdb', 'source.duckdb', { path: 'late.duckdb', table: 'orders' }],
  ] as const)('while a run goes on, a %s, ends it with nothing published', async (_what, gone, kind, settings) => {
    const folder = world()
    for (const n of ['', '-1', '-2', '-3']) writeFileSync(join(folder, `late${n}.csv`), 'n\n1\n2\n')
    const parquet = join(folder, 'out/parts/part=1/data_0.parquet')
    for (const n of [1, 2]) cpSync(parquet, join(folder, `late-${n}.parquet`))
    cpSync(join(folder, 'out/shop.duckdb'), join(folder, 'late.duckdb'))
    const before = bytesIn(join(folder, 'out'))
    const ended = await come(
      folder,
      flow(
        1000,
        {
          slow,
          late: [kind, settings],
          both: ['transform.join', { type: 'inner' }],
          end: ['sink.csv', { path: 'out/end.csv' }],
        },
        ['one.out slow.one', 'slow.out both.left', 'late.out both.right', 'both.out end.in'],
      ),
      { when: [running('slow')], act: () => rmSync(join(folder, gone)) },
    )
    expect(ended).toMatchObject({ code: 1, errors: [{ code: 'E-FILE-MISSING' }] })
    expect(ended.errors[0]!.message).toContain(gone)
    expect(ended.errors[0]!.hint).toContain('(class: system)')
    untouched(folder, before, ended)
  })
})

describe.runIf(isRoot)('a target that turns read-only', () => {
  it.each([
    ['file', 'out/file.csv'],
    ['parts', 'out/parts'],
    ['log', 'out/log.csv'],
    ['table', 'out/shop.duckdb'],
    ['file', 'out'],
  ])('after it was staged, %s with %s, ends the run with nothing published', async (node, path) => {
    const folder = world()
    const before = bytesIn(join(folder, 'out'))
    const lock = () => execFileSync('chattr', ['+i', join(folder, path)])
    const unlock = () => execFileSync('chattr', ['-i', join(folder, path)])
    onTestFinished(() => void spawnSync('chattr', ['-i', join(folder, path)]))
    const given = flow(1000, { slow, end: ['sink.csv', { path: 'end.csv' }] }, ['one.out slow.one', 'slow.out end.in'])
    const ended = await come(folder, given, {
      when: [...Object.keys(sinks).map(staged), running('slow')],
      act: lock,
    })
    unlock()
    // what lies in a folder that nothing can be removed from is removed by the next start
    if (path === 'out') expect(await weir(['run', 'g.flow.json', '--to', 'one'], { folder })).toMatchObject({ code: 0 })
    expect(ended).toMatchObject({ code: 1, errors: [{ code: 'E-TARGET-WRITE', node }] })
    expect(ended.errors[0]!.hint).toContain('(class: system)')
    expect(existsSync(join(folder, 'end.csv'))).toBe(false)
    untouched(folder, before, ended)
  })
})

const isMountable = isRoot && spawnSync('mount', ['--version']).status === 0

describe.runIf(isMountable)('a full disk', () => {
  const small = (folder: string, name: string, size: string) => {
    const path = join(folder, name)
    mkdirSync(path, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path])
    onTestFinished(() => void spawnSync('umount', ['-l', path]))
    return path
  }

  it.each(Object.keys(sinks))('at %s ends the run with nothing published', async node => {
    const folder = world()
    const kept = testFolder()
    cpSync(join(folder, 'out'), join(kept, 'out'), { recursive: true })
    cpSync(join(kept, 'out'), small(folder, 'out', '4m'), { recursive: true })
    const before = bytesIn(join(folder, 'out'))
    const ended = await come(folder, flow(1_000_000), { args: ['--to', node] })
    expect(ended).toMatchObject({ code: 1, errors: [{ code: 'E-DISK-FULL', node }] })
    expect(ended.errors[0]!.hint).toContain('(class: system)')
    untouched(folder, before, ended)
  })

  it('or one that nothing may be written to, of the cache, is told, and the run goes on', async () => {
    const folder = world()
    const full = small(folder, 'cache', '8k')
    writeFileSync(join(folder, 'nothing'), '')
    for (const cache of [full, join(folder, 'nothing')]) {
      const ended = await come(folder, flow(1000), { env: { XDG_CACHE_HOME: cache } })
      expect(ended).toMatchObject({ code: 0, problems: [{ code: 'I-CACHE-WRITE', severity: 'info' }] })
      expect(ended.problems[0]!.message).toContain(cache)
      expect(readdirSync(cache === full ? cache : folder).filter(name => name.includes('probe'))).toEqual([])
    }
  })

  it('of the state folder ends the run with a sentence that says where else it may lie', async () => {
    const folder = world()
    const state = small(folder, 'full-state', '4k')
    spawnSync('sh', ['-c', `head -c 100000 /dev/zero > ${state}/zeros`])
    const before = bytesIn(join(folder, 'out'))
    const ended = await come(folder, flow(1000), { args: ['--state', 'full-state'] })
    expect(ended).toMatchObject({ code: 1, errors: [{ code: 'E-STATE-WRITE' }] })
    expect(ended.errors[0]!.hint).toContain('--state')
    expect(bytesIn(join(folder, 'out'))).toEqual(before)
  })
})
