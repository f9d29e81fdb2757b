import { describe, expect, test } from 'vitest'
import { possibleLookups } from '#core/suggest/lookups.ts'

type Flow = Parameters<typeof possibleLookups>[0]

const source = (id: string, columns: Readonly<Record<string, string>>) => ({
  id,
  inputPorts: [],
  outputPorts: [{ name: 'out' }],
  ports: { out: { columns: Object.entries(columns).map(([name, type]) => ({ name, type })) } },
})

/** A flow of sources that are called as they are given, none of them before another. */
const flowOf = (sources: Readonly<Record<string, Readonly<Record<string, string>>>>): Flow =>
  ({
    flow: {
      nodes: Object.fromEntries(Object.keys(sources).map(id => [id, { kind: 'source.csv', version: 1, settings: {} }])),
      edges: [],
    },
    nodes: Object.fromEntries(Object.entries(sources).map(([id, columns]) => [id, source(id, columns)])),
  }) as unknown as Flow

const found = (column: string, type: string, sources: Parameters<typeof flowOf>[0]) =>
  possibleLookups(flowOf({ rows: { [column]: type }, ...sources }), { node: 'rows', port: 'out' }, [
    { name: column, type },
  ]).map(({ key, from, input }) => `${from.node}.${key} as ${input}`)

describe('columns that may hold keys of another source', () => {
  test.each([
    ['customer_id', { customers: { id: 'BIGINT', name: 'VARCHAR' } }, ['customers.id as customers']],
    ['customerId', { crm: { customer_id: 'INTEGER' } }, ['crm.customer_id as crm']],
    ['country', { countries: { code: 'BIGINT' } }, ['countries.code as countries']],
    ['sku', { products: { sku: 'BIGINT', price: 'BIGINT' } }, ['products.sku as products']],
    ['address_no', { addresses: { id: 'BIGINT' } }, ['addresses.id as addresses']],
  ])('are told by their names: %s', (column, sources, expected) => {
    expect(found(column, 'BIGINT', sources as Parameters<typeof flowOf>[0])).toEqual(expected)
  })

  test.each([
    ['id', { customers: { id: 'BIGINT' } }],
    ['amount', { payments: { amount: 'BIGINT' } }],
    ['customer_id', { customers: { id: 'VARCHAR' } }],
    ['customer_id', { orders: { id: 'BIGINT' } }],
    ['city', { people: { city: 'BIGINT' } }],
  ])('are not, where the names say nothing or the types differ: %s', (column, sources) => {
    expect(found(column, 'BIGINT', sources as Parameters<typeof flowOf>[0])).toEqual([])
  })
})
