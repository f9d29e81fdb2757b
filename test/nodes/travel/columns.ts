import { createHash } from 'node:crypto'
import type { Make } from './chain.ts'
import { added, filtered, flagged, type ModelRow, replaced, type Stand, selected } from './model.ts'
import { dates } from './rows.ts'

/** Steps of the kinds that give rows other columns. */
export type ColumnStep =
  | { readonly do: 'combine'; readonly missing: 'skip' | 'null' }
  | { readonly do: 'conditional' }
  | { readonly do: 'date_parts' }
  | { readonly do: 'extract'; readonly port: 'flag' | 'out' | 'reject' }
  | { readonly do: 'fill'; readonly method: 'constant' | 'min' | 'max'; readonly flag: boolean }
  | { readonly do: 'hash' }
  | { readonly do: 'mask' }
  | { readonly do: 'rename' }
  | { readonly do: 'replace'; readonly match: 'whole' | 'part' }
  | { readonly do: 'split'; readonly over: 'flag' | 'last' }

const cell = (row: ModelRow, name: string) => row.cells[name] ?? null

const has = (stand: Stand, name: string) => stand.columns.some(c => c.name === name)

/** A value of `b` that is changed, where there is one. */
const changed = (last: Stand, value: (b: string) => string | null): Stand =>
  replaced(last, 'b', row => {
    const b = cell(row, 'b')
    return b === null ? null : value(b)
  })

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

const day = (row: ModelRow) => new Date(Date.UTC(2024, 0, 1 + Number(cell(row, 'a')))).toISOString().slice(0, 10)

