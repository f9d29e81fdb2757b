import { expect, test } from 'vitest'
import { nodesOf } from '#core/suggest/repairs/nodes.ts'

const clean = (columns: readonly string[], ...steps: readonly string[]) => ({
  kind: 'transform.clean',
  settings: { groups: [{ columns, steps }] },
})

test('Repairs of the same sort become one node, spaces first and case after spellings', () => {
  const spell = { kind: 'transform.map_values', settings: { columns: ['city'], pairs: [['Berln', 'Berlin']] } }
  const date = (column: string) => ({
    kind: 'transform.parse_date',
    settings: { columns: [column], formats: ['%d.%m.%Y'], onError: 'flag' },
  })
  expect(
    nodesOf([
      date('sent'),
      clean(['city'], 'upper'),
      spell,
      clean(['city'], 'trim'),
      date('paid'),
      clean(['name'], 'trim'),
    ]),
  ).toEqual([
    { kind: 'transform.clean', settings: { groups: [{ columns: ['city', 'name'], steps: ['trim'] }] } },
    spell,
    { kind: 'transform.clean', settings: { groups: [{ columns: ['city'], steps: ['upper'] }] } },
    { kind: 'transform.parse_date', settings: { columns: ['sent', 'paid'], formats: ['%d.%m.%Y'], onError: 'flag' } },
  ])
})

test('Spellings of two columns stay two nodes, since what is one in a column is not in the other', () => {
  const spell = (column: string, from: string) => ({
    kind: 'transform.map_values',
    settings: { columns: [column], pairs: [[from, 'x']] },
  })
  expect(nodesOf([spell('a', 'p'), spell('b', 'q')])).toEqual([spell('a', 'p'), spell('b', 'q')])
})
