import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeAtomically } from '#hosts/service/atomic.ts'
import { readFlowFile, sameContent, stampOf } from '#hosts/service/flow-file.ts'
import { fileJournal } from '#hosts/service/journal.ts'
import { recentFiles } from '#hosts/service/recent.ts'
import { watchFile } from '#hosts/service/watch.ts'
import { codeOf, testFolder } from '#test/hosts/folder.ts'

describe('an atomic write', () => {
  it('replaces the file, keeps its mode, and leaves no draft', async () => {
    const folder = testFolder({ 'a.json': 'old' })
    chmodSync(join(folder, 'a.json'), 0o640)
    await writeAtomically(join(folder, 'a.json'), 'new')
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('new')
    expect(statSync(join(folder, 'a.json')).mode & 0o777).toBe(0o640)
    expect(readdirSync(folder)).toEqual(['a.json'])
  })

  it('leaves the old file, and no draft, when it is stopped at the last moment', async () => {
    const folder = testFolder({ 'a.json': 'old' })
    const stopped = writeAtomically(join(folder, 'a.json'), 'new', async () => {
      throw new Error('stop')
    })
    await expect(stopped).rejects.toThrow('stop')
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['a.json'])
  })

  it('writes through a link', async () => {
    const folder = testFolder({ 'real.json': 'old' })
    symlinkSync(join(folder, 'real.json'), join(folder, 'link.json'))
    await writeAtomically(join(folder, 'link.json'), 'new')
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'real.json'), 'utf8')).toBe('new')
  })
})

describe('a flow file', () => {
  it('has a stamp that changes with its content, not with its time', async () => {
    const folder = testFolder({ 'a.json': 'one' })
    const path = join(folder, 'a.json')
    const first = await stampOf(path)
    utimesSync(path, new Date(0), new Date(0))
    const touched = await stampOf(path)
    writeFileSync(path, 'two')
    const changed = await stampOf(path)
    expect(sameContent(first!, touched!)).toBe(true)
    expect(sameContent(first!, changed!)).toBe(false)
    expect(await stampOf(join(folder, 'none.json'))).toBeNull()
  })

  it('that cannot be read is a problem', async () => {
    const folder = testFolder({ 'junk.json': new Uint8Array([0x7b, 0xff, 0xfe, 0x80]) })
    expect(await codeOf(readFlowFile(join(folder, 'none.json')))).toBe('E-FILE-MISSING')
    expect(await codeOf(readFlowFile(join(folder, 'junk.json', 'deeper')))).toBe('E-FILE-MISSING')
    expect(await codeOf(readFlowFile(folder))).toBe('E-FILE-FOLDER')
    expect(await codeOf(readFlowFile(join(folder, 'junk.json')))).toBe('E-FLOW-SHAPE')
  })
})

describe('the recent files', () => {
  it('are the newest first, each once, and at most twenty', async () => {
    const file = join(testFolder(), 'deep/recent.json')
    let time = 0
    const recent = recentFiles(file, () => ++time)
    for (let i = 0; i < 25; i++) await recent.add(`/f${i}`)
    await recent.add('/f10')
    const list = await recentFiles(file).list()
    expect(list).toHaveLength(20)
    expect(list[0]).toEqual({ path: '/f10', openedAt: 26 })
    expect(new Set(list.map(each => each.path)).size).toBe(20)
  })

  it('keep all that are added at once', async () => {
    const recent = recentFiles(join(testFolder(), 'recent.json'))
    await Promise.all(['/a', '/b', '/c'].map(recent.add))
    expect((await recent.list()).map(each => each.path)).toEqual(['/c', '/b', '/a'])
  })

  it('are none where their file is broken', async () => {
    const folder = testFolder({ 'recent.json': '[{"path": 1}, {]' })
    expect(await recentFiles(join(folder, 'recent.json')).list()).toEqual([])
  })
})

describe('the crash journal', () => {
  it('gives back what was written last, until it is cleared', async () => {
    const file = join(testFolder(), 'state/journal.json')
    const journal = fileJournal(file)
    expect(await journal.read()).toBeNull()
    await Promise.all(['one', 'two', 'three'].map(journal.write))
    expect(await fileJournal(file).read()).toBe('three')
    await journal.clear()
    expect(await journal.read()).toBeNull()
  })
})

describe('the watch of a file', () => {
  it('tells of a change, of a replacement and of its end, and of nothing else', async () => {
    const folder = testFolder({ 'a.json': 'one' })
    const path = join(folder, 'a.json')
    const controller = new AbortController()
    const feed = watchFile(path, controller.signal)
    const next = feed.next()
    await new Promise(resolve => setTimeout(resolve, 100))
    writeFileSync(join(folder, 'b.json'), 'other')
    utimesSync(path, new Date(), new Date())
    await new Promise(resolve => setTimeout(resolve, 150))
    writeFileSync(path, 'two')
    expect(await next).toEqual({ done: false, value: { stamp: await stampOf(path) } })
    const replaced = feed.next()
    await new Promise(resolve => setTimeout(resolve, 50))
    await writeAtomically(path, 'three')
    expect(await replaced).toEqual({ done: false, value: { stamp: await stampOf(path) } })
    const ended = feed.next()
    controller.abort()
    expect((await ended).done).toBe(true)
  })

  it('tells of what came before it began, and while a word of it was not yet asked for', async () => {
    const path = join(testFolder({ 'a.json': 'one' }), 'a.json')
    const known = await stampOf(path)
    writeFileSync(path, 'two')
    const controller = new AbortController()
    const feed = watchFile(path, controller.signal, known)
    expect(await feed.next()).toEqual({ done: false, value: { stamp: await stampOf(path) } })
    writeFileSync(path, 'three')
    await new Promise(resolve => setTimeout(resolve, 50))
    const asked = Date.now()
    expect(await feed.next()).toEqual({ done: false, value: { stamp: await stampOf(path) } })
    // at once, and not when the folder is looked at again
    expect(Date.now() - asked).toBeLessThan(1500)
    controller.abort()
    await feed.next()
  })
})
