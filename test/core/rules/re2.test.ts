import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patternFault } from '#core/rules/re2.ts'
import { quoteLiteral } from '#core/sql/print.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'

const { session } = databaseOfTests()

const refusedByDuckDB = (pattern: string): Promise<boolean> =>
  session()
    .query(`SELECT regexp_matches('a', ${quoteLiteral(pattern)})`)
    .then(
      () => false,
      () => true,
    )

const pieces = fc.constantFrom(
  ...[
    'a',
    'é',
    '.',
    '^',
    '$',
    '|',
    '(',
    ')',
    '(?:',
    '(?i)',
    '(?P<n>',
    '(?<n>',
    '(?=',
    '(?<!',
    '(?>',
    '[',
    ']',
    '[^',
    'a-z',
    '-',
  ],
  ...[
    '*',
    '+',
    '?',
    '{2}',
    '{2,}',
    '{3,2}',
    '{1001}',
    '{,2}',
    '{',
    '}',
    '\\d',
    '\\b',
    '\\1',
    '\\pL',
    '\\p{Greek}',
    '\\x41',
  ],
  ...[
    '\\x{41}',
    '\\z',
    '\\Z',
    '\\Q',
    '\\E',
    '\\y',
    '\\_',
    '\\-',
    '\\\\',
    '\\',
    '[:alpha:]',
    '[[:digit:]]',
    '0',
    '/',
    ' ',
  ],
)

describe('the check of a pattern', () => {
  it.each([
    ['a(?=b)', 1, 4, 'look-around'],
    ['(?<!a)b', 0, 4, 'look-around'],
    ['(a)\\1', 3, 5, 'back-references'],
    ['a)', 1, 2, 'has no `(`'],
    ['(a', 0, 1, 'is not closed'],
    ['[a', 0, 1, 'is not closed'],
    ['*a', 0, 1, 'nothing to repeat'],
    ['a**', 2, 3, 'needs a group'],
    ['a{1001}', 1, 7, 'at most 1000'],
    ['a\\', 1, 2, 'lone backslash'],
  ])('says of %s where it is wrong, and why', (pattern, at, end, said) => {
    expect(patternFault(pattern)).toMatchObject({ at, end, message: expect.stringContaining(said) as string })
  })

  it.each(['[0-9]{5}', '(?i)^ann$', '[^]a]', '\\p{Greek}+?', '(?P<x>a)|b', '{', 'a{,2}', '[[:alpha:]-]', ''])(
    'finds nothing wrong with %s',
    pattern => {
      expect(patternFault(pattern)).toBeNull()
    },
  )

  it('refuses what DuckDB would refuse, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 6 }), async list => {
        const pattern = list.join('')
        expect(patternFault(pattern) !== null, pattern).toBe(await refusedByDuckDB(pattern))
      }),
      { numRuns: 400 },
    )
  })
})
