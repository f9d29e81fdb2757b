import { beforeAll, expect, test } from 'vitest'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { Flow } from '#core/flow/types.ts'
import type { NodeKind } from '#core/node/kind.ts'
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

const nodeOf = ({ kind }: NodeKind): Flow['nodes'][string] => {
  const make = settingsOf[kind]
  if (!make) throw new Error(`There are no settings for ${kind} in test/engine/random-flows/settings.ts`)
  const settings = make({ random: randomOf(1), columns, other: shouted.columns, fresh: 'new' })
  if (settings === null) throw new Error(`The settings of ${kind} find nothing to do with 500 columns`)
  return { kind, version: 1, settings }
}

const inputsOf = (id: string, { kind, settings }: Flow['nodes'][string]) => {
  const of = catalogue.get(kind)!
  const ports = of.inputs(of.settings.parse(settings)).filter(({ optional }) => !optional)
  return ports.map((port, i) => ({ from: i === 0 ? 'wide.out' : 'shouted.out', to: `${id}.${port.name}` }))
}

const idOf = (kind: string) => kind.replace('.', '_')

let compiled: CompiledFlow

beforeAll(async () => {
  const nodes = Object.fromEntries(kinds.map(kind => [idOf(kind.kind), nodeOf(kind)]))
  compiled = await compileWith(session(), {
    weir: 1,
    name: 'Wide',
    params: {},
    nodes: {
      wide: { kind: 'test.table', version: 1, settings: { ...wide } },
      shouted: { kind: 'test.table', version: 1, settings: { ...shouted } },
      ...nodes,
    },
    edges: Object.entries(nodes).flatMap(([id, node]) => inputsOf(id, node)),
    tests: [],
    layout: { nodes: {}, groups: [], notes: [] },
  })
})

test.each(kinds.map(({ kind }) => kind))('%s is bound by DuckDB over 500 columns with odd names', async kind => {
  const node = compiled.nodes[idOf(kind)]!
  const wrong = compiled.problems.filter(({ node: at, severity }) => at === node.id && severity === 'error')
  expect(wrong).toEqual([])
  for (const port of node.outputPorts)
    expect((await readPort(session(), compiled, node.id, port.name)).columns.length).toBeGreaterThan(0)
})
