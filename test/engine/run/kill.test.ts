import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { recover } from '#engine/run/staging.ts'
import { flowOf, put } from './flow-world.ts'
import { noTables, temporaryFolder, textsIn } from './temp-folder.ts'

const script = new URL('./killed-run.ts', import.meta.url).pathname

const start = (folder: string, at: number): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', script, join(folder, 'f.flow.json'), folder, String(at)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: join(folder, 'tmp') },
  })

const world = async (rows: number): Promise<string> => {
  const folder = await temporaryFolder()
  const flow = flowOf(
    {
      one: ['source.inline', { columns: [{ name: 'a', type: 'INTEGER' }], rows: [['1']] }],
      many: ['transform.sql', { inputs: ['one'], sql: [`SELECT i, hash(i) AS h FROM one, range(${rows}) t(i)`] }],
      a: ['sink.csv', { path: 'out/a.csv' }],
      b: ['sink.parquet', { path: 'out/b', partitionBy: ['a'] }],
    },
    ['one.out many.one', 'many.out a.in', 'one.out c.in', 'c.out b.in'],
  )
  const copied = {
    ...flow,
    nodes: {
      ...flow.nodes,
      c: { kind: 'transform.formula', version: 1, settings: { columns: [{ name: 'b', expression: 'a + 1' }] } },
    },
  }
  await writeFile(join(folder, 'f.flow.json'), JSON.stringify(copied))
  await mkdir(join(folder, 'tmp'))
  await put(join(folder, 'out/a.csv'), 'old')
  await put(join(folder, 'out/b/a=7/old.parquet'), 'old')
  return folder
}

/** Which targets are there: all old, all new, or a mixture that must never be. */
const state = async (folder: string) => {
  const texts = await textsIn(join(folder, 'out'))
  const names = Object.keys(texts)
  if (names.some(name => name.includes('.weir'))) return `leftovers: ${names}`
  const parts = [
    texts['a.csv'] === 'old',
    names.includes('b/a=7/old.parquet'),
    !names.some(name => name.startsWith('b/a=1/')),
  ]
  return parts.every(part => part) ? 'old' : parts.every(part => !part) ? 'new' : `mixed: ${names}`
}

describe('a run that is killed', () => {
  it('publishes all or nothing wherever it dies, after the next start', async () => {
    const whole = await world(10)
    const child = start(whole, 0)
    const [line] = await once(child.stdout!, 'data')
    const { exitCode, count } = JSON.parse(String(line)) as { exitCode: number; count: number }
    expect(exitCode).toBe(0)
    expect(await state(whole)).toBe('new')
    const seen: string[] = []
    for (const share of [0.4, 0.85]) {
      const folder = await world(10)
      const [, signal] = await once(start(folder, Math.round(count * share)), 'exit')
      expect(signal).toBe('SIGKILL')
      await recover(join(folder, '.weir'), noTables)
      const found = await state(folder)
      expect(['old', 'new'], found).toContain(found)
      seen.push(found)
    }
    expect(new Set(seen)).toEqual(new Set(['old', 'new']))
  })

  it('in the middle of writing leaves nothing beside its targets', async () => {
    const folder = await world(100_000_000)
    const child = start(folder, 0)
    const out = join(folder, 'out')
    const isWriting = () =>
      existsSync(out) &&
      readdirSync(out).some(name => name.startsWith('.weir-') && name.endsWith('a.csv') && !name.includes('lock'))
    while (!isWriting()) await setTimeout(20)
    await setTimeout(100)
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await state(folder)).toMatch(/leftovers/)
    expect(await recover(join(folder, '.weir'), noTables)).toBe('cleared')
    expect(await state(folder)).toBe('old')
  })
})
