import { expect, test } from 'vitest'
import { groupsOf } from '#core/rules/re2-groups.ts'

test('groups of a pattern are those that keep what they match', () => {
  expect(groupsOf('(a)(?P<b>c)(?:d)(?i:e)(?i)')).toEqual([null, 'b'])
  expect(groupsOf('((a)b)')).toEqual([null, null])
})

test('brackets that stand for themselves are no groups', () => {
  expect(groupsOf('\\(a\\)[(]([)(])[]()][^](][[:alpha:](]\\Q(x)\\E\\\\(y)')).toEqual([null, null])
})
