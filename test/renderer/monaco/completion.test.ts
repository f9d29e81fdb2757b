import { describe, expect, test } from 'vitest'
import { suggestions } from '#renderer/monaco/completion.ts'
import { typedName } from '#renderer/monaco/typed-name.ts'

const context = {
  columns: [
    { name: 'amount', type: 'DOUBLE' },
    { name: 'Order Date', type: 'DATE' },
  ],
  tables: { left: [{ name: 'id', type: 'BIGINT' }] },
  params: ['since'],
}

describe('completion', () => {
  test('offers columns first, with their types, and replaces the word that was begun', () => {
    const { items, replaces } = suggestions('lower(am', context, false)
    expect(items[0]).toMatchObject({ label: 'amount', detail: 'DOUBLE', insert: 'amount' })
    expect(replaces).toBe(2)
  })

  test('quotes a name that is not a plain word', () => {
    expect(typedName('Order Date')).toBe('"Order Date"')
    expect(typedName('a"b')).toBe('"a""b"')
    const { items, replaces } = suggestions('"Ord', context, false)
    expect(items.map(i => i.insert)).toContain('"Order Date"')
    expect(replaces).toBe(4)
  })

  test('offers the columns of one input after its name and a dot', () => {
    expect(suggestions('left.', context, false).items.map(i => i.label)).toEqual(['id'])
  })

  test('offers parameters after a dollar sign', () => {
    expect(suggestions('a > $si', context, false)).toMatchObject({ items: [{ insert: '$since' }], replaces: 3 })
  })

  test('offers words of a query in a query alone', () => {
    const labels = (query: boolean) => suggestions('', context, query).items.map(i => i.label)
    expect(labels(true)).toContain('select')
    expect(labels(false)).not.toContain('select')
  })
})
