import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openHistory } from '#engine/history/history.ts'
import { databaseOfTests } from '../duckdb/session-of-tests.ts'
import { temporaryFolder } from '../run/temp-folder.ts'
import { reportOf } from './reports.ts'

const { database } = databaseOfTests()
const historyIn = (state: string) => openHistory(database().connect, state)

const script = new URL('./recording-process.ts', import.meta.url).pathname

const start = (state: string, ...args: readonly string[]) =>
  spawn(process.execPath, ['--import', 'tsx', script, state, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

const ended = async (child: ReturnType<typeof start>) => {
  let out = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  const [code, signal] = await once(child, 'close')
  return { code, signal, out }
}

const node = { status: 'ran', ms: 1, ports: { out: { rows: 1 } } } as const

/** A folder with a history of one run. */
const recorded = async () => {
  const state = await temporaryFolder()
  const history = historyIn(state)
  await history.record('a', reportOf(1, {}, { nodes: { node } }))
  return { state, history, file: join(state, 'history.duckdb') }
}

const direct = async (file: string, statement: string) => {
  const session = await database().connect()
  await session.execute(`ATTACH '${file}' AS direct`)
  await session.execute(statement)
  await session.execute('DETACH direct')
  session.close()
}

/** What is said of a file that is no history that this Weir knows; the file stays as it was. */
const refusal = async (file: string, state: string): Promise<string> => {
  const before = await readFile(file)
  const history = historyIn(state)
  const said = await history.record('a', reportOf(2)).then(
    () => 'recorded',
    (error: Error) => error.message,
  )
  await expect(history.runs(null, 10)).rejects.toThrow(said)
  expect((await readFile(file)).equals(before)).toBe(true)
  return said
}

describe('a history file', () => {
  it('of a newer Weir is left as it is', async () => {
    const { state, file } = await recorded()
    await direct(file, "UPDATE direct.meta SET value = '99'")
    expect(await refusal(file, state)).toMatch(/made by a newer Weir \(version 99; this one knows 2\)/)
  })

  it('that is a database of something else is left as it is', async () => {
    const state = await temporaryFolder()
    const file = join(state, 'history.duckdb')
    await direct(file, 'CREATE TABLE direct.mine (i INTEGER)')
    expect(await refusal(file, state)).toMatch(/no run history of Weir/)
  })

  it.each([
    ['that is a text', async () => 'not a database'],
    ['that is empty', async () => ''],
    ['that was cut off', async (file: string) => (await readFile(file)).subarray(0, 9000)],
    ['whose head is overwritten', async (file: string) => (await readFile(file)).fill(7, 0, 12_288)],
  ])('%s is left as it is, and the engine goes on', async (_, content) => {
    const { state, file } = await recorded()
    await writeFile(file, await content(file))
    expect(await refusal(file, state)).toMatch(/it is damaged/)
    const other = await recorded()
    expect(await other.history.runs('a', 10)).toHaveLength(1)
  })

  it('with damage anywhere gives an error or its runs, and never harms the engine', async () => {
    const { file, history } = await recorded()
    const whole = await readFile(file)
    const outcomes = new Set<string>()
    const attempt = (work: Promise<unknown>) =>
      work.then(
        found => (found === null ? 'lost' : 'done'),
        (error: { problem?: { code: string } }) => error.problem?.code ?? 'surprise',
      )
    for (let at = 100; at < whole.length; at += Math.ceil(whole.length / 30)) {
      await rm(`${file}.wal`, { force: true })
      const broken = Buffer.from(whole)
      // DuckDB's checksums see no change by equal bytes
      for (let i = at; i < at + 48; i += 1) broken[i] = (i * 151 + 89) % 256
      await writeFile(file, broken)
      outcomes.add(await attempt(history.report('run-1')))
      outcomes.add(await attempt(history.record('a', reportOf(2))))
      outcomes.add(await attempt(history.lastGood('a')))
    }
    expect([...outcomes].sort()).toEqual(['E-HISTORY', 'done'])
    await rm(`${file}.wal`, { force: true })
    await writeFile(file, whole)
    expect(await history.report('run-1')).toMatchObject({ nodes: { node } })
  })
})

describe('several processes', () => {
  it('that record at once in a folder without a history lose no run', async () => {
    const state = await temporaryFolder()
    const history = historyIn(state)
    const others = [start(state, 'record', '5'), start(state, 'record', '5'), start(state, 'record', '5')].map(ended)
    for (let minute = 0; minute < 5; minute += 1) {
      await history.record('own', reportOf(minute))
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    expect((await Promise.all(others)).map(({ code }) => code)).toEqual([0, 0, 0])
    const runs = await history.runs(null, 100)
    expect(runs).toHaveLength(20)
    expect(new Set(runs.map(({ flow }) => flow)).size).toBe(4)
    expect((await readdir(state)).sort()).toEqual(['history.duckdb'])
  })

  it('wait for one that holds the file for long, and then say so', async () => {
    const { state, history } = await recorded()
    const holder = start(state, 'hold')
    await once(holder.stdout, 'data')
    const waiting = history.record('a', reportOf(2))
    await expect(waiting).rejects.toThrow(/another process holds it/)
    const patient = history.record('a', reportOf(3))
    holder.kill('SIGKILL')
    await patient
    expect((await history.runs('a', 10)).map(({ id }) => id)).toEqual(['run-3', 'run-1'])
  })

  it('that are killed at any statement leave a file that is read and written on, with whole runs', async () => {
    const state = await temporaryFolder()
    const history = historyIn(state)
    const other = await temporaryFolder()
    const [first = 0, second = 0] = (await ended(start(other, 'kill', '0'))).out.split('\n').map(Number)
    const later = second - first
    expect([first > later, later > 7]).toEqual([true, true])
    for (const [i, at] of [first - later, first - 3, later - 1, later].entries()) {
      const { signal } = await ended(start(state, 'kill', String(at)))
      expect(signal).toBe('SIGKILL')
      if (i >= 1) await history.record('own', reportOf(i))
      for (const { id } of await history.runs(null, 100))
        expect(Object.keys((await history.report(id))?.nodes ?? {}).length, id).toBe(id.startsWith('run-') ? 0 : 1)
    }
    expect((await history.runs('own', 10)).map(({ id }) => id)).toEqual(['run-3', 'run-2', 'run-1'])
    expect((await stat(join(state, 'history.duckdb'))).size).toBeGreaterThan(0)
  })
})
