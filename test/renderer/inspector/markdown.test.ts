import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { blocksOf, spansOf } from '#renderer/inspector/markdown.ts'

const root = fileURLToPath(new URL('../../../nodes', import.meta.url))
const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('help.md'))

describe('help pages', () => {
  test('are there', () => {
    expect(pages.length).toBeGreaterThan(10)
  })

  test.each(pages)('%s becomes a heading, text and an example', path => {
    const blocks = blocksOf(readFileSync(join(root, path), 'utf8'))
    expect(blocks[0]).toMatchObject({ kind: 'heading', level: 1 })
    expect(blocks.some(block => block.kind === 'paragraph')).toBe(true)
    for (const block of blocks)
      if (block.kind === 'table') for (const row of block.rows) expect(row).toHaveLength(block.head.length)
  })
})

describe('the parts of a line', () => {
  test('are code, strong and emphasised texts', () => {
    expect(spansOf('use `a_b` and **c** or _d e_, not f_g_h').map(({ kind, text }) => [kind, text])).toEqual([
      ['plain', 'use '],
      ['code', 'a_b'],
      ['plain', ' and '],
      ['strong', 'c'],
      ['plain', ' or '],
      ['emphasis', 'd e'],
      ['plain', ', not f_g_h'],
    ])
  })
})
