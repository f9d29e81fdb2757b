import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Session } from '#engine/duckdb/session.ts'
import { recover } from '#engine/run/staging.ts'
import { tableFiles } from '#engine/run/table-files.ts'
import { randomOf } from '#test/engine/fuzz/random.ts'
import { weir } from '#test/hosts/cli/weir.ts'
import { flowOf } from './flow-world.ts'

/**
 * A run with four sinks, and a fifth: a CSV file, a folder of Parquet files, a CSV file that is appended to, a table that is changed by
 * key, and a folder of which two partitions of three are replaced.
 */
const flow = (rows: number) =>
  flowOf(
    {
      one: ['source.inline', { columns: [{ name: 'a', type: 'INTEGER' }], rows: [['1']] }],
      many: [
        'transform.sql',
        {
          inputs: ['one'],
          sql: [
            `SELECT $v AS v, i + ($v - 1) * ${rows / 2} AS id, i % 3 AS part, hash(i) AS h FROM one, range(${rows}) t(i)`,
          ],
        },
      ],
      file: ['sink.csv', { path: 'out/file.csv' }],
      parts: ['sink.parquet', { path: 'out/parts', partitionBy: ['part'] }],
      log: ['sink.csv', { path: 'out/log.csv', ifExists: 'append' }],
      some: ['transform.filter', { where: '$v = 1 OR part > 0' }],
      days: ['sink.parquet', { path: 'out/days', partitionBy: ['part'], replaces: 'partitions' }],
      table: ['sink.duckdb', { path: 'out/shop.duckdb', table: 'orders', mode: 'upsert', keys: ['id'] }],
    },
    [
      'one.out many.one',
      ...['file', 'parts', 'log', 'table', 'some'].map(node => `many.out ${node}.in`),
      'some.match days.in',
    ],
    { params: { v: { type: 'integer', default: 1 } } },
  )

const run = (folder: string, version: number, started?: Parameters<typeof weir>[1]['started']) =>
  weir(['run', 'f.flow.json', '--param', `v=${version}`, '--as-of', '2024-05-01T00:00:00Z', '--threads', '2'], {
    folder,
    env: { TMPDIR: join(folder, 'tmp') },
    ...(started ? { started } : {}),
  })

/** What the targets hold, in a line each. */
const held = async (folder: string, session: Session): Promise<readonly string[]> => {
  const shown = async (rows: string) =>
    String(
      (
        await session.query(
          `SELECT string_agg(v || ':' || n, ' ' ORDER BY v) FROM (SELECT v, count(*) AS n FROM ${rows} GROUP BY v)`,
        )
      ).rows[0]?.[0],
    )
  return [
    await shown(`read_csv('${folder}/out/file.csv')`),
    await shown(`read_parquet('${folder}/out/parts/**/*.parquet')`),
    await shown(`read_csv('${folder}/out/log.csv')`),
    await shown(`read_duckdb('${folder}/out/shop.duckdb', table_name = 'orders')`),
    await shown(`read_parquet('${folder}/out/days/**/*.parquet')`),
  ]
}

const expected = (rows: number) => {
  const kept = Math.ceil(rows / 3)
  return {
    old: [`1:${rows}`, `1:${rows}`, `1:${rows}`, `1:${rows}`, `1:${rows}`],
    new: [`2:${rows}`, `2:${rows}`, `1:${rows} 2:${rows}`, `1:${rows / 2} 2:${rows}`, `1:${kept} 2:${rows - kept}`],
  }
}

/** What a run may leave behind, and nothing else of it may. */
const left = async (folder: string): Promise<readonly string[]> => {
  const out = (await readdir(join(folder, 'out'), { recursive: true })).filter(
    name => name.includes('.weir') || name.endsWith('.wal'),
  )
  const state = (await readdir(join(folder, '.weir'))).filter(name => /staging|journal|commit|lock/.test(name))
  return [...out, ...state]
}

export interface Trial {
  readonly index: number
  /** Which of both the targets hold after the next start, or what is wrong with them. */
  readonly found: 'old' | 'new' | string
  /** Whether the process still ran when it was killed. */
  readonly killed: boolean
  /** What there was to do after it. */
  readonly recovery: string
}

