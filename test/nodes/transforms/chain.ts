import type { Flow } from '#core/flow/types.ts'
import type { Table } from '#test/nodes/run-cases.ts'

/** A flag as the naive evaluation knows it: whose it is, the sides it came through, its rule. */
export interface ModelFlag {
  readonly node: string
  readonly via: readonly string[]
  readonly rule: string
}

interface ModelRow {
  readonly cells: Readonly<Record<string, string | null>>
  readonly flags: readonly ModelFlag[]
}

/** A port of the flow, and what a naive evaluation says stands there. */
export interface State {
  readonly port: string
  readonly columns: readonly string[]
  readonly rows: readonly ModelRow[]
}

export type Step =
  | { readonly do: 'filter'; readonly least: number; readonly port: 'match' | 'rest' }
  | { readonly do: 'select'; readonly drop: boolean }
  | { readonly do: 'sort'; readonly direction: 'asc' | 'desc' }
  | { readonly do: 'formula' }
  | { readonly do: 'aggregate' }
  | { readonly do: 'dedupe'; readonly order: boolean }
  | { readonly do: 'union'; readonly with: number }
  | { readonly do: 'join'; readonly with: number; readonly type: 'inner' | 'left' | 'full' }

/** A flow that grows node by node beside its naive evaluation: `states[i]` can be joined or united with later. */
export interface Chain {
  readonly nodes: Flow['nodes']
  readonly edges: Flow['edges']
  readonly states: readonly State[]
}

const identity = (flag: ModelFlag): string => JSON.stringify([flag.node, flag.via, flag.rule])

const flagSet = (flags: readonly ModelFlag[]): readonly ModelFlag[] => [
  ...new Map(flags.map(flag => [identity(flag), flag])).values(),
]

/** A flow of nothing but tables `t0`, `t1` …, whose flags are their own. */
export const chainOf = (tables: readonly Table[]): Chain => ({
  nodes: Object.fromEntries(tables.map((table, i) => [`t${i}`, node('test.table', { ...table })])),
  edges: [],
  states: tables.map((table, i) => ({
    port: `t${i}.out`,
    columns: table.columns.map(c => c.name),
    rows: table.rows.map((row, r) => ({
      cells: Object.fromEntries(table.columns.map((c, j) => [c.name, row[j] == null ? null : String(row[j])])),
      flags: (table.flags?.[r] ?? []).map(rule => ({ node: `t${i}`, via: [], rule })),
    })),
  })),
})

const node = (kind: string, settings: Record<string, unknown>): Flow['nodes'][string] => ({
  kind,
  version: 1,
  settings,
})

const through = (side: string, flags: readonly ModelFlag[]): readonly ModelFlag[] =>
  flags.map(flag => ({ ...flag, via: [side, ...flag.via] }))

const united = (a: State, b: State): Omit<State, 'port'> => {
  const columns = [...a.columns, ...b.columns.filter(name => !a.columns.includes(name))]
  const rows = [...a.rows, ...b.rows].map(({ cells, flags }) => ({
    cells: Object.fromEntries(columns.map(name => [name, cells[name] ?? null])),
    flags,
  }))
  return { columns, rows }
}

const joined = (a: State, b: State, type: 'inner' | 'left' | 'full', suffix: string): Omit<State, 'port'> => {
  const nameOf = (name: string) => (a.columns.includes(name) ? `${name}${suffix}` : name)
  const others = b.columns.filter(name => name !== 'a')
  const columns = [...a.columns, ...others.map(nameOf)]
  const beside = (l: ModelRow | null, r: ModelRow | null): ModelRow => ({
    cells: Object.fromEntries([
      ...a.columns.map(name => [name, l?.cells[name] ?? (name === 'a' ? (r?.cells.a ?? null) : null)]),
      ...others.map(name => [nameOf(name), r?.cells[name] ?? null]),
    ]),
    flags: [...through('left', l?.flags ?? []), ...through('right', r?.flags ?? [])],
  })
  const meets = (l: ModelRow, r: ModelRow) => l.cells.a !== null && l.cells.a === r.cells.a
  const pairs = a.rows.flatMap(l => b.rows.filter(r => meets(l, r)).map(r => beside(l, r)))
  const lonely = a.rows.filter(l => !b.rows.some(r => meets(l, r))).map(l => beside(l, null))
  const left = b.rows.filter(r => !a.rows.some(l => meets(l, r))).map(r => beside(null, r))
  return { columns, rows: [...pairs, ...(type === 'inner' ? [] : lonely), ...(type === 'full' ? left : [])] }
}

