import { columnsOf, rejectColumns } from '../relation/columns.ts'
import type { Expression } from '../relation/expression.ts'
import { placeable, readInOrder } from '../relation/placed.ts'
import type { Column, Flag, Relation, RelationKind, Scan, Slot } from '../relation/relation.ts'
import { extraColumns, extrasOf, hiddenColumns, slotColumns, slotKey, slotsOf, wordBits } from '../relation/slots.ts'
import { printOption } from './option.ts'
import { type ExpressionScope, printExpression, printLiteral, printOrder, printTyped } from './print-expression.ts'
import { functionName, quoteIdentifier, quoteLiteral, quotePath } from './quote.ts'
import { printType } from './type-name.ts'

export { printExpression, printLiteral } from './print-expression.ts'
export { quoteIdentifier, quoteLiteral } from './quote.ts'

export interface PrintOptions {
  /** The name of a column behind the visible ones that tells where each row stands in the files that it is read from, if they are `placeable`. */
  readonly place?: string
  /** Print scans, rejects and input leaves as empty typed stubs: to prepare a statement without touching a file. */
  readonly stubs?: boolean
  /** Leave the hidden columns out of the outermost SELECT. */
  readonly visibleOnly?: boolean
}

/** A statement, and where each relation stands in it. */
export interface Outline {
  readonly text: string
  readonly parts: readonly { readonly relation: Relation; readonly start: number; readonly end: number }[]
}

type Of<K extends RelationKind> = Extract<Relation, { kind: K }>

// reserved, since a column of this name would be taken for the row
const row = '__weir_t'
const list = (items: readonly string[]) => items.join(', ')
const as = (text: string, name: string) => `${text} AS ${quoteIdentifier(name)}`
const qualified = (alias: string, name: string) => `${quoteIdentifier(alias)}.${quoteIdentifier(name)}`

const readers: Record<Scan['reader'], string> = {
  csv: 'read_csv',
  parquet: 'read_parquet',
  json: 'read_json',
  duckdb: 'read_duckdb',
}

/** The tables in which DuckDB keeps what a scan rejected. */
export const rejectTables = (name: string) => ({ errors: name, scans: `${name}_scans` })

const hiddenStub = (slots: readonly Slot[]): string[] =>
  slots.flatMap((slot, i) => {
    const names = slotColumns(i)
    return [
      as('CAST(0 AS UBIGINT)', names.flags),
      ...(slot.aggregated ? [as('CAST(0 AS BIGINT)', names.flagged)] : []),
      ...(slot.detail ? [as('CAST(NULL AS VARCHAR)', names.detail)] : []),
    ]
  })

const stub = (columns: readonly Column[], slots: readonly Slot[]): string =>
  `SELECT ${list([...columns.map(c => as(`CAST(NULL AS ${printType(c.type)})`, c.name)), ...hiddenStub(slots)])} WHERE false`

const wordValue = (word: bigint) => `CAST(${word} AS UBIGINT)`

/** Words of a mask: for each 64 bits the bits whose condition is true; bits of the same condition are set together. */
const maskWords = (conditions: readonly (string | null)[]): string[] =>
  Array.from({ length: Math.ceil(conditions.length / wordBits) }, (_, word) => {
    const values = new Map<string, bigint>()
    conditions.slice(word * wordBits, (word + 1) * wordBits).forEach((condition, bit) => {
      if (condition !== null) values.set(condition, (values.get(condition) ?? 0n) | (1n << BigInt(bit)))
    })
    const bits = [...values].map(
      ([condition, value]) => `CASE WHEN ${condition} THEN ${wordValue(value)} ELSE ${wordValue(0n)} END`,
    )
    return bits.length === 0 ? wordValue(0n) : bits.length === 1 ? bits[0]! : `(${bits.join(' | ')})`
  })

const isNever = (expression: Expression): boolean => expression.kind === 'literal' && expression.value === false