export const columnMakes: { readonly [K in ColumnStep['do']]: Make<Extract<ColumnStep, { do: K }>> } = {
  combine: ({ missing }, last, _other, id) => {
    if (!has(last, 'b')) return null
    const of = last.columns.filter(({ name }) => name === 'a' || name === 'b')
    const name = `k_${id}`
    const value = (row: ModelRow) => {
      const cells = ['a', 'b'].map(each => cell(row, each))
      const found = cells.filter(each => each !== null)
      return found.length === 0 || (missing === 'null' && found.length < 2) ? null : found.join('-')
    }
    return {
      kind: 'transform.combine_columns',
      settings: { columns: ['a', 'b'], separator: '-', name, missing },
      into: [['in', last]],
      out: 'out',
      model: added(last, { name, isNumber: false }, value, of.at(-1)!.name),
    }
  },
  conditional: (_step, last, _other, id) => {
    if (!has(last, 'b')) return null
    const name = `i_${id}`
    const isCast = (row: ModelRow) => cell(row, 'a') !== null && Number(cell(row, 'a')) >= 1
    const fails = (row: ModelRow) => isCast(row) && !/^\d*$/.test(cell(row, 'b') ?? '')
    const value = (row: ModelRow) => (isCast(row) ? (fails(row) ? null : cell(row, 'b')) : '0')
    return {
      kind: 'transform.conditional',
      settings: { name, rules: [{ where: 'a >= 1', expression: 'CAST(b AS INTEGER)' }], otherwise: '0' },
      into: [['in', last]],
      out: 'out',
      rules: [name],
      model: added(flagged(last, id, { [name]: { columns: [], isBad: fails } }), { name, isNumber: true }, value),
    }
  },
  date_parts: (_step, last, _other, id) => {
    const isDated = (row: ModelRow) => cell(row, 'a') !== null
    const [part, late] = [`d_${id}`, `l_${id}`]
    const dated = added(last, { name: 't', isNumber: false }, row => (isDated(row) ? day(row) : null))
    const judged = flagged(dated, id, {
      [part]: { columns: [], isBad: () => false },
      [late]: { columns: [], isBad: isDated },
    })
    const withPart = added(judged, { name: part, isNumber: true }, row =>
      isDated(row) ? String(Number(day(row).slice(8))) : null,
    )
    return {
      kind: 'transform.date_parts',
      settings: {
        columns: [
          { column: 't', part: 'day', name: part },
          { column: 't', operation: 'add', unit: 'year', amount: 999_999_999, name: late },
        ],
      },
      into: [['in', last]],
      before: dates,
      out: 'out',
      rules: [part, late],
      model: added(withPart, { name: late, isNumber: false }, () => null),
    }
  },
  extract: ({ port }, last, _other, id) => {
    if (!has(last, 'b')) return null
    const names = [`x_${id}`, `y_${id}`]
    const found = (row: ModelRow) => /^([a-z0-9])(.)?/.exec(cell(row, 'b') ?? '')
    const misses = (row: ModelRow) => cell(row, 'b') !== null && !found(row)
    const judged = flagged(last, id, { [names[0]!]: { columns: [], isBad: misses } })
    const parts = names.reduce(
      (stand, name, i) => added(stand, { name, isNumber: false }, row => found(row)?.[i + 1] ?? null),
      judged,
    )
    const models = {
      flag: parts,
      out: filtered(parts, row => !misses(row)),
      reject: filtered(judged, misses),
    }
    return {
      kind: 'transform.extract',
      settings: {
        column: 'b',
        pattern: '^([a-z0-9])(.)?',
        names,
        ...(port === 'flag' ? {} : { onError: 'reject' }),
      },
      into: [['in', last]],
      out: port === 'reject' ? 'reject' : 'out',
      rules: [names[0]!],
      model: models[port],
    }
  },
  fill: ({ method, flag }, last, _other, id) => {
    if (!has(last, 'b')) return null
    const others = (row: ModelRow) =>
      last.rows.flatMap(each => (each.cells.a === row.cells.a ? (cell(each, 'b') ?? []) : [])).toSorted()
    const values = {
      constant: () => 'x',
      min: (row: ModelRow) => others(row)[0] ?? null,
      max: (row: ModelRow) => others(row).at(-1) ?? null,
    }
    const filling = values[method]
    const isFilled = (row: ModelRow) => cell(row, 'b') === null && filling(row) !== null
    const judged = flag ? flagged(last, id, { b: { columns: ['b'], isBad: isFilled } }) : last
    return {
      kind: 'transform.fill',
      settings: { columns: ['b'], method, value: 'x', keys: method === 'constant' ? [] : ['a'], flag },
      into: [['in', last]],
      out: 'out',
      ...(flag ? { rules: ['b'] } : {}),
      model: replaced(judged, 'b', row => cell(row, 'b') ?? filling(row)),
    }
  },
  hash: (_step, last, _other, id) => {
    if (!has(last, 'b')) return null
    const name = `h_${id}`
    return {
      kind: 'transform.hash',
      settings: { columns: ['b'], name, algorithm: 'md5' },
      into: [['in', last]],
      out: 'out',
      model: added(last, { name, isNumber: false }, row => (cell(row, 'b') === null ? null : md5(cell(row, 'b')!))),
    }
  },
  mask: (_step, last) =>
    has(last, 'b')
      ? {
          kind: 'transform.mask',
          settings: { columns: [{ column: 'b', method: 'partial', first: 1, last: 0 }] },
          into: [['in', last]],
          out: 'out',
          model: changed(last, b => (b.length > 1 ? b[0] : '') + '*'.repeat(Math.max(b.length - 1, 1))),
        }
      : null,
  rename: (_step, last, _other, id) => {
    const of = last.columns.findLast(({ name }) => name !== 'a')
    if (!of) return null
    const names = last.columns.map(({ name }) => [name, name === of.name ? `r_${id}` : name] as const)
    return {
      kind: 'transform.rename',
      settings: { rules: [{ kind: 'names', names: { [of.name]: `r_${id}` } }] },
      into: [['in', last]],
      out: 'out',
      model: selected(last, names),
    }
  },
  replace: ({ match }, last) => {
    if (!has(last, 'b')) return null
    const ofPart = (b: string) => (b.includes("'") ? null : b.replaceAll('2', '1'))
    const whole: Readonly<Record<string, string | null>> = { '12': '7', '7': '12', "it's": null }
    return {
      kind: 'transform.replace',
      settings: {
        columns: ['b'],
        match,
        pairs:
          match === 'whole'
            ? Object.entries(whole)
            : [
                ["'", null],
                ['2', '1'],
              ],
      },
      into: [['in', last]],
      out: 'out',
      model: changed(last, match === 'whole' ? b => (b in whole ? whole[b]! : b) : ofPart),
    }
  },
  split: ({ over }, last, _other, id) => {
    if (!has(last, 'b')) return null
    const isTwo = (row: ModelRow) => cell(row, 'b')?.includes("'") ?? false
    const isOne = (row: ModelRow) => cell(row, 'b') !== null && !isTwo(row)
    const [one, two] = [`p_${id}`, `q_${id}`]
    const rule = over === 'flag' ? `${one}_over` : `${two}_under`
    const judged = flagged(last, id, { [rule]: { columns: [], isBad: over === 'flag' ? isTwo : isOne } })
    const part = (i: number) => (row: ModelRow) => cell(row, 'b')?.split("'")[i] ?? null
    const rest = (row: ModelRow) => cell(row, 'b')?.split("'").slice(1).join("'") || null
    const withOne = added(judged, { name: one, isNumber: false }, part(0), 'b')
    return {
      kind: 'transform.split_column',
      settings:
        over === 'flag'
          ? { column: 'b', delimiter: "'", names: [one], over }
          : { column: 'b', delimiter: "'", names: [one, two], missing: 'flag' },
      into: [['in', last]],
      out: 'out',
      rules: [rule],
      model: over === 'flag' ? withOne : added(withOne, { name: two, isNumber: false }, rest, one),
    }
  },
}
