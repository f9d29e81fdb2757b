import { any, call, cases, cast, column, flag, keep, literal, op, project, where } from '../relation/build.ts'
import { columnsOf, reservedPrefix } from '../relation/columns.ts'
import type { Expression } from '../relation/expression.ts'
import type { FlagBit, NamedExpression, Relation } from '../relation/relation.ts'
import type { Compiled, FlagReason } from './kind.ts'
import { messageParts } from './message.ts'

/** What may be wrong with a cell that is changed. */
export interface Fault {
  /** True of a bad row, from the new value. */
  readonly when: (value: Expression) => Expression
  readonly reason: FlagReason
  /** Flagged whatever the policy says, and no reason to fail or to reject. */
  readonly note?: boolean
}

/** A column that is made of another one. */
export interface Change {
  /** Its name in the result. */
  readonly name: string
  /** Over the input; null where it could not be made. */
  readonly value: Expression
  /** The text that a flag keeps. */
  readonly raw: Expression
  readonly faults: readonly Fault[]
}

/** What becomes of a row with a fault: null with a flag, null alone, a failed run, or its row as it was at the port `reject`. */
export type ChangePolicy = 'flag' | 'null' | 'fail' | 'reject'

interface Found {
  readonly change: Change
  readonly violation: Expression
  readonly reason: FlagReason
}

/** A cell that had a value and has none now. */
export const lost =
  (before: Expression): Fault['when'] =>
  after =>
    op('and', op('is_not_null', before), op('is_null', after))

const helper = (index: number): string => `${reservedPrefix}value_${index}`

const bit = ({ violation }: Found): FlagBit => ({ violation, skip: null, failure: null })

/** The message with the column and the raw text put in, as an expression. */
const sentence = ({ change, reason }: Found): Expression => {
  const parts = messageParts(reason.message, `\`${change.name}\``)
  return call('concat', ...parts.flatMap((part, i) => (i === 0 ? [literal(part)] : [change.raw, literal(part)])))
}

/** Raw texts by column, as JSON; null where nothing is wrong. */
const detailOf = (found: readonly Found[]): Expression => {
  const texts = [...new Set(found.map(each => each.change))].flatMap(change => {
    const own = found.filter(each => each.change === change)
    return [literal(change.name), cases([{ when: any(own.map(each => each.violation)), result: change.raw }])]
  })
  // the patch leaves out the cells that are well
  const json = cast(call('json_merge_patch', literal('{}'), call('json_object', ...texts)), 'VARCHAR')
  return cases([{ when: any(found.map(each => each.violation)), result: json }])
}

const flagged = (
  node: string,
  input: Relation,
  found: readonly Found[],
  columns: readonly NamedExpression[],
): Relation =>
  found.length === 0
    ? project(input, columns)
    : flag({ input, validator: node, bits: found.map(bit), detail: detailOf(found), extras: false, columns })

/**
 * Changed columns in the places of those of `columns` that have their names, computed once, and what becomes of cells that could
 * not be changed.
 */
export const applyChanges = (
  node: string,
  input: Relation,
  changes: readonly Change[],
  columns: readonly NamedExpression[],
  policy: ChangePolicy,
): Compiled => {
  if (changes.length === 0) return { ports: { out: project(input, columns) } }
  const index = new Map(changes.map((change, i) => [change.name, i]))
  const names = columnsOf(input)
  const made = project(input, [
    ...keep(names),
    ...changes.map(({ value }, i) => ({ name: helper(i), expression: value })),
  ])
  const all = changes.flatMap((change, i) =>
    change.faults.map(({ when, reason, note = false }) => ({
      change,
      violation: when(column(helper(i))),
      reason,
      note,
    })),
  )
  const notes = all.filter(each => each.note)
  const errors = all.filter(each => !each.note)
  const result = (value: (change: Change, i: number) => Expression): readonly NamedExpression[] =>
    columns.map(each => {
      const i = index.get(each.name)
      return i === undefined ? each : { name: each.name, expression: value(changes[i]!, i) }
    })
  const plain = result((_, i) => column(helper(i)))
  const reasons = (found: readonly Found[]) => (found.length === 0 ? {} : { flags: found.map(each => each.reason) })
  switch (policy) {
    case 'flag':
      return { ports: { out: flagged(node, made, all, plain) }, ...reasons(all) }
    case 'null':
      return { ports: { out: flagged(node, made, notes, plain) }, ...reasons(notes) }
    case 'fail': {
      const strict = result((change, i) => {
        const own = errors.filter(each => each.change === change)
        const branches = own.map(each => ({ when: each.violation, result: call('error', sentence(each)) }))
        return branches.length === 0 ? column(helper(i)) : cases(branches, column(helper(i)))
      })
      return { ports: { out: flagged(node, made, notes, strict) }, ...reasons(notes) }
    }
    case 'reject': {
      const faulty = any(errors.map(each => each.violation))
      const own = [...errors, ...notes]
      const out = flagged(node, where(made, op('is_not_true', faulty)), own, plain)
      const came = keep(names.filter(name => !name.startsWith(reservedPrefix)))
      const reject = flagged(node, where(made, op('is_true', faulty)), own, came)
      return { body: made, ports: { out, reject }, ...reasons(own) }
    }
  }
}
