import type { Flow } from '#core/flow/types.ts'
import type { Make } from './chain.ts'
import {
  added,
  deduplicated,
  filtered,
  flagged,
  grouped,
  type ModelRow,
  ordering,
  type Stand,
  sided,
  through,
} from './model.ts'

/** Steps of the kinds that give other rows, share them out, or number them. */
export type ShapeStep =
  | { readonly do: 'explode'; readonly port: 'keep' | 'out' | 'empty' }
  | { readonly do: 'nearby'; readonly with: number; readonly type: 'left' | 'inner'; readonly later: boolean }
  | { readonly do: 'number'; readonly down: boolean; readonly byKey: boolean }
  | { readonly do: 'pivot'; readonly others: 'ignore' | 'column' }
  | { readonly do: 'route'; readonly match: 'first' | 'all'; readonly port: 'high' | 'seven' | 'rest' }
  | { readonly do: 'subflow' }
  | { readonly do: 'unpivot'; readonly port: 'keep' | 'out' | 'nulls' }

const cell = (row: ModelRow, name: string) => row.cells[name] ?? null

const has = (stand: Stand, name: string) => stand.columns.some(c => c.name === name)

const withCells = (row: ModelRow, cells: Readonly<Record<string, string | null>>): ModelRow => ({
  ...row,
  cells: { ...row.cells, ...cells },
})

const isKnown = (row: ModelRow) => cell(row, 'b') === null || ['7', 'x'].includes(cell(row, 'b')!)

/** The flow that stands in a node of others: it flags values of `b` that it does not know. */
export const part: Flow = {
  weir: 1,
  name: 'Part',
  params: {},
  nodes: {
    come: { kind: 'source.input', version: 1, settings: { name: 'input', columns: [{ name: 'b', type: 'VARCHAR' }] } },
    check: {
      kind: 'validate.rules',
      version: 1,
      settings: { rules: [{ id: 'known', kind: 'in_set', columns: ['b'], values: ['7', 'x'] }] },
    },
    go: { kind: 'sink.output', version: 1, settings: { name: 'output' } },
  },
  edges: [
    { from: 'come.out', to: 'check.in' },
    { from: 'check.out', to: 'go.in' },
  ],
  tests: [],
  layout: { nodes: {}, groups: [], notes: [] },
}

export const partPath = '/part.flow.json'