const grouped = (state: State, name: string): Omit<State, 'port'> => {
  const groups = new Map<string | null, ModelRow[]>()
  for (const row of state.rows) groups.set(row.cells.a!, [...(groups.get(row.cells.a!) ?? []), row])
  const rows = [...groups].map(([a, group]) => ({
    cells: { a, [name]: String(group.length) },
    flags: flagSet(group.flatMap(row => row.flags)),
  }))
  return { columns: ['a', name], rows }
}

const computed = (state: State, id: string, name: string): Omit<State, 'port'> => ({
  columns: [...state.columns, name],
  rows: state.rows.map(({ cells, flags }) => {
    const text = cells.b ?? null
    const fails = text !== null && !/^\d+$/.test(text)
    return {
      cells: { ...cells, [name]: fails ? null : text },
      flags: fails ? [...flags, { node: id, via: [], rule: name }] : flags,
    }
  }),
})

interface Grown {
  readonly kind: string
  readonly settings: Record<string, unknown>
  readonly into: readonly (readonly [port: string, from: State])[]
  readonly out: string
  readonly model: Omit<State, 'port'>
}

const grown = (step: Step, last: State, states: readonly State[], id: string): Grown | null => {
  const other = 'with' in step ? states[step.with % states.length]! : last
  const one = [['in', last]] as const
  switch (step.do) {
    case 'filter': {
      const rows = last.rows.filter(r => Number(r.cells.a ?? -1) >= step.least === (step.port === 'match'))
      const settings = { where: `a >= ${step.least}` }
      return { kind: 'filter', settings, into: one, out: step.port, model: { ...last, rows } }
    }
    case 'select': {
      const names = last.columns.toReversed().filter(name => name === 'a' || !step.drop)
      const settings = { columns: names.map(column => ({ column })), others: 'drop' }
      const rows = last.rows.map(({ cells, flags }) => ({
        cells: Object.fromEntries(names.map(name => [name, cells[name] ?? null])),
        flags,
      }))
      return { kind: 'select', settings, into: one, out: 'out', model: { columns: names, rows } }
    }
    case 'sort':
      return {
        kind: 'sort',
        settings: { by: [{ column: 'a', direction: step.direction }] },
        into: one,
        out: 'out',
        model: last,
      }
    case 'formula': {
      if (!last.columns.includes('b')) return null
      const settings = { columns: [{ name: `f_${id}`, expression: 'CAST(b AS INTEGER)' }] }
      return { kind: 'formula', settings, into: one, out: 'out', model: computed(last, id, `f_${id}`) }
    }
    case 'aggregate': {
      const settings = { keys: ['a'], measures: [{ name: `n_${id}`, function: 'count' }] }
      return { kind: 'aggregate', settings, into: one, out: 'out', model: grouped(last, `n_${id}`) }
    }
    case 'dedupe':
      return {
        kind: 'dedupe',
        settings: { keys: ['a'], order: step.order ? [{ column: 'a' }] : [] },
        into: one,
        out: 'unique',
        model: last,
      }
    case 'union':
      return {
        kind: 'union',
        settings: {},
        into: [
          ['in', last],
          ['in', other],
        ],
        out: 'out',
        model: united(last, other),
      }
    case 'join': {
      const settings = { type: step.type, keys: [{ left: 'a', right: 'a' }], suffix: `_${id}` }
      const model = joined(last, other, step.type, `_${id}`)
      return {
        kind: 'join',
        settings,
        into: [
          ['left', last],
          ['right', other],
        ],
        out: 'out',
        model,
      }
    }
  }
}

/** The chain with one more node; steps that do not fit are passed over. Deduplication ends in a union of both its ports. */
export const grow = (chain: Chain, step: Step): Chain => {
  const id = `s${Object.keys(chain.nodes).length}`
  const last = chain.states.at(-1)!
  const next = grown(step, last, chain.states, id)
  if (!next || next.model.rows.length > 60) return chain
  const nodes = { ...chain.nodes, [id]: node(`transform.${next.kind}`, next.settings) }
  const edges = [...chain.edges, ...next.into.map(([port, from]) => ({ from: from.port, to: `${id}.${port}` }))]
  if (step.do !== 'dedupe')
    return { nodes, edges, states: [...chain.states, { ...next.model, port: `${id}.${next.out}` }] }
  const both = ['unique', 'duplicates'].map(port => ({ from: `${id}.${port}`, to: `${id}u.in` }))
  return {
    nodes: { ...nodes, [`${id}u`]: node('transform.union', {}) },
    edges: [...edges, ...both],
    states: [...chain.states, { ...next.model, port: `${id}u.out` }],
  }
}
