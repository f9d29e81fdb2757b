import type { FlagReason } from '../node/kind.ts'
import { messageParts } from '../node/message.ts'
import { any, call, cases, column, flag, keep, literal, op, project, where } from '../relation/build.ts'
import { columnsOf } from '../relation/columns.ts'
import type { Expression } from '../relation/expression.ts'
import type { FlagBit, NamedExpression, Relation } from '../relation/relation.ts'
import { detailKeys } from '../relation/slots.ts'

/** A column of a source: its text in the input, and the value that comes of it; a null value: what stands in the input. */
export interface Cell {
  readonly name: string
  readonly type: string
  readonly value: Expression | null
  /** What is true of a cell that does not fit, where that is not seen by its value. */
  readonly violation?: Expression
  /** What is said of a cell that does not fit, in the place of its not being of the type. */
  readonly misfit?: string
}

/** A fault of a whole row: an expression over the input that is true of it. */
export interface RowFault {
  readonly violation: Expression
  readonly message: string
}

export interface Cells {
  readonly relation: Relation
  readonly flags: readonly FlagReason[]
}

const article = (type: string): string => (/^[AEIO]/.test(type) ? 'an' : 'a')

/** What is said of a cell that did not convert. */
export const misfit = (type: string): string => `{column} is not ${article(type)} ${type}: {raw}`

const saidOf = ({ type, misfit: own }: Cell): string => own ?? misfit(type)

const helper = (index: number): string => `__weir_value_${index}`
const text = (cell: Cell): Expression => column(cell.name)

/** Input columns and, beside them, each converted value once. */
const converted = (input: Relation, cells: readonly Cell[]): Relation =>
  project(input, [
    ...keep(columnsOf(input)),
    ...cells.flatMap((cell, i): NamedExpression[] => (cell.value ? [{ name: helper(i), expression: cell.value }] : [])),
  ])

const result = (cells: readonly Cell[], rest: readonly NamedExpression[]): NamedExpression[] => [
  ...cells.map((cell, i) => ({ name: cell.name, expression: cell.value ? column(helper(i)) : text(cell) })),
  ...rest,
]

const bad = (cell: Cell, index: number): Expression =>
  cell.violation ?? op('and', op('is_not_null', text(cell)), op('is_null', column(helper(index))))

/** Cells that may not fit. */
const typed = (cells: readonly Cell[]) =>
  cells.flatMap((cell, index) => (cell.value || cell.violation ? [{ cell, index }] : []))

const reason = (columns: readonly string[], message: string): FlagReason => ({
  rule: 'source',
  kind: 'source',
  columns,
  severity: 'error',
  message,
  dimension: 'validity',
})

const bit = (violation: Expression): FlagBit => ({ violation, skip: null, failure: null })

/**
 * Texts converted to values: one that does not convert is null, flagged, and keeps its text beside the flags, as does a row with a fault of
 * its own, where `raw` is the row's text.
 */
export const flagCells = (
  node: string,
  input: Relation,
  cells: readonly Cell[],
  rest: readonly NamedExpression[],
  faults: readonly RowFault[] = [],
  raw: Expression | null = null,
): Cells => {
  const open = typed(cells)
  if (open.length === 0 && faults.length === 0) return { relation: project(input, result(cells, rest)), flags: [] }
  const kept = open.filter(({ cell }) => cell.value !== null)
  const texts = kept.flatMap(({ cell, index }) => [
    literal(cell.name),
    cases([{ when: bad(cell, index), result: text(cell) }], null),
  ])
  const faulty = faults.map(fault => fault.violation)
  const [whole] = raw && faults.length > 0 ? detailKeys([]) : []
  if (whole !== undefined) texts.push(literal(whole), cases([{ when: any(faulty), result: raw! }], null))
  const detail = cases([
    {
      when: any([...kept.map(({ cell, index }) => bad(cell, index)), ...(raw ? faulty : [])]),
      // The merge drops the members that are null.
      result: call('json_merge_patch', literal('{}'), call('json_object', ...texts)),
    },
  ])
  const relation = flag({
    input: converted(input, cells),
    validator: node,
    bits: [...open.map(({ cell, index }) => bit(bad(cell, index))), ...faults.map(fault => bit(fault.violation))],
    detail: texts.length > 0 ? detail : null,
    extras: false,
    columns: result(cells, rest),
  })
  return {
    relation,
    flags: [
      ...open.map(({ cell }) => reason([cell.name], saidOf(cell))),
      ...faults.map(fault => reason([], fault.message)),
    ],
  }
}

/** Texts converted to values; the first that does not convert ends the run with a sentence. */
export const strictCells = (input: Relation, cells: readonly Cell[], rest: readonly NamedExpression[]): Relation => {
  const strict = cells.map((cell, i): NamedExpression => {
    if (!cell.value) return { name: cell.name, expression: text(cell) }
    const [before, after] = messageParts(saidOf(cell), cell.name)
    const sentence = op('||', literal(before!), text(cell), literal(after!))
    return {
      name: cell.name,
      expression: cases([{ when: bad(cell, i), result: call('error', sentence) }], column(helper(i))),
    }
  })
  return project(converted(input, cells), [...strict, ...rest])
}

/** Rows all of whose cells converted, and the others with the reasons, for a reject port. */
export const splitCells = (input: Relation, cells: readonly Cell[], rest: readonly NamedExpression[]) => {
  const open = typed(cells)
  const values = converted(input, cells)
  const faulty = any(open.map(({ cell, index }) => bad(cell, index)))
  const reasons = open.map(({ cell, index }) => {
    const [before, after] = messageParts(saidOf(cell), cell.name)
    return cases([{ when: bad(cell, index), result: op('||', literal(before!), text(cell), literal(after!)) }])
  })
  return {
    sound: project(where(values, op('not', faulty)), result(cells, rest)),
    faulty: where(values, faulty),
    reason: open.length > 0 ? call('concat_ws', literal('; '), ...reasons) : literal(null, 'VARCHAR'),
  }
}
