import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { takeLock } from '#engine/run/lock.ts'
import { targetLockPath } from '#engine/run/stage-names.ts'
import { openStaging } from '#engine/run/staging.ts'
import { noTables, temporaryFolder } from './temp-folder.ts'

const holder = (fields: object) =>
  JSON.stringify({ token: 'other', run: 'r0', pid: 1, started: null, host: hostname(), ...fields })

describe('a lock', () => {
  it('is held by one at a time and free again after its release', async () => {
    const path = join(await temporaryFolder(), 'lock')
    const first = await takeLock(path, 'r1')
    expect(await takeLock(path, 'r2')).toEqual({ ok: false, holder: `process ${process.pid}` })
    if (first.ok) await first.lock.release()
    expect(await takeLock(path, 'r2')).toMatchObject({ ok: true })
  })

  it('is won by exactly one of many who find a dead one', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'lock')
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    await writeFile(path, holder({ pid: child.pid }))
    const outcomes = await Promise.all(Array.from({ length: 12 }, (_, i) => takeLock(path, `r${i}`)))
    expect(outcomes.filter(outcome => outcome.ok)).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['lock'])
  })

  it('of a process number that was given again is taken over', async () => {
    const path = join(await temporaryFolder(), 'lock')
    await writeFile(path, holder({ pid: process.pid }))
    expect(await takeLock(path, 'r1')).toMatchObject({ ok: true })
    await writeFile(path, holder({ pid: process.ppid, started: '1' }))
    expect(await takeLock(path, 'r2')).toMatchObject({ ok: process.platform === 'linux' })
  })

  it('of another machine is respected and named', async () => {
    const path = join(await temporaryFolder(), 'lock')
    await writeFile(path, holder({ pid: 77, host: 'elsewhere' }))
    expect(await takeLock(path, 'r1')).toEqual({ ok: false, holder: 'process 77 on elsewhere' })
  })

  it('that was never finished is respected for a while, and then taken over', async () => {
    const path = join(await temporaryFolder(), 'lock')
    await writeFile(path, '')
    expect(await takeLock(path, 'r1')).toEqual({ ok: false, holder: 'another process' })
    const past = new Date(Date.now() - 60_000)
    await utimes(path, past, past)
    expect(await takeLock(path, 'r1')).toMatchObject({ ok: true })
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ run: 'r1', pid: process.pid })
  })

  it('of a target that cannot be let go of keeps no other', async () => {
    const folder = await temporaryFolder()
    const [state, target] = [join(folder, '.weir'), join(folder, 'a.csv')]
    const staging = await openStaging(state, 'r1', noTables)
    await staging.prepare([target])
    const path = targetLockPath(target)
    await rm(path)
    await mkdir(path)
    await staging.close()
    await rm(path, { recursive: true })
    const next = await openStaging(state, 'r2', noTables)
    await next.prepare([target])
    await next.close()
  })
})