/** Where a row stands in Parquet files: by their order, and then by its number. */
const placeIn = ({ files }: Scan): string =>
  files.length === 1 ? 'file_row_number' : 'CAST(file_index AS BIGINT) << 40 | file_row_number'

class Printer {
  private readonly names = new Map<Relation, string>()
  private readonly steps: string[] = []
  private inOrder: ReadonlySet<Relation> = new Set()
  private placed: ReadonlySet<Relation> = new Set()

  constructor(private readonly options: PrintOptions) {}

  /** What may stand after FROM for this relation. */
  private source(relation: Relation): string {
    if (relation.kind === 'table') return this.rowsOf(relation)
    const before = this.names.get(relation)
    if (before) return before
    const body = this.select(relation)
    const name = quoteIdentifier(`__weir_${this.steps.length + 1}`)
    this.names.set(relation, name)
    this.steps.push(`${name} AS (${body})`)
    return name
  }

  private rowsOf(table: Of<'table'>): string {
    const name = quoteIdentifier(table.name)
    const place = this.inOrder.has(table) ? table.place : undefined
    return place === undefined ? name : `(FROM ${name} ORDER BY ${quoteIdentifier(place)})`
  }

  private from(relation: Relation, alias = row): string {
    return `FROM ${this.source(relation)} AS ${quoteIdentifier(alias)}`
  }

  private scope(alias: string | null = row): ExpressionScope {
    return {
      alias,
      relation: (relation, only) =>
        `SELECT ${list((only === undefined ? columnsOf(relation) : [only]).map(name => qualified(row, name)))} ${this.from(relation)}`,
    }
  }

  private print(expression: Expression, alias: string | null = row): string {
    return printExpression(expression, this.scope(alias))
  }

  private kept(relation: Relation): string[] {
    return hiddenColumns(relation).map(name => qualified(row, name))
  }

  /** The place of a row, behind its visible columns. */
  private place(relation: Relation): string[] {
    return this.placed.has(relation) ? [qualified(row, this.options.place!)] : []
  }

  private select(relation: Relation): string {
    return (this.selects[relation.kind] as (r: Relation) => string)(relation)
  }

