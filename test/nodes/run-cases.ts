import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compileFlow } from '#core/compile/compile.ts'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { Flow } from '#core/flow/types.ts'
import type { Catalogue, FlagReason, NodeKind } from '#core/node/kind.ts'
import { z } from '#core/node/settings.ts'
import { any, cast, column, flag, keep, literal, op, project, sort, values } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import { isOrdered } from '#core/relation/order.ts'
import type { Column, Relation } from '#core/relation/relation.ts'
import { slotColumns, slotsOf } from '#core/relation/slots.ts'
import { printRelation } from '#core/sql/print.ts'
import type { Session } from '#engine/duckdb/session.ts'
import { createKnowledge } from '#engine/duckdb/world.ts'
import { flowRelations } from '#engine/preview/flow-relations.ts'
import { catalogue } from '#nodes/index.ts'
import { noFlows } from './flows-of.ts'

/**
 * cases.json of a kind: a list of
 * { "name": a sentence, "settings", "params"?: { name: { type, default } },
 *   "inputs": { port: Table | Table[] (a port that takes many) },
 *   "outputs": { port: { "columns"?: names, or { name, type }, "rows": cells, "flags"?: rule ids of each row, behind the sides
 *     they came through, as in "left/r", "behind"?: flagged rows behind each row by sides and input ("in_table": 2), for groups,
 *     "ordered"?: true } },
 *   "problems"?: codes that compile reports, "fails"?: text in the error of running, "flagsStop"?: what the node says where it
 *   does not carry the flags of an input }
 * where Table is { "columns": [{ name, type }], "rows": [[cell]], "flags"?: [[rule ids of each row]] } and cells are compared as text.
 */
export interface Case {
  readonly name: string
  readonly settings: Record<string, unknown>
  readonly params?: Flow['params']
  readonly inputs?: Record<string, Table | Table[]>
  readonly outputs?: Record<string, Expected>
  readonly problems?: readonly string[]
  readonly fails?: string
  readonly flagsStop?: string
}

type Cell = string | number | boolean | null

export interface Table {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly Cell[])[]
  readonly flags?: readonly (readonly string[])[]
}

interface Expected {
  readonly columns?: readonly (string | Column)[]
  readonly rows: readonly (readonly Cell[])[]
  readonly flags?: readonly (readonly string[])[]
  readonly behind?: readonly Readonly<Record<string, number>>[]
  readonly ordered?: boolean
}

const folder = fileURLToPath(new URL('../../nodes', import.meta.url))
const nameOf = (kind: string) => kind.slice(kind.indexOf('.') + 1)

/** Folders of all kinds, by kind. */
export const kindFolders = (): ReadonlyMap<string, string> =>
  new Map([...catalogue.values()].map(kind => [kind.kind, `${folder}/${kind.group}/${nameOf(kind.kind)}`]))

/** The cases of a kind, or none where it has no cases.json. */
export const casesOf = (kind: string): readonly Case[] => {
  const at = kindFolders().get(kind)
  if (!at || !readdirSync(at).includes('cases.json')) return []
  return JSON.parse(readFileSync(`${at}/cases.json`, 'utf8')) as Case[]
}

const rowNumber = '__weir_case_row'
const text = (cell: Cell) => (cell === null ? null : typeof cell === 'object' ? JSON.stringify(cell) : String(cell))

/** A source of the tests: a table with flags as a validator named like the node would have left them. */
const tableKind: NodeKind<Table> = {
  kind: 'test.table',
  version: 1,
  group: 'sources',
  title: 'Table',
  summary: 'A table of a case.',
  aliases: [],
  settings: z.unknown() as unknown as NodeKind<Table>['settings'],
  inputs: () => [],
  outputs: () => [{ name: 'out' }],
  describe: () => 'a table',
  compile: (table, context) => {
    if (!table.flags)
      return {
        ports: {
          out: values(
            table.columns,
            table.rows.map(row => row.map(text)),
          ),
        },
      }
    const rules = [...new Set(table.flags.flat())]
    const numbered = values(
      [...table.columns, { name: rowNumber, type: 'INTEGER' }],
      table.rows.map((row, i) => [...row.map(text), String(i)]),
    )
    const bits = rules.map(rule => ({
      violation: any(
        table.flags!.flatMap((own, i) => (own.includes(rule) ? [op('=', column(rowNumber), literal(i))] : [])),
      ),
      skip: null,
      failure: null,
    }))
    const flags: FlagReason[] = rules.map(rule => ({
      rule,
      kind: 'test',
      columns: [],
      severity: 'error',
      message: rule,
      dimension: 'validity',
    }))
    const columns = keep(table.columns.map(c => c.name))
    const out = flag({ input: numbered, validator: context.node, bits, detail: null, extras: false, columns })
    return { ports: { out }, flags }
  },
}

const testCatalogue: Catalogue = new Map([...catalogue, [tableKind.kind, tableKind as NodeKind]])

