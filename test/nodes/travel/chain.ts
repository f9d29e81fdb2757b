import type { Flow } from '#core/flow/types.ts'
import type { Table } from '#test/nodes/run-cases.ts'
import { type ColumnStep, columnMakes } from './columns.ts'
import {
  deduplicated,
  filtered,
  flagged,
  grouped,
  type JoinType,
  joined,
  lookedUp,
  type ModelRow,
  replaced,
  type Stand,
  selected,
  unflagged,
  united,
} from './model.ts'
import { type RowStep, rowMakes } from './rows.ts'
import { type ShapeStep, shapeMakes } from './shapes.ts'

/** A port of the flow, and what a naive evaluation says stands there. */
export interface State extends Stand {
  readonly port: string
}

export type Step =
  | RowStep
  | ColumnStep
  | ShapeStep
  | { readonly do: 'filter'; readonly least: number; readonly port: 'match' | 'rest' }
  | { readonly do: 'select'; readonly drop: boolean; readonly rename: boolean }
  | { readonly do: 'sort'; readonly down: boolean }
  | { readonly do: 'pin' }
  | { readonly do: 'formula' }
  | { readonly do: 'aggregate'; readonly byKey: boolean }
  | { readonly do: 'dedupe'; readonly down: boolean; readonly port: 'unique' | 'duplicates' | 'both' }
  | { readonly do: 'union'; readonly with: number }
  | { readonly do: 'join'; readonly with: number; readonly type: JoinType; readonly port: JoinPort }
  | { readonly do: 'validate'; readonly most: number; readonly port: 'out' | 'pass' | 'reject' }
  | { readonly do: 'clean' }
  | { readonly do: 'cast'; readonly port: 'out' | 'reject' | 'flag' }
  | { readonly do: 'parse'; readonly strict: boolean }
  | { readonly do: 'map'; readonly unmapped: 'keep' | 'null' | 'flag' }
  | { readonly do: 'lookup'; readonly with: number }
  | { readonly do: 'query' }

type JoinPort = 'out' | 'left_only' | 'right_only'

/** A flow that grows node by node beside its naive evaluation: `states[i]` can be joined or united with later. */
export interface Chain {
  readonly nodes: Flow['nodes']
  readonly edges: Flow['edges']
  readonly states: readonly State[]
  /** A node's rules in the order of their bits. */
  readonly rules: Readonly<Record<string, readonly string[]>>
}

const node = (kind: string, settings: Record<string, unknown>): Flow['nodes'][string] => ({
  kind,
  version: 1,
  settings,
})

const text = (cell: unknown) => (cell == null ? null : String(cell))

/** A flow of nothing but tables `t0`, `t1` …, whose flags are their own. */
export const chainOf = (tables: readonly Table[], kind: 'test.table' | 'source.inline'): Chain => {
  const rules = tables.map(table => [...new Set((table.flags ?? []).flat())])
  const states = tables.map((table, i): State => {
    const bare: Stand = {
      columns: table.columns.map(c => ({ name: c.name, isNumber: c.type === 'INTEGER' })),
      slots: [],
      rows: table.rows.map(row => ({
        cells: Object.fromEntries(table.columns.map((c, j) => [c.name, text(row[j])])),
        flags: {},
        counts: {},
      })),
    }
    const at = new Map(bare.rows.map((row, r) => [row, table.flags?.[r] ?? []]))
    const judge = (rule: string) => ({ columns: [], isBad: (row: ModelRow) => at.get(row)!.includes(rule) })
    const has = rules[i]!.map(rule => [rule, judge(rule)] as const)
    return { ...flagged(bare, `t${i}`, Object.fromEntries(has)), port: `t${i}.out` }
  })
  return {
    nodes: Object.fromEntries(
      tables.map(({ columns, rows, flags }, i) => [
        `t${i}`,
        node(kind, flags ? { columns, rows, flags } : { columns, rows: rows.map(row => row.map(text)) }),
      ]),
    ),
    edges: [],
    states,
    rules: Object.fromEntries(rules.map((own, i) => [`t${i}`, own])),
  }
}

interface Before {
  readonly port: string
  readonly kind: string
  readonly settings: Record<string, unknown>
  readonly out: string
}