  private readonly selects: { [K in RelationKind]: (relation: Of<K>) => string } = {
    scan: relation => {
      if (this.options.stubs) return stub(relation.columns, relation.slots ?? [])
      const tables = relation.rejects === null ? null : rejectTables(relation.rejects)
      const options = [
        ...Object.entries(relation.options).map(([key, value]) => `${functionName(key)} = ${printOption(value)}`),
        ...(tables
          ? [
              'store_rejects = true',
              `rejects_table = ${quoteLiteral(tables.errors)}`,
              `rejects_scan = ${quoteLiteral(tables.scans)}`,
            ]
          : []),
      ]
      const args = list([`[${list(relation.files.map(quotePath))}]`, ...options])
      const place = this.placed.has(relation) ? [as(placeIn(relation), this.options.place!)] : []
      const hidden = hiddenColumns(relation).map(quoteIdentifier)
      const columns = [...relation.columns.map(c => quoteIdentifier(c.name)), ...place, ...hidden]
      return `SELECT ${list(columns)} FROM ${readers[relation.reader]}(${args})`
    },
    rejects: relation => {
      if (this.options.stubs || relation.scan.rejects === null) return stub(rejectColumns, [])
      const { errors, scans } = rejectTables(relation.scan.rejects)
      return (
        'SELECT first(s.file_path) AS "file", CAST(e.line AS BIGINT) AS "line", ' +
        `string_agg(split_part(e.error_message, chr(10), 1), '; ' ORDER BY e.column_idx) AS "reason", first(e.csv_line) AS "raw" ` +
        `FROM ${quoteIdentifier(errors)} AS e JOIN ${quoteIdentifier(scans)} AS s USING (scan_id, file_id) ` +
        'GROUP BY e.file_id, e.line ORDER BY e.file_id, e.line'
      )
    },
    values: relation => {
      if (relation.rows.length === 0) return stub(relation.columns, [])
      const cells = relation.rows.map(r => `(${list(r.map(cell => (cell === null ? 'NULL' : quoteLiteral(cell))))})`)
      const names = relation.columns.map((_, i) => `c${i}`)
      const columns = relation.columns.map((c, i) => as(`CAST(v.c${i} AS ${printType(c.type)})`, c.name))
      return `SELECT ${list(columns)} FROM (VALUES ${list(cells)}) AS v(${list(names)})`
    },
    series: relation => {
      const count = this.options.stubs ? 0 : relation.count
      return `SELECT s.i AS ${quoteIdentifier(relation.column)} FROM range(CAST(${BigInt(count)} AS BIGINT)) AS s(i)`
    },
    input: relation => {
      if (!this.options.stubs)
        throw new Error(`The input ${relation.node}.${relation.port} was not put in before printing.`)
      return stub(relation.columns, relation.slots)
    },
    made: () => {
      throw new Error('The table that is being made was not put in before printing.')
    },
    table: relation =>
      `SELECT ${list([...columnsOf(relation), ...hiddenColumns(relation), ...relation.extras].map(n => qualified(row, n)))} ${this.from(relation)}`,
    project: relation => {
      const words = new Map(relation.words?.map(word => [word.name, as(this.print(word.expression), word.name)]))
      const hidden = hiddenColumns(relation).map(name => words.get(name) ?? qualified(row, name))
      const columns = [...relation.columns.map(c => as(this.print(c.expression), c.name)), ...this.place(relation)]
      return `SELECT ${list([...columns, ...hidden])} ${this.from(relation.input)}`
    },
    where: relation =>
      `SELECT ${list([...columnsOf(relation).map(n => qualified(row, n)), ...this.place(relation), ...this.kept(relation)])} ${this.from(relation.input)} WHERE ${this.print(relation.predicate)}`,
    join: relation => this.join(relation),
    aggregate: relation => this.aggregate(relation),
    sort: relation => {
      const columns = [...columnsOf(relation), ...hiddenColumns(relation)]
      const named = new Set(
        relation.order.map(t => (t.expression.kind === 'column' ? t.expression.name.toLowerCase() : '')),
      )
      const ties = relation.unique
        ? []
        : columns.filter(n => !named.has(n.toLowerCase())).map(n => `${qualified(row, n)} ASC NULLS LAST`)
      return `SELECT ${list(columns.map(n => qualified(row, n)))} ${this.from(relation.input)} ORDER BY ${list([...relation.order.map(t => printOrder(t, this.scope())), ...ties])}`
    },
    limit: relation =>
      `SELECT ${list([...columnsOf(relation), ...hiddenColumns(relation)].map(n => qualified(row, n)))} ${this.from(relation.input)}` +
      `${relation.count === null ? '' : ` LIMIT ${BigInt(relation.count)}`}${relation.offset ? ` OFFSET ${BigInt(relation.offset)}` : ''}`,
    union: relation => this.union(relation),
    explode: relation => this.explode(relation),
    flag: relation => this.flag(relation),
    sql: relation => {
      const inputs = relation.inputs.map(
        input =>
          `${quoteIdentifier(input.name)} AS (SELECT ${list(columnsOf(input.relation).map(n => qualified(row, n)))} ${this.from(input.relation)})`,
      )
      const text = printTyped(
        relation.text,
        relation.parameters.map(p => ({ start: p.start, end: p.end, text: printLiteral(p.value) })),
      )
      return `${inputs.length ? `WITH ${list(inputs)} ` : ''}SELECT ${list(relation.columns.map(c => qualified(row, c.name)))} FROM (${text}) AS ${quoteIdentifier(row)}`
    },
  }

