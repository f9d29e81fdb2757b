import { rename, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { fingerprintOf } from '#engine/run/fingerprint.ts'
import { temporaryFolder } from './temp-folder.ts'

const sha256 = {
  abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  abd: 'a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9',
}

/** Longer than a file counts as just written. */
const settling = 2_100

describe('the fingerprint of a file', () => {
  it('is of its bytes, however often it is asked for', async () => {
    const path = join(await temporaryFolder(), 'a.csv')
    await writeFile(path, 'abc')
    const fingerprint = { path: 'a.csv', bytes: 3, sha256: sha256.abc, whole: true }
    expect(await fingerprintOf(path, 'a.csv')).toEqual(fingerprint)
    await setTimeout(settling)
    expect(await fingerprintOf(path, 'a.csv')).toEqual(fingerprint)
    expect(await fingerprintOf(path, 'other')).toEqual({ ...fingerprint, path: 'other' })
  })

  it('changes with bytes that were written in its place, at its time and of its length', async () => {
    const folder = await temporaryFolder()
    const [path, other] = [join(folder, 'a.csv'), join(folder, 'b.csv')]
    await writeFile(path, 'abc')
    await writeFile(other, 'abd')
    const { atime, mtime } = await stat(path)
    await utimes(other, atime, mtime)
    await setTimeout(settling)
    expect((await fingerprintOf(path, 'a')).sha256).toBe(sha256.abc)
    await rename(other, path)
    await utimes(path, atime, mtime)
    expect((await fingerprintOf(path, 'a')).sha256).toBe(sha256.abd)
    await setTimeout(settling)
    expect((await fingerprintOf(path, 'a')).sha256).toBe(sha256.abd)
    await writeFile(path, 'abc')
    await utimes(path, atime, mtime)
    expect((await fingerprintOf(path, 'a')).sha256).toBe(sha256.abc)
  })

  it('changes with bytes that are written at once after one another', async () => {
    const path = join(await temporaryFolder(), 'a.csv')
    for (const text of ['abc', 'abd', 'abc', 'abd'] as const) {
      await writeFile(path, text)
      expect((await fingerprintOf(path, 'a')).sha256).toBe(sha256[text])
    }
  })
})