export interface Grown {
  readonly kind: string
  readonly settings: Record<string, unknown>
  readonly into: readonly (readonly [port: string, from: State])[]
  readonly out: string
  /** The ports that `both` puts together again. */
  readonly both?: readonly [string, string]
  readonly model: Stand
  readonly rules?: readonly string[]
  /** The node of the flow in it that the rules are of. */
  readonly inner?: string
  /** A node before one of its ports. */
  readonly before?: Before
  /** A node behind it that makes texts of `b` again, so that it can be united with others. */
  readonly asText?: true
}

const cell = (row: ModelRow, name: string) => row.cells[name] ?? null

const has = (stand: Stand, name: string) => stand.columns.some(c => c.name === name)

const isWhole = (value: string | null) => value === null || /^\d+$/.test(value)

const known = ['7', 'x']

const validated = (last: State, most: number, id: string) => {
  const rules = [
    { rule: { id: `there_${id}`, kind: 'not_null', columns: ['a'] }, isBad: (r: ModelRow) => cell(r, 'a') === null },
    {
      rule: { id: `low_${id}`, kind: 'range', columns: ['a'], max: most, severity: 'warning' },
      isBad: (r: ModelRow) => cell(r, 'a') !== null && Number(cell(r, 'a')) > most,
    },
    {
      rule: { id: `known_${id}`, kind: 'in_set', columns: ['b'], values: known },
      isBad: (r: ModelRow) => cell(r, 'b') !== null && !known.includes(cell(r, 'b')!),
    },
  ].filter(({ rule }) => rule.columns.every(name => has(last, name)))
  const settings = { rules: rules.map(({ rule }) => ({ ...rule, message: `${rule.id} = {value}` })) }
  const judges = rules.map(({ rule: { id: name, columns }, isBad }) => [name, { columns, isBad }] as const)
  const out = flagged(last, id, Object.fromEntries(judges))
  const isGrave = (row: ModelRow) => rules.some(({ rule, isBad }) => rule.severity === undefined && isBad(row))
  const ports = { out, pass: filtered(out, r => !isGrave(r)), reject: filtered(out, isGrave) }
  return { settings, ports, rules: rules.map(({ rule }) => rule.id) }
}

/** A node behind the last state, or behind it and another one; null where it does not fit. */
export type Make<S extends Step> = (
  step: S,
  last: State,
  other: State,
  id: string,
  rules: Chain['rules'],
) => Grown | null