  private join(relation: Of<'join'>): string {
    const [left, right] = [relation.left, relation.right]
    const columns = relation.columns.map(c => as(this.print(c.expression, null), c.name))
    const outer = { left: ['right', 'full'].includes(relation.type), right: ['left', 'full'].includes(relation.type) }
    const leftOnly = relation.type === 'semi' || relation.type === 'anti'
    const sides = [
      { alias: 'left', slots: slotsOf(left), outer: outer.left },
      { alias: 'right', slots: leftOnly ? [] : slotsOf(right), outer: outer.right },
    ]
    const hidden = sides
      .flatMap(side => side.slots.map((slot, from) => ({ ...side, slot, from })))
      .flatMap(({ alias, slot, from, outer: mayMiss }, to) => {
        const [source, target] = [slotColumns(from), slotColumns(to)]
        const zero = (name: string) => (mayMiss ? `coalesce(${qualified(alias, name)}, 0)` : qualified(alias, name))
        return [
          as(zero(source.flags), target.flags),
          ...(slot.aggregated ? [as(zero(source.flagged), target.flagged)] : []),
          ...(slot.detail ? [as(qualified(alias, source.detail), target.detail)] : []),
        ]
      })
    const sign =
      relation.type === 'cross' || relation.condition === null
        ? 'CROSS JOIN'
        : `${relation.asof ? 'ASOF ' : ''}${relation.type.toUpperCase()} JOIN`
    const on = sign === 'CROSS JOIN' ? '' : ` ON ${this.print(relation.condition!, null)}`
    return `SELECT ${list([...columns, ...hidden])} ${this.from(left, 'left')} ${sign} ${this.source(right)} AS ${quoteIdentifier('right')}${on}`
  }

  private aggregate(relation: Of<'aggregate'>): string {
    const keys = relation.keys.map(k => ({ name: k.name, text: this.print(k.expression) }))
    const hidden = slotsOf(relation.input).flatMap((slot, i) => {
      const names = slotColumns(i)
      const count = slot.aggregated
        ? `CAST(coalesce(sum(${qualified(row, names.flagged)}), 0) AS BIGINT)`
        : `count_if(${qualified(row, names.flags)} <> 0)`
      return [
        as(`coalesce(bit_or(${qualified(row, names.flags)}), CAST(0 AS UBIGINT))`, names.flags),
        as(count, names.flagged),
      ]
    })
    const columns = [
      ...keys.map(k => as(k.text, k.name)),
      ...relation.measures.map(m => as(this.print(m.expression), m.name)),
      ...hidden,
    ]
    const by = list(keys.map(k => k.text))
    const grouping = { none: by, rollup: `ROLLUP (${by})`, cube: `CUBE (${by})` }[relation.totals]
    return `SELECT ${list(columns)} ${this.from(relation.input)}${keys.length ? ` GROUP BY ${grouping}` : ''}`
  }

  private union(relation: Of<'union'>): string {
    const slots = slotsOf(relation)
    const names = columnsOf(relation)
    return relation.inputs
      .map(input => {
        const own = new Map(slotsOf(input).map((slot, i) => [slotKey(slot), { slot, names: slotColumns(i) }]))
        const hidden = slots.flatMap((slot, i) => {
          const target = slotColumns(i)
          const found = own.get(slotKey(slot))
          const flags = found ? qualified(row, found.names.flags) : 'CAST(0 AS UBIGINT)'
          const flagged = found?.slot.aggregated ? qualified(row, found.names.flagged) : `CAST(${flags} <> 0 AS BIGINT)`
          const detail = found?.slot.detail ? qualified(row, found.names.detail) : 'CAST(NULL AS VARCHAR)'
          return [
            as(flags, target.flags),
            ...(slot.aggregated ? [as(flagged, target.flagged)] : []),
            ...(slot.detail ? [as(detail, target.detail)] : []),
          ]
        })
        const columns = columnsOf(input).map((name, i) => as(qualified(row, name), names[i] ?? name))
        return `SELECT ${list([...columns, ...hidden])} ${this.from(input)}`
      })
      .join(' UNION ALL ')
  }

