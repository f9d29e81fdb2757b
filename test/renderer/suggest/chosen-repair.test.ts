import { expect, test } from 'vitest'
import { chosenRepair } from '#renderer/suggest/chosen-repair.ts'

const repair = {
  columns: ['city'],
  node: { kind: 'transform.map_values', settings: { columns: ['city'], pairs: [['Berln', 'Berlin']] } },
  spellings: [
    { to: 'Berlin', from: [{ value: 'Berln', count: 2 }] },
    {
      to: 'Köln',
      from: [
        { value: 'Koeln', count: 3 },
        { value: 'Koln', count: 1 },
      ],
    },
  ],
}

test('Spellings become what the person chose, and those that are left stay', () => {
  expect(chosenRepair(repair, undefined)).toBe(repair.node)
  expect(chosenRepair(repair, [null, 'Koeln'])).toEqual({
    kind: 'transform.map_values',
    settings: {
      columns: ['city'],
      pairs: [
        ['Köln', 'Koeln'],
        ['Koln', 'Koeln'],
      ],
      ignoreSpace: true,
    },
  })
  expect(chosenRepair(repair, [null, null])).toBeNull()
})
