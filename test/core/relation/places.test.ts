import { describe, expect, test } from 'vitest'
import {
  aggregate,
  call,
  cast,
  column,
  flag,
  join,
  keep,
  literal,
  op,
  project,
  sort,
  union,
  values,
  where,
} from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import { columnsNow, placeOf } from '#core/relation/places.ts'
import type { JoinType, NamedExpression, Relation } from '#core/relation/relation.ts'
import { slotsOf } from '#core/relation/slots.ts'

const table = (...names: string[]) =>
  values(
    names.map(name => ({ name, type: 'VARCHAR' })),
    [],
  )

const bit = { violation: literal(true), skip: null, failure: null }

const judged = (validator: string, input: Relation): Relation =>
  flag({ input, validator, bits: [bit], detail: null, extras: false, columns: null })

/** Where each column of a validator's is in a relation: its name, with a mark where it holds another value. */
const places = (relation: Relation, validator: string, names: readonly string[]) => {
  const slot = slotsOf(relation).find(other => other.validator === validator)!
  return names.map(name => {
    const place = placeOf(slot, name, columnsOf(relation))
    return place && `${place.name}${place.changed ? ' (changed)' : ''}`
  })
}

const v = judged('v', table('id', 'a', 'b'))

const from = (name: string, expression: NamedExpression['expression']) => ({
  name,
  expression,
})

describe('a column that was judged', () => {
  test('is where it was after filters and sorts', () => {
    expect(places(sort(where(v, literal(true)), []), 'v', ['id', 'A', 'none'])).toEqual(['id', 'a', null])
    expect(slotsOf(project(v, keep(['b', 'a', 'id'])))[0]).not.toHaveProperty('places')
  })

  test('is found under its new name, also where names are swapped, and is gone when it is dropped', () => {
    const renamed = project(v, [from('a', column('b')), from('b', column('a'))])
    expect(places(renamed, 'v', ['id', 'a', 'b'])).toEqual([null, 'b', 'a'])
    const again = project(renamed, [from('c', column('b')), from('a', column('a'))])
    expect(places(again, 'v', ['id', 'a', 'b'])).toEqual([null, 'c', 'a'])
    const taken = project(again, [from('id', column('c'))])
    expect(places(taken, 'v', ['id', 'a', 'b'])).toEqual([null, 'id', null])
    expect(columnsNow(slotsOf(taken)[0]!, ['id', 'a', 'b'], columnsOf(taken))).toEqual(['id', 'b'])
  })

  test('keeps its value in another type, but not where it is computed anew or may have become null', () => {
    const changed = project(v, [
      { name: 'id', expression: cast(column('id'), 'INTEGER') },
      { name: 'a', expression: call('upper', column('a')) },
      { name: 'b', expression: cast(column('b'), 'INTEGER', { safe: true }) },
    ])
    expect(places(changed, 'v', ['id', 'a', 'b'])).toEqual(['id', 'a (changed)', 'b (changed)'])
  })

  test('is told from one of the same name that came later', () => {
    const dropped = project(v, keep(['id']))
    const added = project(dropped, [...keep(['id']), { name: 'a', expression: literal('new') }])
    expect(places(added, 'v', ['id', 'a'])).toEqual(['id', null])
    const own = judged('w', added)
    expect(places(own, 'w', ['id', 'a'])).toEqual(['id', 'a'])
    expect(places(own, 'v', ['id', 'a'])).toEqual(['id', null])
  })

  test('is not taken for an object’s own members', () => {
    const odd = judged('v', table('constructor', '__proto__'))
    expect(places(odd, 'v', ['constructor', '__proto__', 'valueOf'])).toEqual(['constructor', '__proto__', null])
    const moved = project(odd, [from('x', column('__proto__')), from('y', column('constructor'))])
    expect(places(moved, 'v', ['constructor', '__proto__'])).toEqual(['y', 'x'])
  })

  test('of each side of a join is the one of that side', () => {
    const other = judged('w', table('id', 'a', 'c'))
    const joined = (type: JoinType) => {
      const key = type === 'full' ? call('coalesce', column('id', 'left'), column('id', 'right')) : column('id', 'left')
      return join({
        type,
        left: v,
        right: other,
        condition: op('=', column('id', 'left'), column('id', 'right')),
        columns: [
          { name: 'id', expression: key },
          { name: 'a', expression: column('a', 'left') },
          { name: 'b', expression: column('b', 'left') },
          { name: 'a_right', expression: column('a', 'right') },
          { name: 'c', expression: column('c', 'right') },
        ],
        via: { left: 'left', right: 'right' },
      })
    }
    for (const type of ['inner', 'left', 'full'] as const) {
      expect(places(joined(type), 'v', ['id', 'a', 'b', 'c'])).toEqual(['id', 'a', 'b', 'c'])
      expect(places(joined(type), 'w', ['id', 'a', 'c'])).toEqual(['id', 'a_right', 'c'])
    }
  })

  test('is where all inputs of a union have it, and changed where one lacks it', () => {
    const renamed = project(v, [from('id', column('id')), from('a', column('b')), from('b', column('a'))])
    const short = project(v, [...keep(['id', 'a']), { name: 'b', expression: literal(null, 'VARCHAR') }])
    expect(places(union([v, v]), 'v', ['id', 'a', 'b'])).toEqual(['id', 'a', 'b'])
    expect(places(union([v, renamed]), 'v', ['id', 'a', 'b'])).toEqual(['id', null, null])
    expect(places(union([v, short]), 'v', ['id', 'a', 'b'])).toEqual(['id', 'a', 'b (changed)'])
  })

  test('is in a group if it is a key, and changed if a measure has its name', () => {
    const groups = aggregate(v, [from('k', column('a'))], [{ name: 'id', expression: call('count') }])
    expect(places(groups, 'v', ['id', 'a', 'b'])).toEqual(['id (changed)', 'k', null])
  })
})
