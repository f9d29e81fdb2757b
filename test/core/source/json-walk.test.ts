import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordsPath } from '#core/source/json.ts'
import { shownPath, walkJson } from '#core/source/json-walk.ts'

const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue()))

describe('a walk through a document', () => {
  test('finds the records of a list at a path, however they are written', () => {
    fc.assert(
      fc.property(records, fc.constantFrom(undefined, 2), (list, space) => {
        const text = JSON.stringify({ meta: { items: 'no' }, data: { items: list } }, null, space)
        const { records: found, stoppedAt } = walkJson(text, recordsPath('$.data.items')!)
        expect(stoppedAt).toBeNull()
        expect(found.map(({ start, end }) => JSON.parse(text.slice(start, end)))).toEqual(
          JSON.parse(JSON.stringify(list)),
        )
      }),
    )
  })

  test('finds the records that are whole in a beginning, and says where it stopped', () => {
    fc.assert(
      fc.property(records, fc.nat(), (list, cut) => {
        const text = JSON.stringify(list)
        const length = cut % text.length
        const { records: found, stoppedAt } = walkJson(text.slice(0, length), '$')
        expect(stoppedAt !== null || length === 0).toBe(true)
        expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(
          list.slice(0, found.length).map(record => JSON.stringify(record)),
        )
      }),
    )
  })

  test('tells which lists of objects there are, and does not end at depth', () => {
    const text = JSON.stringify({ a: [{ b: [1] }, {}], 'c d': [{ e: 1 }] })
    expect(walkJson(text, '$').lists.map(({ path, elements }) => [shownPath(path), elements])).toEqual([
      ['$.a', 2],
      ['$."c d"', 1],
    ])
    expect(walkJson('['.repeat(100_000), '$').stoppedAt).toBe(64 + 1)
  })
})