/** A flow of one node under test, called `node`, fed by tables called after its ports. */
export const flowOf = (kind: string, of: Case): Flow => {
  const nodes: Record<string, Flow['nodes'][string]> = {}
  const edges: Flow['edges'][number][] = []
  for (const [port, tables] of Object.entries(of.inputs ?? {}))
    for (const [i, table] of [tables].flat().entries()) {
      const id = Array.isArray(tables) ? `${port}_${i + 1}` : `${port}_table`
      nodes[id] = { kind: 'test.table', version: 1, settings: { ...table } }
      edges.push({ from: `${id}.out`, to: `node.${port}` })
    }
  nodes.node = { kind, version: 1, settings: of.settings }
  const layout = { nodes: {}, groups: [], notes: [] }
  return { weir: 1, name: of.name, params: of.params ?? {}, nodes, edges, tests: [], layout }
}

/** Compiles a flow with DuckDB as the world; sources that read files are not for cases. */
export const compileWith = (session: Session, flow: Flow, flows = noFlows, file?: string): Promise<CompiledFlow> =>
  compileFlow({
    flow,
    catalogue: testCatalogue,
    params: {},
    asOf: '2024-06-30T12:00:00Z',
    ...(file === undefined ? {} : { file }),
    world: {
      ...flows,
      ...createKnowledge(session),
      scan: async () => ({
        ok: false,
        problem: { code: 'E-FILE-MISSING', severity: 'error', message: 'Cases read no files.' },
      }),
      environment: name => (name === 'WEIR_CASE' ? 'set' : undefined),
    },
  })

/** A port's relation with the relations of its inputs put in; what several read stays one. */
export const inlined = (flow: CompiledFlow, node: string, port: string): Relation =>
  flowRelations(flow).port(node, port)

export interface Outcome {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (string | null)[])[]
  readonly flags: readonly (readonly string[])[]
  readonly behind: readonly Readonly<Record<string, number>>[]
}

/** Runs a port and reads all of it: cells as text, flags as rule ids. */
export const readPort = async (session: Session, flow: CompiledFlow, node: string, port: string): Promise<Outcome> => {
  const relation = inlined(flow, node, port)
  const names = columnsOf(relation)
  const slots = slotsOf(relation)
  const shown = isOrdered(relation) ? relation : sort(relation, [])
  const asText = project(shown, [
    ...names.map((name, i) => ({ name: `c${i}`, expression: cast(column(name), 'VARCHAR') })),
    ...slots.map((_, i) => ({ name: `f${i}`, expression: cast(column(slotColumns(i).flags), 'VARCHAR') })),
    ...slots.flatMap((slot, i) =>
      slot.aggregated ? [{ name: `n${i}`, expression: cast(column(slotColumns(i).flagged), 'VARCHAR') }] : [],
    ),
  ])
  const { rows } = await session.query(printRelation(asText, { visibleOnly: true }))
  const ruleOf = (validator: string, bit: number) =>
    flow.nodes[validator]?.compiled?.flags?.[bit]?.rule ?? `unknown bit ${bit} of ${validator}`
  return {
    columns: flow.nodes[node]!.ports[port]!.columns,
    rows: rows.map(row => row.slice(0, names.length).map(cell => (cell === null ? null : String(cell)))),
    flags: rows.map(row =>
      slots.flatMap((slot, i) => {
        const word = BigInt(String(row[names.length + i]))
        return Array.from({ length: 64 }, (_, bit) => bit)
          .filter(bit => (word >> BigInt(bit)) & 1n)
          .map(bit => [...slot.via, ruleOf(slot.validator, slot.word * 64 + bit)].join('/'))
      }),
    ),
    behind: rows.map(row =>
      Object.fromEntries(
        slots
          .filter(slot => slot.aggregated)
          .map((slot, i) => [[...slot.via, slot.validator].join('/'), Number(row[names.length + slots.length + i])]),
      ),
    ),
  }
}

const sorted = (rows: readonly unknown[]) => rows.map(row => JSON.stringify(row)).toSorted()

/** What a port gave and what was expected, in a form to be compared: in order, or as a multiset. */
export const comparable = (expected: Expected, got: Outcome) => {
  const beside = (rows: readonly unknown[], { flags, behind }: Pick<Expected, 'flags' | 'behind'>) =>
    rows.map((row, i) => [row, ...(expected.flags ? [flags?.[i]] : []), ...(expected.behind ? [behind?.[i]] : [])])
  const want = beside(
    expected.rows.map(row => row.map(text)),
    expected,
  )
  const have = beside(got.rows, got)
  const order = (rows: readonly unknown[]) => (expected.ordered ? rows : sorted(rows))
  const columns = expected.columns ?? got.columns
  return {
    want: { columns, rows: order(want) },
    have: { columns: got.columns.map((c, i) => (typeof columns[i] === 'string' ? c.name : c)), rows: order(have) },
  }
}
