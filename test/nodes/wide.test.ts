import { expect, test } from 'vitest'
import type { Flow } from '#core/flow/types.ts'
import type { Column } from '#core/relation/relation.ts'
import { catalogue } from '#nodes/index.ts'
import { databaseOfTests } from '#test/engine/duckdb/session-of-tests.ts'
import { randomOf } from '#test/engine/fuzz/random.ts'
import { settingsOf } from '#test/engine/random-flows/settings.ts'
import { compileWith, readPort, type Table } from './run-cases.ts'

const { session } = databaseOfTests()

const odd = ['a"b', 'select', 'ü 1', "it's", 'Maß', 'a.b', ' padded ', '日本', 'order', '$x']
const types = ['INTEGER', 'VARCHAR', 'DATE', 'BOOLEAN', 'DECIMAL(9,2)', 'VARCHAR', 'BIGINT', 'TIMESTAMP', 'VARCHAR']

const columns: readonly Column[] = Array.from({ length: 500 }, (_, i) => ({
  name: odd[i] ?? `column ${i}`,
  type: types[i % types.length]!,
}))

const cell = (type: string, row: number): string | number | null => {
  if (row === 1) return null
  if (type === 'VARCHAR') return ['a', '', 'x7, y'][row] ?? '12'
  if (type === 'DATE' || type === 'TIMESTAMP') return `2024-01-0${row + 1}`
  return type === 'BOOLEAN' ? 'true' : row
}

const wide: Table = { columns, rows: [0, 1, 2, 3].map(row => columns.map(({ type }) => cell(type, row))) }

/** A second input whose names differ from the first one's in case alone. */
const shouted: Table = {
  ...wide,
  columns: columns.map(({ name, type }) => ({ name: name.replace(/[a-zü]/g, sign => sign.toUpperCase()), type })),
}

/** A subflow reads the file of another flow, and cases read none. */
const kinds = [...catalogue.values()].filter(
  ({ kind, group }) => (group === 'transforms' || group === 'validators') && kind !== 'transform.subflow',
)

test.each(kinds.map(({ kind }) => kind))('%s is bound by DuckDB over 500 columns with odd names', async name => {
  const make = settingsOf[name]
  if (!make) throw new Error(`There are no settings for ${name} in test/engine/random-flows/settings.ts`)
  const kind = catalogue.get(name)!
  const given = { random: randomOf(1), columns, other: shouted.columns, fresh: 'new' }
  const settings = make(given)
  if (settings === null) throw new Error(`The settings of ${name} find nothing to do with 500 columns`)
  const parsed = kind.settings.parse(settings)
  const ports = kind.inputs(parsed).filter(({ optional }) => !optional)
  const flow: Flow = {
    weir: 1,
    name,
    params: {},
    nodes: {
      wide: { kind: 'test.table', version: 1, settings: { ...wide } },
      shouted: { kind: 'test.table', version: 1, settings: { ...shouted } },
      node: { kind: name, version: 1, settings },
    },
    edges: ports.map((port, i) => ({ from: i === 0 ? 'wide.out' : 'shouted.out', to: `node.${port.name}` })),
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  }
  const compiled = await compileWith(session(), flow)
  expect(compiled.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  for (const port of kind.outputs(parsed))
    expect((await readPort(session(), compiled, 'node', port.name)).columns.length).toBeGreaterThan(0)
})
