import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Table } from '#test/nodes/run-cases.ts'
import { tableOf } from './tables.ts'

export type Value = string | number | boolean | null
export type Columns = Readonly<Record<string, readonly Value[]>>

/** What a test gives to an expectation. */
export type Given = Readonly<Record<string, unknown>>

/** What a test says must come out. */
export interface Expected {
  readonly success?: boolean
  readonly unexpected_list?: readonly unknown[]
  readonly unexpected_index_list?: readonly { readonly pk_index: number }[]
  readonly unexpected_count?: number
}

/** One test of an expectation over one dataset. */
export interface GxCase {
  /** The file, without its ending: a file is one kind, or a kind under special conditions. */
  readonly file: string
  readonly kind: string
  readonly title: string
  readonly data: Columns
  readonly table: Table
  /** Further datasets, by name. */
  readonly others: Readonly<Record<string, Table>>
  readonly given: Given
  readonly expected: Expected
  /** Why the case is not for a backend that we stand beside, or expects no outcome; null: it is judged. */
  readonly leftOut: string | null
}

interface RawTest {
  readonly title: string
  readonly in: Given
  readonly out: Expected & { readonly result?: Expected; readonly traceback_substring?: string }
  readonly error?: unknown
  readonly only_for?: readonly string[]
  readonly suppress_test_for?: readonly string[]
}

interface RawDataset {
  readonly dataset_name?: string
  readonly data: Columns | readonly { readonly dataset_name: string; readonly data: Columns }[]
  readonly schemas?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly only_for?: readonly string[]
  readonly suppress_test_for?: readonly string[]
  readonly tests: readonly RawTest[]
}

interface RawFile {
  readonly expectation_type: string
  readonly datasets: readonly RawDataset[]
}

/** Names under which Great Expectations runs pandas and PostgreSQL today. */
const ours = ['pandas', 'pandas_v3_api', 'postgresql', 'sqlalchemy']

const isOurs = ({ only_for }: RawDataset | RawTest): boolean => only_for?.some(name => ours.includes(name)) ?? true

const suppressed = ({ suppress_test_for: names = [] }: RawDataset | RawTest): boolean =>
  names.includes('pandas') && (names.includes('sqlalchemy') || names.includes('postgresql'))

const leftOut = (dataset: RawDataset, test: RawTest): string | null => {
  if (!isOurs(dataset) || !isOurs(test)) {
    const names = [...(dataset.only_for ?? []), ...(test.only_for ?? [])].filter(name => !ours.includes(name))
    return `only for ${names.join(', ')}`
  }
  if (suppressed(dataset) || suppressed(test)) return 'suppressed for pandas and for PostgreSQL'
  if (test.error !== undefined || test.out.traceback_substring !== undefined) return 'expects an exception of theirs'
  return null
}

const casesOfDataset = (file: string, kind: string, dataset: RawDataset): readonly GxCase[] => {
  const all = Array.isArray(dataset.data)
    ? (dataset.data as readonly { readonly dataset_name: string; readonly data: Columns }[])
    : [{ dataset_name: dataset.dataset_name ?? 'data', data: dataset.data as Columns }]
  const types = dataset.schemas?.postgresql ?? {}
  const [first, ...rest] = all.map(each => ({ ...each, table: tableOf(each.data, types) }))
  return dataset.tests.map(test => ({
    file,
    kind,
    title: test.title,
    data: first!.data,
    table: first!.table,
    others: Object.fromEntries(rest.map(each => [each.dataset_name, each.table])),
    given: test.in,
    expected: { ...test.out.result, ...test.out },
    leftOut: leftOut(dataset, test),
  }))
}

/** All cases of the folder, by file, dataset and test. */
export const readCases = (folder: string): readonly GxCase[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.json'))
    .toSorted()
    .flatMap(name => {
      const { expectation_type: kind, datasets } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as RawFile
      return datasets.flatMap(dataset => casesOfDataset(name.slice(0, -'.json'.length), kind, dataset))
    })
