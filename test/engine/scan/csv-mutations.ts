import fc from 'fast-check'

/** A cut, a sign put in, or a piece of the text put in once more. */
export interface Mutation {
  readonly at: number
  readonly drop: number
  readonly put: string
}

const sign = fc.constantFrom(',', '"', '\n', ';', '""', '\0', '\ufeff', "'", '\\', ' ', '|', 'é', '"\n', '",', ',"')

export const mutation = (text: string): fc.Arbitrary<Mutation> => {
  const place = fc.integer({ min: 0, max: text.length - 1 })
  return fc.oneof(
    fc.record({ at: place, drop: fc.integer({ min: 1, max: 20 }), put: fc.constant('') }),
    fc.record({ at: place, drop: fc.constant(0), put: sign }),
    fc.record({ at: place, drop: fc.constant(0), put: place.map(from => text.slice(from, from + 40)) }),
  )
}

export const mutated = (text: string, mutations: readonly Mutation[]): string =>
  mutations.reduce((body, { at, drop, put }) => body.slice(0, at) + put + body.slice(at + drop), text)
