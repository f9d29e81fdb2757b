import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problemCatalogue } from '#core/problem-catalogue.ts'
import { root } from './command.ts'

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))

describe('the catalogue of problems', () => {
  it('explains every code that the sources name', () => {
    const unknown = new Set<string>()
    for (const file of ['src', 'nodes', 'renderer'].flatMap(sources))
      for (const [, code] of readFileSync(file, 'utf8').matchAll(/'([EW]-[A-Z0-9]+(?:-[A-Z0-9]+)*)'/g))
        if (!Object.hasOwn(problemCatalogue, code!)) unknown.add(code!)
    expect([...unknown].sort()).toEqual([])
  })
})