const makes: { [K in Step['do']]: Make<Extract<Step, { do: K }>> } = {
  ...rowMakes,
  ...columnMakes,
  ...shapeMakes,
  filter: (step, last) => ({
    kind: 'transform.filter',
    settings: { where: `a >= ${step.least}` },
    into: [['in', last]],
    out: step.port,
    model: filtered(last, r => Number(cell(r, 'a') ?? -1) >= step.least === (step.port === 'match')),
  }),
  select: (step, last, _other, id) => {
    const names = last.columns
      .toReversed()
      .flatMap(({ name }) => (name === 'a' || !step.drop ? [name] : []))
      .map(name => [name, step.rename && name !== 'a' ? `${name}_${id}` : name] as const)
    const columns = names.map(([column, as]) => (column === as ? { column } : { column, as }))
    return {
      kind: 'transform.select',
      settings: { columns, others: 'drop' },
      into: [['in', last]],
      out: 'out',
      model: selected(last, names),
    }
  },
  sort: (step, last) => ({
    kind: 'transform.sort',
    settings: { by: [{ column: 'a', direction: step.down ? 'desc' : 'asc' }] },
    into: [['in', last]],
    out: 'out',
    model: last,
  }),
  pin: (_step, last) => ({ kind: 'transform.pin', settings: {}, into: [['in', last]], out: 'out', model: last }),
  formula: (_step, last, _other, id) => {
    if (!has(last, 'b')) return null
    const name = `f_${id}`
    const fails = (row: ModelRow) => !isWhole(cell(row, 'b'))
    return {
      kind: 'transform.formula',
      settings: { columns: [{ name, expression: 'CAST(b AS INTEGER)' }] },
      into: [['in', last]],
      out: 'out',
      rules: [name],
      model: flagged(
        last,
        id,
        { [name]: { columns: [], isBad: fails } },
        {
          column: { name, isNumber: true },
          cell: row => (fails(row) ? null : cell(row, 'b')),
        },
      ),
    }
  },
  aggregate: (step, last, _other, id) => {
    const name = step.byKey ? `n_${id}` : 'a'
    return {
      kind: 'transform.aggregate',
      settings: { ...(step.byKey ? { keys: ['a'] } : {}), measures: [{ name, function: 'count' }] },
      into: [['in', last]],
      out: 'out',
      model: grouped(last, step.byKey, name),
    }
  },
  dedupe: () => null,
  union: (_step, last, other) => ({
    kind: 'transform.union',
    settings: {},
    into: [
      ['in', last],
      ['in', other],
    ],
    out: 'out',
    model: united([last, other]),
  }),
  join: (step, last, other, id) => ({
    kind: 'transform.join',
    settings: { type: step.type, keys: [{ left: 'a', right: 'a' }], suffix: `_${id}` },
    into: [
      ['left', last],
      ['right', other],
    ],
    out: step.port,
    model: joined(last, other, step.type, `_${id}`)[step.port],
  }),
  validate: (step, last, _other, id) => {
    const { settings, ports, rules } = validated(last, step.most, id)
    return {
      kind: 'validate.rules',
      settings,
      into: [['in', last]],
      out: step.port,
      rules,
      model: ports[step.port],
    }
  },
  clean: (_step, last) =>
    has(last, 'b')
      ? {
          kind: 'transform.clean',
          settings: { groups: [{ columns: ['b'], steps: ['keep_letters', 'upper', 'empty_to_null'] }] },
          into: [['in', last]],
          out: 'out',
          model: replaced(
            last,
            'b',
            row =>
              cell(row, 'b')
                ?.replace(/[^a-z]/gi, '')
                .toUpperCase() || null,
          ),
        }
      : null,
  cast: (step, last, _other, id) => {
    if (!has(last, 'b')) return null
    const fails = (row: ModelRow) => !isWhole(cell(row, 'b'))
    const judged = flagged(last, id, { b: { columns: ['b'], isBad: fails } })
    const value = (row: ModelRow) => (fails(row) ? null : cell(row, 'b'))
    const models = {
      flag: () => replaced(judged, 'b', value),
      out: () => filtered(judged, row => !fails(row)),
      reject: () => filtered(judged, fails),
    }
    return {
      kind: 'transform.cast',
      settings: {
        columns: [{ column: 'b', type: 'INTEGER' }],
        ...(step.port === 'flag' ? {} : { onError: 'reject' }),
      },
      into: [['in', last]],
      out: step.port === 'reject' ? 'reject' : 'out',
      rules: ['b'],
      model: models[step.port](),
      ...(step.port === 'reject' ? {} : { asText: true }),
    }
  },
  parse: (step, last, _other, id) => {
    if (!has(last, 'b')) return null
    const isDay = (row: ModelRow) => /^([1-9]|[12]\d|3[01])$/.test(cell(row, 'b') ?? '')
    const isMonth = (row: ModelRow) => /^([1-9]|1[0-2])$/.test(cell(row, 'b') ?? '')
    const differ = (row: ModelRow) => isDay(row) && isMonth(row) && cell(row, 'b') !== '1'
    const isUnread = (row: ModelRow) => cell(row, 'b') !== null && !isDay(row) && !isMonth(row)
    const rules = { b: { columns: ['b'], isBad: isUnread }, b_ambiguous: { columns: ['b'], isBad: differ } }
    const date = (row: ModelRow) =>
      isDay(row) && !(step.strict && differ(row)) ? `1900-01-${cell(row, 'b')!.padStart(2, '0')}` : null
    return {
      kind: 'transform.parse_date',
      settings: {
        columns: ['b'],
        formats: ['%d', '%m'],
        ...(step.strict ? { onAmbiguous: 'error' } : {}),
      },
      into: [['in', last]],
      out: 'out',
      rules: ['b', 'b_ambiguous'],
      model: replaced(flagged(last, id, rules), 'b', date),
      asText: true,
    }
  },
  map: (step, last, _other, id) => {
    if (!has(last, 'b')) return null
    const pairs: readonly (readonly [string | null, string | null])[] = [
      ['7', 'x'],
      ['x', '7'],
      [null, '12'],
      ['12', null],
    ]
    const found = (row: ModelRow) => pairs.find(([from]) => from === cell(row, 'b'))
    const misses = (row: ModelRow) => !found(row) && cell(row, 'b') !== null
    const judged = step.unmapped === 'flag' ? flagged(last, id, { b: { columns: ['b'], isBad: misses } }) : last
    const value = (row: ModelRow) => {
      const pair = found(row)
      return pair ? pair[1] : step.unmapped === 'keep' ? cell(row, 'b') : null
    }
    return {
      kind: 'transform.map_values',
      settings: { columns: ['b'], pairs, unmapped: step.unmapped },
      into: [['in', last]],
      out: 'out',
      ...(step.unmapped === 'flag' ? { rules: ['b'] } : {}),
      model: replaced(judged, 'b', value),
    }
  },
  lookup: (_step, last, other, id) => {
    const never = { columns: [], isBad: () => false }
    return {
      kind: 'transform.map_values',
      settings: { columns: ['a'], fromColumn: 'a', toColumn: 'a', type: 'BIGINT' },
      into: [
        ['in', last],
        ['mapping', other],
      ],
      out: 'out',
      rules: ['a', 'a_several', 'a_type'],
      model: flagged(lookedUp(last, other, `${id}.a`), id, { a: never, a_several: never, a_type: never }),
    }
  },
  query: (_step, last) => ({
    kind: 'transform.sql',
    settings: { inputs: ['input'], sql: ['SELECT * FROM input'] },
    into: [['input', last]],
    out: 'out',
    model: unflagged(last),
  }),
}

