import { describe, expect, it } from 'vitest'
import { z } from '#core/node/settings.ts'
import { anyRule } from '#core/rules/index.ts'
import { shapeIssues } from '#core/schema/issues.ts'

const messages = (schema: z.ZodType, value: unknown) =>
  shapeIssues(schema, value).map(issue => `${issue.message}${issue.hint ? `, ${issue.hint}` : ''}`)

describe('what is wrong with a value', () => {
  it('is nothing where it fits', () => {
    expect(shapeIssues(z.string(), 'x')).toEqual([])
  })

  it.each([
    [z.int().min(0), -1, 'it should be at least 0, and is `-1`'],
    [z.number().max(1), 2, 'it should be at most 1, and is `2`'],
    [z.string().min(1), '', 'it should be filled in, and is empty'],
    [z.array(z.string()).min(1), [], 'it should be a list with at least one entry, and is an empty list'],
    [z.int(), 1.5, 'it should be a whole number, and is the number 1.5'],
    [z.literal('a'), 'b', 'it should be `a`, and is `b`'],
    [z.enum(['keep', 'drop']), 'dropp', 'it should be `keep` or `drop`, and is `dropp`, did you mean `drop`?'],
    [z.union([z.string(), z.number()]), true, 'it should be a text or a number, and is true'],
  ])('is said in a sentence', (schema, value, said) => {
    expect(messages(schema, value)).toEqual([said])
  })

  it('names the path, and what is missing', () => {
    const schema = z.strictObject({ list: z.array(z.strictObject({ column: z.string() })) })
    expect(messages(schema, { list: [{ column: 'a' }, {}] })).toEqual([
      '`list.1.column` is missing: it should be a text',
    ])
  })

  it('names the nearest kind of a rule, and the nearest key of the kind that is meant', () => {
    expect(messages(anyRule, { id: 'a', kind: 'not_nul', columns: ['a'] })[0]).toContain('did you mean `not_null`?')
    expect(messages(anyRule, { id: 'a', kind: 'range', columns: ['a'], minn: 1 })).toEqual([
      'an unknown key `minn`, did you mean `min`?',
    ])
    expect(messages(anyRule, { id: 'a', kind: 'range', columns: ['a'], min: { colum: 'x' } })).toEqual([
      '`min.column` is missing: it should be a text',
      '`min` has an unknown key `colum`, did you mean `column`?',
    ])
  })
})
