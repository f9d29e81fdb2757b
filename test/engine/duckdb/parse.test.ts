import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ParseOutcome } from '#core/compile/types.ts'
import { quoteIdentifier } from '#core/sql/print.ts'
import { createParse, type Parse } from '#engine/duckdb/parse.ts'
import { databaseOfTests } from './session-of-tests.ts'

const { session } = databaseOfTests()
let parse: Parse
beforeAll(() => {
  parse = createParse(session())
})

const plain = { aggregates: false, windows: false, sides: false }
const one = async (text: string, allow: Partial<typeof plain> = {}, parameters: string[] = ['since']) =>
  (await parse([{ text, allow: { ...plain, ...allow }, parameters }]))[0]!

const found = (text: string, outcome: ParseOutcome) => {
  if (!outcome.ok) throw new Error(outcome.message)
  return outcome.references.map(r => [r.side, r.name, text.slice(r.start, r.end)].filter(part => part !== undefined))
}

const refusal = async (text: string, allow: Partial<typeof plain> = {}) => {
  const outcome = await one(text, allow)
  if (outcome.ok) throw new Error(`${text} was not refused`)
  return { ...outcome, at: outcome.start === undefined ? null : text.slice(outcome.start, outcome.end) }
}

describe('the columns of an expression', () => {
  test.each([
    [
      'price * qty',
      [
        ['price', 'price'],
        ['qty', 'qty'],
      ],
    ],
    [
      '"größe" || \'é😀\' || naïve',
      [
        ['größe', '"größe"'],
        ['naïve', 'naïve'],
      ],
    ],
    [
      '/* a /* b */ */ x -- y\n + z',
      [
        ['x', 'x'],
        ['z', 'z'],
      ],
    ],
    ['address.city', [['address', 'address']]],
    ['$$ a $$ || $t$ $$ b $t$ || c', [['c', 'c']]],
    ['"say ""hi""" = 1', [['say "hi"', '"say ""hi"""']]],
    ['current_date - day', [['day', 'day']]],
    ['"current_date"', [['current_date', '"current_date"']]],
    ['user', [['user', 'user']]],
    [
      'list_transform(tags, x -> x || suffix)',
      [
        ['tags', 'tags'],
        ['suffix', 'suffix'],
      ],
    ],
    [
      'list_reduce(l, lambda x, y: x + y + z)',
      [
        ['l', 'l'],
        ['z', 'z'],
      ],
    ],
    ["e'\\'' || a", [['a', 'a']]],
    [
      'case when a then b end in (c, 1)',
      [
        ['a', 'a'],
        ['b', 'b'],
        ['c', 'c'],
      ],
    ],
    [
      'a +\u00a0b',
      [
        ['a', 'a'],
        ['b', 'b'],
      ],
    ],
    [`"'"`, [["'", `"'"`]]],
    ['1', []],
  ])('are located in %s', async (text, expected) => {
    expect(found(text, await one(text))).toEqual(expected)
  })

  test('are told with their side in a condition over two inputs', async () => {
    const text = 'left.a = Right."b c" and left(left.d.e, 2) = upper(f)'
    expect(found(text, await one(text, { sides: true }))).toEqual([
      ['left', 'a', 'left.a'],
      ['right', 'b c', 'Right."b c"'],
      ['left', 'd', 'left.d'],
      ['f', 'f'],
    ])
  })

  test('are found whatever stands around them and whatever their names are', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter(n => !n.includes('\0'))
    const around = fc.constantFrom('', ' ', '/* "x" */', "'ü''' || ", '-- c\n', "lower(e'\\'') || ")
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(around, name), { minLength: 1, maxLength: 4 }), async parts => {
        const text = parts.map(([before, n]) => `${before}${quoteIdentifier(n)}`).join(' || ')
        const outcome = await one(text)
        expect(found(text, outcome)).toEqual(parts.map(([, n]) => [n, quoteIdentifier(n)]))
      }),
      { numRuns: 60 },
    )
  })
})

