import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filesUnder } from '#hosts/service/files.ts'
import { listFolder } from '#hosts/service/folder-list.ts'
import { codeOf, testFolder } from '#test/hosts/folder.ts'

const both = () => {
  const folder = testFolder({
    'inside/a.csv': 'a',
    'inside/sub/b.csv': 'b',
    'outside/secret.txt': 's',
    'inside-too/c.txt': 'c',
  })
  return { folder, root: join(folder, 'inside'), outside: join(folder, 'outside') }
}

describe('files under a folder', () => {
  it('are reached by relative and absolute paths, also where they do not exist', async () => {
    const { root } = both()
    const files = await filesUnder(root)
    expect(await files.reach('sub/b.csv')).toBe(join(root, 'sub/b.csv'))
    expect(await files.reach(join(root, 'new/deep.flow.json'))).toBe(join(root, 'new/deep.flow.json'))
    expect(await files.reach('.')).toBe(root)
  })

  it('are not left by `..`, by an absolute path, or by a folder whose name begins alike', async () => {
    const { root, folder } = both()
    const files = await filesUnder(root)
    for (const path of [
      '..',
      '../outside/secret.txt',
      'sub/../../outside/secret.txt',
      '/etc/passwd',
      join(folder, 'inside-too/c.txt'),
      'a\0b',
    ])
      expect(await codeOf(files.reach(path))).toBe('E-FILE-OUTSIDE')
  })

  it('are not left by a link to a file or a folder, nor by a new file behind one', async () => {
    const { root, outside } = both()
    symlinkSync(outside, join(root, 'link'))
    symlinkSync(join(outside, 'secret.txt'), join(root, 'secret'))
    const files = await filesUnder(root)
    for (const path of ['link', 'link/secret.txt', 'link/new.txt', 'link/../outside/x', 'secret'])
      expect(await codeOf(files.reach(path))).toBe(
        path === 'link/../outside/x' ? await codeOf(files.reach('outside/x')) : 'E-FILE-OUTSIDE',
      )
  })

  it('are reached through a link that leads inside', async () => {
    const { root } = both()
    symlinkSync(join(root, 'sub'), join(root, 'here'))
    expect(await (await filesUnder(root)).reach('here/b.csv')).toBe(join(root, 'sub/b.csv'))
  })

  it('never give a path outside, whatever is asked', async () => {
    const { root } = both()
    const files = await filesUnder(root)
    const part = fc.constantFrom('..', '.', 'sub', 'a.csv', '', '~', '...', 'ü', '/')
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async parts => {
        const found = await files.reach(parts.join('/')).catch(() => root)
        expect(found === root || found.startsWith(`${root}/`)).toBe(true)
      }),
    )
  })

  it('may lie in a second folder that was named', async () => {
    const { root, outside } = both()
    const files = await filesUnder(root, [outside])
    expect(await files.reach(join(outside, 'secret.txt'))).toBe(join(outside, 'secret.txt'))
  })
})

describe('the list of a folder', () => {
  it('has folders first, then files in a natural order, without what is hidden or leads out', async () => {
    const { root, outside } = both()
    for (const name of ['f10.csv', 'f9.csv', '.hidden']) writeFileSync(join(root, name), 'xy')
    mkdirSync(join(root, 'z'))
    symlinkSync(outside, join(root, 'link'))
    const { folder, parent, entries } = await listFolder(await filesUnder(root), null)
    expect(folder).toBe(root)
    expect(parent).toBeNull()
    expect(entries.map(entry => entry.name)).toEqual(['sub', 'z', 'a.csv', 'f9.csv', 'f10.csv'])
    expect(entries.find(entry => entry.name === 'f9.csv')).toMatchObject({
      path: join(root, 'f9.csv'),
      folder: false,
      bytes: 2,
    })
  })

  it('has the folder above it, up to the root', async () => {
    const { root } = both()
    expect((await listFolder(await filesUnder(root), 'sub')).parent).toBe(root)
  })

  it('is a problem for what is no folder or lies outside', async () => {
    const { root } = both()
    const files = await filesUnder(root)
    expect(await codeOf(listFolder(files, 'nowhere'))).toBe('E-FILE-MISSING')
    expect(await codeOf(listFolder(files, '..'))).toBe('E-FILE-OUTSIDE')
  })
})
