import { expect, test } from 'vitest'
import { aggregate, aggregateCall, column, scalarOf, values } from '#core/relation/build.ts'
import { replace } from '#core/relation/replace.ts'
import { relationsOf } from '#core/relation/walk.ts'

test('A relation in the order of an aggregate is replaced like any other', () => {
  const columns = [{ name: 'a', type: 'INTEGER' }]
  const [rows, old, fresh] = [values(columns, []), values(columns, []), values(columns, [])]
  const order = [{ expression: scalarOf(old, 'a'), direction: 'asc', nulls: 'last' } as const]
  const first = aggregateCall('first', [column('a')], { order })
  const tree = aggregate(rows, [], [{ name: 'a', expression: first }])
  const after = replace(tree, relation => (relation === old ? fresh : null))
  expect(relationsOf(tree)).toContain(old)
  expect(relationsOf(after)).toContain(fresh)
  expect(relationsOf(after)).not.toContain(old)
})
