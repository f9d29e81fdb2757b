import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { driftOf, type SourceColumn, sourceColumns } from '#core/drift/drift.ts'

const columns = (text: string): readonly SourceColumn[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map(each => {
      const [name = '', type = 'VARCHAR'] = each.split(':')
      return { name, type }
    })

const given: fc.Arbitrary<SourceColumn['given']> = fc.constantFrom(undefined, undefined, undefined, 'type')
const column = fc
  .tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'A', 'B'), fc.constantFrom('BIGINT', 'DATE'), given)
  .map(([name, type, by]): SourceColumn => (by ? { name, type, given: by } : { name, type }))
const list = fc.uniqueArray(column, { maxLength: 5, selector: ({ name }) => name.toLowerCase() })

/** Sentences by going through every pair of columns, with no regard for how long that takes. */
const naive = (before: readonly SourceColumn[], now: readonly SourceColumn[]): ReadonlySet<string> => {
  const said = new Set<string>()
  const isSame = (one: SourceColumn, other: SourceColumn) => one.name.toLowerCase() === other.name.toLowerCase()
  for (const was of before)
    for (const is of now) {
      if (!isSame(was, is)) continue
      if (was.name !== is.name) said.add(`${was.name} is ${is.name}`)
      if (was.type !== is.type && !was.given && !is.given) said.add(`${is.name} from ${was.type} to ${is.type}`)
    }
  const went = before.filter(was => !was.given && !now.some(is => isSame(was, is)))
  const came = now.filter(is => !is.given && !before.some(was => isSame(was, is)))
  const [gone, fresh] = [went[0], came[0]]
  if (
    went.length === 1 &&
    came.length === 1 &&
    gone?.type === fresh?.type &&
    before.findIndex(({ name }) => name === gone?.name) === now.findIndex(({ name }) => name === fresh?.name)
  )
    return said.add(`${gone?.name} is ${fresh?.name}`)
  for (const { name } of went) said.add(`${name} went`)
  for (const { name } of came) said.add(`${name} came`)
  return said
}

const said = (before: readonly SourceColumn[], now: readonly SourceColumn[]): ReadonlySet<string> => {
  const { came, went, retyped, renamed } = driftOf(before, now)
  return new Set([
    ...came.map(({ name }) => `${name} came`),
    ...went.map(({ name }) => `${name} went`),
    ...retyped.map(({ name, was, is }) => `${name} from ${was} to ${is}`),
    ...renamed.map(({ was, is }) => `${was} is ${is}`),
  ])
}

describe('the drift of columns', () => {
  it('is what a naive comparison of any two lists says', () => {
    fc.assert(
      fc.property(list, list, (before, now) => {
        expect(said(before, now)).toEqual(naive(before, now))
      }),
      { numRuns: 500 },
    )
  })

  it('is none between a list and any order of it', () => {
    fc.assert(
      fc.property(list, before => {
        expect(said(before, before.toReversed())).toEqual(new Set())
      }),
    )
  })

  it.each([
    [
      'a column that came in the place of the one that went',
      'id mail n:BIGINT',
      'id email n:BIGINT',
      ['mail is email'],
    ],
    ['one of another type', 'id mail', 'id email:DATE', ['mail went', 'email came']],
    ['one in another place', 'id mail', 'email id', ['mail went', 'email came']],
    ['two of them', 'id a b', 'id c d', ['a went', 'b went', 'c came', 'd came']],
    ['a name that differs in case', 'id Mail', 'id mail', ['Mail is mail']],
  ])('guesses a new name of %s rightly', (_, before, now, expected) => {
    expect(said(columns(before), columns(now))).toEqual(new Set(expected))
  })

  it('leaves to the flow what it says itself: types by name without case, and columns that it picks', () => {
    const read = columns('id:BIGINT amount:DOUBLE')
    const typed = sourceColumns(read, { types: { AMOUNT: 'DOUBLE' } })
    expect(said(columns('id:BIGINT amount'), typed)).toEqual(new Set())
    expect(said(typed, columns('id:BIGINT amount'))).toEqual(new Set())
    expect(said(columns('id:DATE amount'), typed)).toEqual(new Set(['id from DATE to BIGINT']))
    const picked = sourceColumns(columns('id:BIGINT'), { picked: ['id'] })
    expect(said(read, picked)).toEqual(new Set())
    expect(said(picked, read)).toEqual(new Set())
    expect(said(columns('id:DATE'), picked)).toEqual(new Set(['id from DATE to BIGINT']))
  })
})