  private explode({ input, list: expression, element, position, outer }: Of<'explode'>): string {
    const own = this.print(expression)
    const unnested = (text: string) =>
      outer ? `unnest(CASE WHEN len(${own}) > 0 THEN ${text} ELSE [NULL] END)` : `unnest(${text})`
    const columns = [
      ...columnsOf(input).map(n => qualified(row, n)),
      as(unnested(own), element),
      ...(position === null ? [] : [as(unnested(`range(1, len(${own}) + 1)`), position)]),
    ]
    return `SELECT ${list([...columns, ...this.kept(input)])} ${this.from(input)}`
  }

  private flag(relation: Flag): string {
    const columns = relation.columns
      ? relation.columns.map(c => as(this.print(c.expression), c.name))
      : columnsOf(relation).map(n => qualified(row, n))
    const print = (e: Expression | null) => (e === null || isNever(e) ? null : this.print(e))
    const parts = relation.bits.map(bit => ({
      violation: print(bit.violation),
      skip: print(bit.skip),
      failure: print(bit.failure),
    }))
    const first = slotsOf(relation.input).length
    const flags = maskWords(
      parts.map(({ violation, failure }) =>
        violation === null || failure === null ? (violation ?? failure) : `(${violation}) IS TRUE OR ${failure}`,
      ),
    )
    const own = flags.flatMap((word, i) => [
      as(word, slotColumns(first + i).flags),
      ...(i === 0 && relation.detail ? [as(this.print(relation.detail), slotColumns(first).detail)] : []),
    ])
    const extras = relation.extras
      ? maskWords(parts.map(p => p.skip)).flatMap((skip, word) => [
          as(skip, extraColumns(word).skip),
          as(maskWords(parts.map(p => p.failure))[word]!, extraColumns(word).error),
        ])
      : []
    return `SELECT ${list([...columns, ...this.place(relation), ...this.kept(relation.input), ...own, ...extras])} ${this.from(relation.input)}`
  }

  outline(relation: Relation): Outline {
    const text = this.statement(relation)
    let next = 'WITH '.length
    const steps = [...this.names.keys()].map((part, i) => {
      const start = next
      next += this.steps[i]!.length + ',\n'.length
      return { relation: part, start, end: start + this.steps[i]!.length }
    })
    const start = steps.length === 0 ? 0 : steps.at(-1)!.end + 1
    return { text, parts: [...steps, { relation, start, end: text.length }] }
  }

  statement(relation: Relation): string {
    this.inOrder = readInOrder(relation)
    this.placed = (this.options.place === undefined ? null : placeable(relation)) ?? new Set()
    // a typed SELECT brings a WITH of its own, which may not follow the one of the steps
    const body =
      relation.kind === 'sql'
        ? `SELECT ${list(columnsOf(relation).map(n => qualified(row, n)))} ${this.from(relation)}`
        : this.select(relation)
    const visible = this.options.visibleOnly && (hiddenColumns(relation).length > 0 || extrasOf(relation).length > 0)
    const steps = this.steps.length ? `WITH ${this.steps.join(',\n')}\n` : ''
    if (!visible) return `${steps}${body}`
    return `${steps}SELECT ${list(columnsOf(relation).map(n => qualified(row, n)))} FROM (${body}) AS ${quoteIdentifier(row)}`
  }
}

/**
 * A relation as one DuckDB SELECT: explicit columns, then the hidden columns of its slots (and a validator's masks); every
 * shared subtree once, as a common table expression. Throws on an input leaf unless `stubs` is set.
 */
export const printRelation = (relation: Relation, options: PrintOptions = {}): string =>
  new Printer(options).statement(relation)

/** The same text, with the places of its relations. */
export const outlineRelation = (relation: Relation, options: PrintOptions = {}): Outline =>
  new Printer(options).outline(relation)
