import { describe, expect, test } from 'vitest'
import { recognise } from '#renderer/bring/recognise.ts'

const linesOf = (text: string, html = '') => {
  const found = recognise(text, html)
  return found.kind === 'table' ? found.pasted.lines : found.kind
}

describe('a text from the clipboard', () => {
  test('is a table as a sheet copies it: tabs, quoted line ends, empty cells at the end, a last line end', () => {
    expect(linesOf('id\tnote\tsum\r\n1\t"two\nlines"\t\r\n2\t"a ""b"""\t3\r\n')).toEqual([
      ['id', 'note', 'sum'],
      ['1', 'two\nlines', ''],
      ['2', 'a "b"', '3'],
    ])
    expect(linesOf('a\tb')).toEqual([['a', 'b']])
  })

  test('is a table with commas, semicolons or bars, whatever decimals it has', () => {
    expect(linesOf('a,b\n1,"x, y"')).toEqual([
      ['a', 'b'],
      ['1', 'x, y'],
    ])
    expect(linesOf('a;b\n1,5;2,5\n3,0;4,0')).toEqual([
      ['a', 'b'],
      ['1,5', '2,5'],
      ['3,0', '4,0'],
    ])
    expect(linesOf('price\n1,5\n2,75')).toEqual([['price'], ['1,5'], ['2,75']])
  })

  test('is a table as Markdown writes it, with a header for sure', () => {
    const found = recognise('| id | text |\n|---:|:--|\n| 1 | a \\| b |\n| 2 | |', '')
    expect(found).toMatchObject({
      kind: 'table',
      pasted: {
        header: true,
        lines: [
          ['id', 'text'],
          ['1', 'a | b'],
          ['2', ''],
        ],
      },
    })
  })

  test('leaves empty lines out, and tells of them and of quotes that do not close', () => {
    const found = recognise('a,b\n\n1,2\n', '')
    expect(found).toMatchObject({
      pasted: {
        lines: [
          ['a', 'b'],
          ['1', '2'],
        ],
        told: ['an empty line left out'],
      },
    })
    const broken = recognise('a,b\n1,"2\n3,4\n', '')
    expect(broken.kind === 'table' && broken.pasted.told[0]).toContain('quote')
  })

  test('has no end of another kind of line in its last cells', () => {
    expect(linesOf('a,b\n1,2\r\n3,4\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ])
  })

  test('is a query where it begins with SELECT, or WITH and a name for one', () => {
    for (const text of ['SELECT 1', ' -- all\nselect * from a', '(select 1)', 'with x as (select 1) select * from x'])
      expect(linesOf(text), text).toBe('query')
    for (const text of ['select,from\n1,2\n', 'With love,\nAnn', 'selection'])
      expect(linesOf(text), text).not.toBe('query')
  })

  test('is nothing that a node can be made of: prose, a word, JSON that holds no records', () => {
    for (const text of [
      'hello',
      'Dear Ann, how are you?',
      'One, two.\nThree, four, five.\nSix.\n',
      '{"a": [1, 2]}',
      '[]',
      '[1]',
      '[{}]',
      '{"a":1}\n{"a":',
    ])
      expect(linesOf(text), text).toBe('neither')
  })
})