describe('the parameters of an expression', () => {
  test('are located, and not looked for in quotes', async () => {
    const text = "d >= $since and '$no' <> $$ $no $$"
    const outcome = await one(text)
    expect(outcome.ok && outcome.parameters.map(p => [p.name, text.slice(p.start, p.end)])).toEqual([
      ['since', '$since'],
    ])
  })

  test('are refused where the flow has none of that name, with the nearest one', async () => {
    expect(await refusal('d > $sinse')).toMatchObject({
      code: 'E-PARAM-UNKNOWN',
      at: '$sinse',
      hint: 'did you mean `since`?',
    })
    expect(await refusal('d > ?')).toMatchObject({ code: 'E-EXPRESSION', at: '?' })
    expect(await refusal('d > $1')).toMatchObject({ code: 'E-EXPRESSION', at: '$1' })
  })
})

describe('what is not one scalar expression', () => {
  test.each([
    ['', ''],
    [' -- nothing', ' -- nothing'],
    ['a, b', ','],
    ['a) , (b', ')'],
    ['(a', '('],
    ['f(a]', ']'],
    ['a; drop table x', ';'],
    ["'open", "'open"],
    ['"open', '"open'],
    ['a /* open', '/* open'],
    ['$x$ open', '$x$ open'],
    ['a as b', 'as'],
    ['a from b', 'from'],
    ['a b', 'b'],
    ['1 +* 2 2', '2'],
    ["e'open\\'", "e'open\\'"],
  ])('is refused with its place: %s', async (text, at) => {
    expect(await refusal(text)).toMatchObject({ code: 'E-EXPRESSION', at })
  })

  test.each([
    ['*', '*'],
    ['t.*', 't'],
    ['COLUMNS(*)', 'COLUMNS'],
    ['#1', '#'],
    ['a in (select 1)', 'in'],
    ['select 1', null],
    ['exists (from x)', 'exists'],
    ['email.lower()', 'email'],
    ['a.b.lower()', 'a'],
    ['[x + 1 for x in l]', '['],
    ['unnest(l)', 'unnest'],
    ['sum(a)', 'sum'],
    ['count(*)', 'count'],
    ['geomean(a)', 'geomean'],
    ['sum(a) over ()', 'sum'],
    ["getvariable('x')", 'getvariable'],
  ])('is refused by its kind: %s', async (text, at) => {
    expect(await refusal(text)).toMatchObject({ code: 'E-EXPRESSION-KIND', at })
  })

  test('is allowed where the setting says so', async () => {
    expect((await one('sum(a) filter (where b > 0)', { aggregates: true })).ok).toBe(true)
    expect((await one('lag(a) over (order by b)', { windows: true })).ok).toBe(true)
    expect((await one('sum(a)', { windows: true })).ok).toBe(false)
  })

  test('never takes the others of one call with it', async () => {
    const outcomes = await parse(['a', '(', 'b', 'c c', 'd'].map(text => ({ text, allow: plain, parameters: [] })))
    expect(outcomes.map(o => o.ok)).toEqual([true, false, true, false, true])
  })

  test('cannot be written so that DuckDB parses more than it, whatever the text', async () => {
    const piece = fc.constantFrom(
      'a',
      '(',
      ')',
      "'",
      '"',
      '--',
      '/*',
      '*/',
      '\n',
      ';',
      ',',
      '$$',
      ' ',
      '+',
      'select',
      'x.y',
      "e'",
      '\\',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async pieces => {
        const text = pieces.join('')
        const outcome = await one(text)
        if (!outcome.ok) return
        const columns = outcome.references.map(r => `1 AS ${quoteIdentifier(r.name)}`)
        const described = await session()
          .describe(`SELECT (\n${text}\n) AS one FROM (SELECT ${[...new Set(columns), '0 AS zero'].join(', ')})`)
          .catch(error => {
            if (/Binder|Catalog/.test(error.type)) return [{ name: 'one' }]
            throw error
          })
        expect(described.map(c => c.name)).toEqual(['one'])
      }),
      { numRuns: 300 },
    )
  })
})

test('a volatile function is told', async () => {
  expect(await one('random() > 0.5')).toMatchObject({ volatile: true })
  expect(await one('lower(a)')).toMatchObject({ volatile: false })
})
