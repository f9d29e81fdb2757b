import { expect, test } from 'vitest'
import { formatOf, stemOf } from '#core/source/formats.ts'

test('a data file is known by the ending of its name, in any case, also compressed', () => {
  expect(formatOf('Orders.CSV')?.kind).toBe('source.csv')
  expect(formatOf('orders.tsv.gz')).toEqual({ kind: 'source.csv', settings: { delimiter: '\t' } })
  expect(formatOf('events.ndjson.zst')?.kind).toBe('source.json')
  expect(formatOf('orders.parquet')?.kind).toBe('source.parquet')
  expect(formatOf('Orders.XLSX')?.kind).toBe('source.excel')
})

test('what no source reads has no format: other endings, none, and Parquet in a wrapping that DuckDB does not open', () => {
  for (const name of ['orders.xlsb', 'orders', 'orders.csv.zip', 'orders.xlsx.gz', 'orders.parquet.gz', '.gz', 'csv'])
    expect(formatOf(name), name).toBeNull()
})

test('the stem of a file is what a person would call it', () => {
  expect(stemOf('C:\\data\\orders 2024.csv.gz')).toBe('orders 2024')
  expect(stemOf('/data/sales.v2.json')).toBe('sales.v2')
})
