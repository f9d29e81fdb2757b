import { renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '#hosts/dev/stale.ts'
import { testFolder } from '#test/hosts/folder.ts'

const inputs = ['package.json', 'src', 'none']

describe('what a build depends on', () => {
  it('is the same after a checkout, which changes times alone', () => {
    const folder = testFolder({ 'package.json': '{}', 'src/a/b.ts': 'b', 'other.ts': 'o' })
    const before = fingerprint({ inputs }, folder)
    utimesSync(join(folder, 'src/a/b.ts'), new Date(0), new Date(0))
    writeFileSync(join(folder, 'other.ts'), 'changed')
    expect(fingerprint({ inputs }, folder)).toBe(before)
  })

  it('changes with the content, the name and the number of files', () => {
    const folder = testFolder({ 'package.json': '{}', 'src/a/b.ts': 'b' })
    const prints = [fingerprint({ inputs }, folder)]
    writeFileSync(join(folder, 'src/a/b.ts'), 'c')
    prints.push(fingerprint({ inputs }, folder))
    renameSync(join(folder, 'src/a/b.ts'), join(folder, 'src/a/d.ts'))
    prints.push(fingerprint({ inputs }, folder))
    writeFileSync(join(folder, 'none'), '')
    prints.push(fingerprint({ inputs }, folder))
    expect(new Set(prints).size).toBe(4)
  })
})
