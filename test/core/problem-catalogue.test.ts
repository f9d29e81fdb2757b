import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { explain, problemCatalogue } from '#core/problem-catalogue.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !name.includes('problem-catalogue'))
    .map(name => readFileSync(join(root, folder, name), 'utf8'))

describe('the catalogue of problems', () => {
  it('explains every code that the program uses', () => {
    const used = ['src', 'nodes', 'renderer']
      .flatMap(sources)
      .flatMap(text => text.match(/(?<=['"`])[EWI]-[A-Z]+(?:-[A-Z]+)*(?=['"`])/g) ?? [])
    expect(used).toContain('E-COLUMN-UNKNOWN')
    expect([...new Set(used)].filter(code => !(code in problemCatalogue)).toSorted()).toEqual([])
  })

  it('has each code in one of its files', () => {
    const folder = join(root, 'src/core/problem-catalogue')
    const codes = readdirSync(folder).flatMap(
      name => readFileSync(join(folder, name), 'utf8').match(/(?<=^ {2}')[EWI]-[A-Z-]+(?=': \{$)/gm) ?? [],
    )
    expect(codes.toSorted()).toEqual(Object.keys(problemCatalogue).toSorted())
  })

  it.each(Object.entries(problemCatalogue))('explains %s in sentences', (code, { title, explanation }) => {
    expect(code).toMatch(/^[EWI]-[A-Z]+(-[A-Z]+)*$/)
    expect(title).toMatch(/^[A-Z][^.]*$/)
    expect(explanation).toMatch(/^[A-Z].*[.…]$/)
  })

  it('finds a code without case, and says null for one that is not there', () => {
    expect(explain(' e-cycle ')).toBe(problemCatalogue['E-CYCLE'])
    expect(explain('E-NOTHING')).toBeNull()
    expect(explain('constructor')).toBeNull()
  })
})