/** The chain with one more node; steps that do not fit are passed over. */
export const grow = (chain: Chain, step: Step): Chain => {
  const id = `s${Object.keys(chain.nodes).length}`
  const last = chain.states.at(-1)!
  const other = 'with' in step && step.with >= 0 ? chain.states[step.with % chain.states.length]! : last
  const next =
    step.do === 'dedupe'
      ? deduped(step, last, chain)
      : (makes[step.do] as Make<Step>)(step, last, other, id, chain.rules)
  if (!next || next.model.rows.length > 60) return chain
  const rules = next.rules ? { ...chain.rules, [next.inner ? `${id}/${next.inner}` : id]: next.rules } : chain.rules
  const { before } = next
  const first = before ? { [`${id}d`]: node(before.kind, before.settings) } : {}
  const nodes = { ...chain.nodes, ...first, [id]: node(next.kind, next.settings) }
  const into = next.into.map(([port, from]) => ({
    from: from.port,
    to: before?.port === port ? `${id}d.in` : `${id}.${port}`,
  }))
  const between = before ? [{ from: `${id}d.${before.out}`, to: `${id}.${before.port}` }] : []
  const edges = [...chain.edges, ...into, ...between]
  if (next.asText)
    return {
      nodes: { ...nodes, [`${id}t`]: node('transform.cast', { columns: [{ column: 'b', type: 'VARCHAR' }] }) },
      edges: [...edges, { from: `${id}.${next.out}`, to: `${id}t.in` }],
      rules: { ...rules, [`${id}t`]: ['b'] },
      states: [
        ...chain.states,
        { ...flagged(next.model, `${id}t`, { b: { columns: [], isBad: () => false } }), port: `${id}t.out` },
      ],
    }
  if (next.out !== 'both')
    return { nodes, edges, rules, states: [...chain.states, { ...next.model, port: `${id}.${next.out}` }] }
  const both = (next.both ?? ['unique', 'duplicates']).map(port => ({ from: `${id}.${port}`, to: `${id}u.in` }))
  return {
    nodes: { ...nodes, [`${id}u`]: node('transform.union', {}) },
    edges: [...edges, ...both],
    rules,
    states: [...chain.states, { ...next.model, port: `${id}u.out` }],
  }
}

/** A choice is certain with an order; without one, all that is certain is that both ports together hold what came in. */
const deduped = (step: Extract<Step, { do: 'dedupe' }>, last: State, { rules }: Chain): Grown => {
  const by = last.columns.find(c => c.name !== 'a')?.name ?? 'a'
  const order = [{ column: by, direction: step.down ? 'desc' : 'asc' }]
  return {
    kind: 'transform.dedupe',
    settings: { keys: ['a'], order: step.port === 'both' ? [] : order },
    into: [['in', last]],
    out: step.port,
    model: step.port === 'both' ? last : deduplicated(last, by, step.down, rules)[step.port],
  }
}