export const shapeMakes: { readonly [K in ShapeStep['do']]: Make<Extract<ShapeStep, { do: K }>> } = {
  explode: ({ port }, last, _other, id) => {
    if (!has(last, 'b')) return null
    const position = { name: `p_${id}`, isNumber: true }
    const elements = (row: ModelRow) => cell(row, 'b')?.split("'") ?? []
    const each = (row: ModelRow) => elements(row).map((b, i) => withCells(row, { b, [position.name]: String(i + 1) }))
    const alone = (row: ModelRow) =>
      port === 'keep' && elements(row).length === 0 ? [withCells(row, { b: null, [position.name]: null })] : []
    const out = {
      ...last,
      columns: [...last.columns, position],
      rows: last.rows.flatMap(row => [...each(row), ...alone(row)]),
    }
    return {
      kind: 'transform.explode',
      settings: {
        column: 'b',
        delimiter: "'",
        position: position.name,
        empty: port === 'keep' ? 'keep' : 'leave_out',
      },
      into: [['in', last]],
      out: port === 'empty' ? 'empty' : 'out',
      model: port === 'empty' ? filtered(last, row => elements(row).length === 0) : out,
    }
  },
  nearby: ({ type, later }, last, other, id, rules) => {
    const by = other.columns.find(c => c.name !== 'a')?.name ?? 'a'
    const { unique } = deduplicated(other, by, false, rules)
    const at = (row: ModelRow) => (cell(row, 'a') === null ? Number.NaN : Number(cell(row, 'a')))
    const isNear = (l: ModelRow, r: ModelRow) => (later ? at(r) >= at(l) : at(r) <= at(l))
    const nearest = (l: ModelRow) => {
      const near = unique.rows.filter(r => isNear(l, r)).toSorted((r, s) => at(r) - at(s))
      return (later ? near[0] : near.at(-1)) ?? null
    }
    const names = other.columns.map(c => ({
      from: c.name,
      column: { ...c, name: has(last, c.name) ? `${c.name}_${id}` : c.name },
    }))
    const beside = (l: ModelRow): ModelRow => {
      const r = nearest(l)
      const [a, b] = [sided('left', l), sided('right', r)]
      return {
        cells: { ...l.cells, ...Object.fromEntries(names.map(n => [n.column.name, r?.cells[n.from] ?? null])) },
        flags: { ...a.flags, ...b.flags },
        counts: { ...a.counts, ...b.counts },
      }
    }
    return {
      kind: 'transform.asof_join',
      settings: { left: 'a', right: 'a', suffix: `_${id}`, type, nearest: later ? 'later' : 'earlier' },
      into: [
        ['left', last],
        ['right', other],
      ],
      before: {
        port: 'right',
        kind: 'transform.dedupe',
        settings: { keys: ['a'], order: [{ column: by }] },
        out: 'unique',
      },
      out: 'out',
      model: {
        columns: [...last.columns, ...names.map(({ column }) => column)],
        slots: [...last.slots.map(s => through('left', s)), ...other.slots.map(s => through('right', s))],
        rows: last.rows.filter(l => type === 'left' || nearest(l) !== null).map(beside),
      },
    }
  },
  number: ({ down, byKey }, last, _other, id, rules) => {
    const by = last.columns.find(c => c.name !== 'a')?.name ?? 'a'
    const name = { name: `n_${id}`, isNumber: true }
    // of rows that flags alone tell apart, the first is the one that comes first, where they come in an order
    if (new Set(last.rows.map(row => JSON.stringify(row.cells))).size < last.rows.length) return null
    const sorted = last.rows.toSorted(ordering(last, by, down, rules))
    const among = (row: ModelRow) => sorted.filter(each => !byKey || each.cells.a === row.cells.a)
    const numbered = added(last, name, row => String(among(row).indexOf(row) + 1))
    return {
      kind: 'transform.record_id',
      settings: {
        name: name.name,
        keys: byKey ? ['a'] : [],
        order: [{ column: by, direction: down ? 'desc' : 'asc' }],
      },
      into: [['in', last]],
      out: 'out',
      model: { ...numbered, columns: [name, ...last.columns] },
    }
  },
  pivot: ({ others }, last, _other, id) => {
    if (!has(last, 'b')) return null
    const values = ['7', 'x']
    const groups = grouped(last, true, 'rows')
    const times = (group: ModelRow, isOne: (b: string | null) => boolean) =>
      String(last.rows.filter(row => row.cells.a === group.cells.a && isOne(cell(row, 'b'))).length)
    const name = `other_${id}`
    const counts = [
      ...values.map(value => ({ name: value, isOne: (b: string | null) => b === value })),
      ...(others === 'column' ? [{ name, isOne: (b: string | null) => b === null || !values.includes(b) }] : []),
    ]
    return {
      kind: 'transform.pivot',
      settings: {
        keys: ['a'],
        column: 'b',
        values,
        measures: [{ name: 'rows', function: 'count' }],
        others,
        otherName: name,
      },
      into: [['in', last]],
      out: 'out',
      model: {
        ...groups,
        columns: [...groups.columns.slice(0, 1), ...counts.map(count => ({ name: count.name, isNumber: true }))],
        rows: groups.rows.map(group =>
          withCells(group, Object.fromEntries(counts.map(({ name: of, isOne }) => [of, times(group, isOne)]))),
        ),
      },
    }
  },
  route: ({ match, port }, last) => {
    if (!has(last, 'b')) return null
    const high = (row: ModelRow) => cell(row, 'a') !== null && Number(cell(row, 'a')) >= 2
    const seven = (row: ModelRow) => cell(row, 'b') === '7'
    const ports = {
      high,
      seven: (row: ModelRow) => seven(row) && (match === 'all' || !high(row)),
      rest: (row: ModelRow) => !high(row) && !seven(row),
    }
    return {
      kind: 'transform.route',
      settings: {
        routes: [
          { name: 'high', where: 'a >= 2' },
          { name: 'seven', where: "b = '7'" },
        ],
        match,
      },
      into: [['in', last]],
      out: port,
      model: filtered(last, ports[port]),
    }
  },
  subflow: (_step, last, _other, id) =>
    has(last, 'b')
      ? {
          kind: 'transform.subflow',
          settings: { path: partPath },
          into: [['input', last]],
          out: 'output',
          rules: ['known'],
          inner: 'check',
          model: flagged(last, `${id}/check`, { known: { columns: ['b'], isBad: row => !isKnown(row) } }),
        }
      : null,
  unpivot: ({ port }, last, _other, id) => {
    if (!has(last, 'b')) return null
    const name = `m_${id}`
    const names = last.columns.map(c => c.name).filter(each => each !== 'a')
    const all: Stand = {
      ...last,
      columns: ['a', name, 'b'].map(each => ({ name: each, isNumber: each === 'a' })),
      rows: last.rows.flatMap(row =>
        names.map(each => ({ ...row, cells: { a: cell(row, 'a'), [name]: each, b: cell(row, each) } })),
      ),
    }
    return {
      kind: 'transform.unpivot',
      settings: {
        columns: ['a'],
        which: 'others',
        nameColumn: name,
        valueColumn: 'b',
        types: 'text',
        nulls: port === 'keep' ? 'keep' : 'leave_out',
      },
      into: [['in', last]],
      out: port === 'nulls' ? 'nulls' : 'out',
      model: port === 'keep' ? all : filtered(all, row => (cell(row, 'b') === null) === (port === 'nulls')),
    }
  },
}