export interface Killing {
  readonly count: number
  readonly seed: number
  readonly rows: number
  /** How many runs go on side by side. */
  readonly atOnce: number
  readonly folder: string
  readonly session: Session
  readonly connect: () => Promise<Session>
  readonly told?: (trial: Trial) => void
}

/** Kills runs at random moments, two of three where they write or publish, and says what was there after the next start. */
export const killRuns = async (of: Killing): Promise<readonly Trial[]> => {
  const { folder, count, rows } = of
  const first = join(folder, 'first')
  await mkdir(join(first, 'tmp'), { recursive: true })
  await writeFile(join(first, 'f.flow.json'), JSON.stringify(flow(rows)))
  const made = await run(first, 1)
  if (made.code !== 0) throw new Error(made.err)
  const times = await timed(await copied(first, join(folder, 'timed')))
  const trials: Trial[] = []
  const next = Array.from({ length: count }, (_, index) => index).values()
  const lane = async () => {
    for (const index of next) {
      const trial = await tryOnce(of, first, times, index)
      trials.push(trial)
      of.told?.(trial)
    }
  }
  await Promise.all(Array.from({ length: of.atOnce }, lane))
  return trials
}

const tryOnce = async (of: Killing, first: string, times: readonly number[], index: number): Promise<Trial> => {
  const { folder, seed, rows, session } = of
  const random = randomOf(seed * 100_000 + index)
  const place = join(folder, `trial-${index}`)
  const phase = index % phases.length
  let killed = false
  // A run may be quicker than the one that was timed: then it is tried again, for half as long.
  for (let ms = 1 + random.below(times[phase]!); !killed && ms >= 1; ms = Math.floor(ms / 2)) {
    await rm(place, { recursive: true, force: true })
    killed = await killedRun(await copied(first, place), phases[phase]!, ms)
  }
  // Every tenth is mended by the next run itself, which is the same run once more.
  const again = index % 10 === 9
  const recovery = again
    ? `run again: ${(await run(place, 2)).code}`
    : await recover(join(place, '.weir'), tableFiles(of.connect))
  const found = await judged(place, session, rows, again ? ['new'] : ['old', 'new'])
  await rm(place, { recursive: true, force: true })
  return { index, found, killed, recovery }
}

const copied = async (from: string, to: string): Promise<string> => {
  await cp(from, to, { recursive: true })
  return to
}

/** Where in a run the clock of its end begins: at its start, with its first stage, with its decision. */
const phases = [null, 'staging.json', 'commit.json'] as const

type Phase = (typeof phases)[number]

const hasBegun = (folder: string, phase: Phase): boolean => phase === null || existsSync(join(folder, '.weir', phase))

/** How long a run that nobody kills takes from the beginning of each phase, in ms. */
const timed = async (folder: string): Promise<readonly number[]> => {
  const began: (number | null)[] = phases.map(() => null)
  let over = false
  const running = run(folder, 2).finally(() => {
    over = true
  })
  while (!over) {
    for (const [i, phase] of phases.entries()) if (hasBegun(folder, phase)) began[i] ??= performance.now()
    await setTimeout(1)
  }
  await running
  return began.map(at => (at === null ? 50 : performance.now() - at))
}

/** Runs the flow anew, and kills it so long after a phase began; says whether it still ran. */
const killedRun = async (folder: string, phase: Phase, ms: number): Promise<boolean> => {
  let over = false
  let kill: (signal: NodeJS.Signals) => void = () => undefined
  const running = run(folder, 2, started => {
    kill = started
  }).finally(() => {
    over = true
  })
  while (!over && !hasBegun(folder, phase)) await setTimeout(1)
  const until = performance.now() + ms
  while (!over && performance.now() < until) await setTimeout(1)
  const killed = !over
  if (killed) kill('SIGKILL')
  await running
  return killed
}

const judged = async (folder: string, session: Session, rows: number, allowed: readonly ('old' | 'new')[]) => {
  const leftovers = await left(folder)
  if (leftovers.length > 0) return `left over: ${leftovers.join(', ')}`
  const found = await held(folder, session).catch(error => [String(error)])
  const same = allowed.find(each => String(expected(rows)[each]) === String(found))
  return same ?? `neither: ${found.join(' | ')}`
}
