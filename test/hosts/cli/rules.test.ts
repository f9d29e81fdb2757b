import { describe, expect, it } from 'vitest'
import { ruleKinds } from '#core/rules/index.ts'
import { dimensions } from '#core/rules/types.ts'
import { ruleEntry } from '#core/schema/rules.ts'
import { helpLines } from '#hosts/cli/help-text.ts'
import { processIo } from '#hosts/cli/io.ts'
import { main } from '#hosts/cli/main.ts'
import { settingTexts } from '#hosts/cli/schema-text.ts'
import { wrapped } from '#hosts/cli/wrap.ts'

const kinds = [...ruleKinds.values()]

/** What `weir` prints, line by line. */
const printed = async (...args: readonly string[]): Promise<readonly string[]> => {
  const lines: string[] = []
  const io = { ...processIo(new AbortController().signal), out: (line: string) => void lines.push(line) }
  expect(await main(args, io)).toBe(0)
  return lines.flatMap(line => line.split('\n'))
}

describe('weir rules', () => {
  it('lists every kind under its dimension, with title and sentence, in 80 columns', async () => {
    const lines = await printed('rules')
    const heads = lines.filter(line => line !== '' && !line.startsWith(' '))
    expect(heads).toEqual(dimensions.filter(name => kinds.some(kind => kind.dimension === name)))
    expect(lines.filter(line => line.length > 80)).toEqual([])
    for (const kind of kinds) {
      const at = lines.findIndex(line => line.startsWith(`  ${kind.kind} `))
      expect(lines[at], kind.kind).toContain(kind.title)
      expect(lines.slice(0, at).findLast(line => heads.includes(line))).toBe(kind.dimension)
    }
  })

  it('says of one kind what it flags, with an example, and its settings with their defaults', async () => {
    const lines = await printed('rules', 'not_null')
    expect(lines.slice(0, 4)).toEqual([
      'not_null: Not null',
      'Every cell holds a value.',
      '',
      'completeness; flags rows and names the cells',
    ])
    const text = lines.join('\n')
    expect(text).toContain('Flags each cell that is null.')
    expect(text).toMatch(/ann@example\.org\n.*null +flagged/)
    expect(text).toContain('  mostly: number = 1\n')
    expect(text).toContain('  columns: list of string (required)\n')
  })

  it.each(kinds.map(kind => [kind.kind, kind] as const))('has a readable page for %s', async (name, kind) => {
    const lines = await printed('rules', name)
    expect(lines.filter(line => line.length > 80 && !line.startsWith('    '))).toEqual([])
    expect(lines.join('\n')).not.toMatch(/\*\*|\| *---/)
    const settings = lines.slice(lines.indexOf('settings:'))
    for (const each of settingTexts(ruleEntry(kind).settings))
      expect(settings.some(line => line.startsWith(`  ${each.name}: `))).toBe(true)
  })
})

describe('a help text on a terminal', () => {
  it('wraps its paragraphs, and keeps code whole', () => {
    const lines = helpLines(`${'word '.repeat(15)}\`a b c d e f\` and *more*`)
    expect(lines).toEqual(['word '.repeat(15).trim(), '`a b c d e f` and more'])
  })

  it('sets an example apart, and breaks what is longer than a line', () => {
    expect(helpLines('`"min": 0, "max": 1`')).toEqual(['    "min": 0, "max": 1'])
    const [first, second] = helpLines(`\`${'abcd '.repeat(20).trim()}\``)
    expect(first?.length).toBeLessThanOrEqual(80)
    expect(second).toMatch(/^ {6}abcd/)
  })

  it('sets tables in columns, and keeps stars in code', () => {
    expect(helpLines('| a | long name |\n| --- | --- |\n| `x * y * z` | *null* |')).toEqual([
      '    a            long name',
      '    -----------  ---------',
      '    `x * y * z`  null',
    ])
  })

  it('hangs what follows under what it belongs to', () => {
    expect(wrapped('one two '.repeat(12), '  kind  ')[1]).toMatch(/^ {8}\S/)
  })
})
