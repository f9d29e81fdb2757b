import fs from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Step } from '#engine/run/journal.ts'
import { asidePath, stagePath } from '#engine/run/stage-names.ts'
import { put } from './flow-world.ts'
import { noTables, temporaryFolder, textsIn } from './temp-folder.ts'

const load = () => import('#engine/run/staging.ts')

/** The calls after which a folder looks different. */
const mutating = ['open', 'rename', 'rm', 'rmdir', 'mkdir', 'writeFile'] as const
const real = Object.fromEntries(mutating.map(name => [name, fs.promises[name]]))

const restore = () => {
  Object.assign(fs.promises, real)
  syncBuiltinESMExports()
}

afterEach(() => {
  restore()
  vi.resetModules()
})

/** Runs a task until its n-th change of the file system, which never comes back: a process that died there. */
const dyingAt = async (n: number, task: () => Promise<void>): Promise<'died' | 'done'> => {
  let count = 0
  let died: (value: 'died') => void = () => undefined
  const death = new Promise<'died'>(resolve => {
    died = resolve
  })
  for (const name of mutating) {
    const call = real[name] as (...args: unknown[]) => Promise<unknown>
    Object.assign(fs.promises, {
      [name]: (...args: unknown[]) => {
        count += 1
        if (count < n) return call(...args)
        died('died')
        return new Promise(() => undefined)
      },
    })
  }
  syncBuiltinESMExports()
  const outcome = await Promise.race([death, task().then(() => 'done' as const)])
  restore()
  vi.resetModules()
  return outcome
}

interface World {
  readonly root: string
  readonly state: string
  readonly a: string
  readonly b: string
  readonly folder: string
}

const oldDays = { 'days/d=1/data': 'old 1', 'days/d=2/m=1/data': 'old 2', 'days/d=2/m=%32/data': 'old 3' }

/** An old file, an old folder, one of partitions, and a new target in a folder that is not there yet. */
const world = async (): Promise<World> => {
  const root = await temporaryFolder()
  const made = {
    root,
    state: join(root, '.weir'),
    a: join(root, 'a.csv'),
    b: join(root, 'deep/er/b.csv'),
    folder: join(root, 'parts'),
  }
  await writeFile(made.a, 'old a')
  await mkdir(join(made.folder, 'k=1'), { recursive: true })
  await writeFile(join(made.folder, 'k=1', 'data'), 'old part')
  for (const [path, text] of Object.entries(oldDays)) await put(join(root, path), text)
  return made
}

const publish = async (at: World, run: string): Promise<void> => {
  const { openStaging } = await load()
  const staging = await openStaging(at.state, run, noTables)
  const days = join(at.root, 'days')
  await staging.prepare([at.folder, at.b, at.a, days])
  const staged = (target: string) => stagePath(target, run)
  await writeFile(staged(at.a), 'new a')
  await writeFile(staged(at.b), 'new b')
  await mkdir(join(staged(at.folder), 'k=2'), { recursive: true })
  await writeFile(join(staged(at.folder), 'k=2', 'data'), 'new part')
  await put(join(staged(days), 'd=2/m=2/data'), 'new 3')
  await put(join(staged(days), 'd=3/m=1/data'), 'new 4')
  const steps: Step[] = [
    {
      kind: 'partitions',
      staged: staged(days),
      target: days,
      aside: asidePath(days, run),
      out: ['d=2/m=1', 'd=2/m=%32'],
      in: ['d=2/m=2', 'd=3/m=1'],
    },
    { kind: 'file', staged: staged(at.a), target: at.a },
    { kind: 'file', staged: staged(at.b), target: at.b },
    { kind: 'folder', staged: staged(at.folder), target: at.folder, aside: asidePath(at.folder, run) },
    { kind: 'batch', target: at.a, batch: 'monday', rows: 7 },
  ]
  await staging.commit(steps)
  await staging.close()
}

const before = { 'a.csv': 'old a', 'parts/k=1/data': 'old part', ...oldDays }
const after = {
  'a.csv': 'new a',
  'days/d=1/data': 'old 1',
  'days/d=2/m=2/data': 'new 3',
  'days/d=3/m=1/data': 'new 4',
  'deep/er/b.csv': 'new b',
  'parts/k=2/data': 'new part',
}

const stateFiles = async (at: World) => (fs.existsSync(at.state) ? Object.keys(await textsIn(at.state)) : [])

const targets = async (at: World) => {
  const all = await textsIn(at.root)
  return Object.fromEntries(Object.entries(all).filter(([path]) => !path.startsWith('.weir/')))
}

describe('publishing', () => {
  it('moves every target in together and leaves nothing else behind', async () => {
    const at = await world()
    await publish(at, 'r1')
    expect(await targets(at)).toEqual(after)
    expect(Object.keys(await textsIn(at.state))).toEqual(['batches.json'])
    expect(JSON.parse(await readFile(join(at.state, 'batches.json'), 'utf8'))).toEqual({ [at.a]: { monday: 7 } })
  })

  it('leaves every target as it was, and no made folder, where it is closed without a commit', async () => {
    const at = await world()
    const { openStaging } = await load()
    const staging = await openStaging(at.state, 'r1', noTables)
    await staging.prepare([at.a, at.b, at.folder])
    await writeFile(stagePath(at.b, 'r1'), 'half of b')
    await staging.close()
    expect(await targets(at)).toEqual(before)
    expect(fs.existsSync(join(at.root, 'deep'))).toBe(false)
    expect(await textsIn(at.state)).toEqual({})
  })

  it('is all old or all new after a death at any of its steps and a recovery that may die, too', async () => {
    const seen = new Set<string>()
    for (let n = 1; ; n += 1) {
      const at = await world()
      const outcome = await dyingAt(n, () => publish(at, 'r1'))
      if (outcome === 'done') break
      if (n % 5 === 0) {
        await dyingAt(2 + ((n / 5) % 8), async () => {
          await (await load()).recover(at.state, noTables)
        })
      }
      const { recover } = await load()
      await recover(at.state, noTables)
      const found = await targets(at)
      expect([before, after], `after dying at step ${n}`).toContainEqual(found)
      seen.add(found['a.csv'] ?? '')
      expect(fs.existsSync(join(at.root, 'deep'))).toBe('deep/er/b.csv' in found)
      expect((await stateFiles(at)).filter(name => name !== 'batches.json')).toEqual([])
    }
    expect([...seen].sort()).toEqual(['new a', 'old a'])
  })

  it('refuses a second run on the same state folder and a second writer of the same target', async () => {
    const at = await world()
    const { openStaging } = await load()
    const first = await openStaging(at.state, 'r1', noTables)
    await expect(openStaging(at.state, 'r2', noTables)).rejects.toMatchObject({ problem: { code: 'E-STATE-BUSY' } })
    await first.prepare([at.a])
    const second = await openStaging(join(at.root, 'other'), 'r2', noTables)
    await expect(second.prepare([at.a])).rejects.toMatchObject({ problem: { code: 'E-TARGET-BUSY' } })
    await second.close()
    await first.close()
    expect(await targets(at)).toEqual(before)
  })

  it('recovers nothing while a run is alive', async () => {
    const at = await world()
    const { openStaging, recover } = await load()
    const staging = await openStaging(at.state, 'r1', noTables)
    await staging.prepare([at.a])
    await writeFile(stagePath(at.a, 'r1'), 'new a')
    expect(await recover(at.state, noTables)).toBe('busy')
    expect(fs.existsSync(stagePath(at.a, 'r1'))).toBe(true)
    await staging.close()
    expect(await recover(at.state, noTables)).toBe('nothing')
  })
})
