import type { Make } from './chain.ts'
import { deduplicated, filtered, flagged, grouped, type ModelRow, type Stand, sided, through } from './model.ts'

/** Steps of the kinds that take some of the rows. */
export type RowStep =
  | { readonly do: 'limit'; readonly down: boolean; readonly port: 'out' | 'rest' }
  | { readonly do: 'find'; readonly with: number }
  | { readonly do: 'window' }
  | { readonly do: 'set'; readonly operation: 'intersect' | 'except'; readonly port: 'out' | 'rest' }
  | { readonly do: 'compare'; readonly with: number; readonly port: 'added' | 'removed' }
  | { readonly do: 'rolling' }
  | { readonly do: 'nearest'; readonly with: number }
  | { readonly do: 'time' }
  | { readonly do: 'sample'; readonly amount: number; readonly by: 'percent' | 'rows' }

/** Makes a date `t` of `a`. */
export const dates = {
  port: 'in',
  kind: 'transform.formula',
  settings: { columns: [{ name: 't', expression: "DATE '2024-01-01' + CAST(a AS INTEGER)" }], onError: 'fail' },
  out: 'out',
} as const

const otherColumn = (stand: Stand) => stand.columns.find(c => c.name !== 'a')?.name ?? 'a'

/** Each row with the other columns of the one row that has its `a`, and with the flags of that. */
const enriched = (last: Stand, other: Stand, id: string): Stand => {
  const isTaken = (name: string) => last.columns.some(c => c.name === name)
  const added = other.columns
    .filter(c => c.name !== 'a')
    .map(c => ({ from: c.name, ...c, name: isTaken(c.name) ? `${c.name}_${id}` : c.name }))
  const beside = (row: ModelRow): ModelRow => {
    const found = other.rows.find(each => row.cells.a !== null && each.cells.a === row.cells.a) ?? null
    const { flags, counts } = sided(id, found)
    const cells = added.map(({ from, name }) => [name, found?.cells[from] ?? null] as const)
    return {
      cells: { ...row.cells, ...Object.fromEntries(cells) },
      flags: { ...row.flags, ...flags },
      counts: { ...row.counts, ...counts },
    }
  }
  return {
    columns: [...last.columns, ...added.map(({ name, isNumber }) => ({ name, isNumber }))],
    slots: [...last.slots, ...other.slots.map(slot => through(id, slot))],
    rows: last.rows.map(beside),
  }
}

export const rowMakes: { readonly [K in RowStep['do']]: Make<Extract<RowStep, { do: K }>> } = {
  limit: (step, last, _other, _id, rules) => {
    const by = otherColumn(last)
    const { unique, duplicates } = deduplicated(last, by, step.down, rules)
    return {
      kind: 'transform.limit',
      settings: { count: 1, keys: ['a'], order: [{ column: by, direction: step.down ? 'desc' : 'asc' }] },
      into: [['in', last]],
      out: step.port,
      model: step.port === 'out' ? unique : duplicates,
    }
  },
  find: (_step, last, other, id, rules) => {
    const by = otherColumn(other)
    const times = (row: ModelRow) =>
      row.cells.a === null ? 0 : other.rows.filter(each => each.cells.a === row.cells.a).length
    const judges = {
      missing: { columns: ['a'], isBad: (row: ModelRow) => times(row) === 0 },
      several: { columns: ['a'], isBad: (row: ModelRow) => times(row) > 1 },
    }
    return {
      kind: 'transform.lookup',
      settings: { keys: [{ left: 'a', right: 'a' }], order: [{ column: by }], suffix: `_${id}` },
      into: [
        ['in', last],
        ['reference', other],
      ],
      out: 'out',
      rules: Object.keys(judges),
      model: flagged(enriched(last, deduplicated(other, by, false, rules).unique, id), id, judges),
    }
  },
  window: (_step, last, _other, id) => {
    const name = `w_${id}`
    const alike = (row: ModelRow) => last.rows.filter(each => each.cells.a === row.cells.a).length
    return {
      kind: 'transform.window',
      settings: { keys: ['a'], measures: [{ name, function: 'count', frame: 'group' }] },
      into: [['in', last]],
      out: 'out',
      model: flagged(last, id, {}, { column: { name, isNumber: true }, cell: row => String(alike(row)) }),
    }
  },
  rolling: (_step, last, _other, id) => {
    const name = `o_${id}`
    return {
      kind: 'transform.rolling',
      settings: { rows: 1, order: [{ column: 'a' }], measures: [{ name, function: 'count' }] },
      into: [['in', last]],
      out: 'out',
      model: flagged(last, id, {}, { column: { name, isNumber: true }, cell: () => '1' }),
    }
  },
  nearest: (_step, last, other) => {
    const a = (row: ModelRow) => (row.cells.a == null ? Number.NaN : Number(row.cells.a))
    return {
      kind: 'transform.asof_join',
      settings: { left: 'a', right: 'a', suffix: '_nearest' },
      into: [
        ['left', last],
        ['right', other],
      ],
      out: 'left_only',
      model: filtered(last, row => !other.rows.some(each => a(each) <= a(row))),
    }
  },
  time: (_step, last, _other, id) => {
    const present = grouped(
      filtered(last, row => row.cells.a != null),
      true,
      `n_${id}`,
    )
    const day = (row: ModelRow, after: number) =>
      new Date(Date.UTC(2024, 0, 1 + Number(row.cells.a) + after)).toISOString().slice(0, 19).replace('T', ' ')
    return {
      kind: 'transform.time_window',
      settings: { time: 't', size: '1 day', keys: ['a'], measures: [{ name: `n_${id}`, function: 'count' }] },
      into: [['in', last]],
      before: dates,
      out: 'out',
      model: {
        ...present,
        columns: [...['window_start', 'window_end'].map(name => ({ name, isNumber: false })), ...present.columns],
        rows: present.rows.map(row => ({
          ...row,
          cells: { ...row.cells, window_start: day(row, 0), window_end: day(row, 1) },
        })),
      },
    }
  },
  // with itself, in which each row meets one row
  set: (step, last) => ({
    kind: 'transform.set_operation',
    settings: { operation: step.operation, duplicates: true },
    into: [
      ['left', last],
      ['right', last],
    ],
    out: step.port,
    model: filtered(last, () => (step.operation === 'intersect') === (step.port === 'out')),
  }),
  compare: (step, last, other) => {
    const [one, another] = step.port === 'added' ? [last, other] : [other, last]
    const has = (row: ModelRow) => another.rows.some(each => each.cells.a === row.cells.a)
    return {
      kind: 'transform.compare',
      settings: {
        keys: ['a'],
        ignore: [...last.columns, ...other.columns].map(c => c.name).filter(name => name !== 'a'),
      },
      into: [
        ['before', other],
        ['after', last],
      ],
      out: step.port,
      model: filtered(one, row => !has(row)),
    }
  },
  // which rows are drawn is another matter: both ports together hold what came in
  sample: (step, last) => ({
    kind: 'transform.sample',
    settings: { by: step.by, amount: step.amount },
    into: [['in', last]],
    out: 'both',
    both: ['out', 'rest'],
    model: last,
  }),
}
