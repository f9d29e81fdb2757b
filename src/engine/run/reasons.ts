import type { CompiledFlow } from '#core/compile/types.ts'
import type { FlagReason } from '#core/node/kind.ts'
import { call, cases, cast, column, literal, op, project } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { NamedExpression, Relation, Slot } from '#core/relation/relation.ts'
import { slotColumns, slotsOf, wordBits } from '#core/relation/slots.ts'

/** Adds `_errors` (error and critical) and `_warnings` (the others): the messages of a row's flags, joined by "; ", or null. */
export const withReasons = (relation: Relation, flow: CompiledFlow): Relation => {
  const visible = columnsOf(relation)
  const grave = (reason: FlagReason) => reason.severity === 'error' || reason.severity === 'critical'
  const added: NamedExpression[] = [
    { name: freeName('_errors', visible), expression: joined(messagesOf(relation, flow, grave)) },
    { name: freeName('_warnings', visible), expression: joined(messagesOf(relation, flow, reason => !grave(reason))) },
  ]
  return project(relation, [...visible.map(name => ({ name, expression: column(name) })), ...added])
}

const freeName = (wanted: string, taken: readonly string[]): string => {
  const lower = new Set(taken.map(name => name.toLowerCase()))
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}_${n}`
    if (!lower.has(name)) return name
  }
}

const joined = (messages: readonly Expression[]): Expression =>
  messages.length === 0
    ? literal(null, 'VARCHAR')
    : call('nullif', call('concat_ws', literal('; '), ...messages), literal(''))

const messagesOf = (relation: Relation, flow: CompiledFlow, wanted: (reason: FlagReason) => boolean): Expression[] =>
  slotsOf(relation).flatMap((slot, index) => {
    const reasons = flow.nodes[slot.validator]?.compiled?.flags ?? []
    return reasons
      .slice(slot.word * wordBits, (slot.word + 1) * wordBits)
      .flatMap((reason, bit) => (wanted(reason) ? [whenSet(relation, slot, index, bit, reason)] : []))
  })

const whenSet = (relation: Relation, slot: Slot, index: number, bit: number, reason: FlagReason): Expression => {
  const mask = literal(1n << BigInt(bit), 'UBIGINT')
  const isSet = op('<>', op('&', column(slotColumns(index).flags), mask), literal(0))
  return cases([{ when: isSet, result: messageOf(relation, slot, index, reason) }])
}

/** A group's rows had different values, and a column that was dropped has none: the place of a value then falls away. */
const messageOf = (relation: Relation, slot: Slot, index: number, reason: FlagReason): Expression => {
  const [first] = reason.columns
  const present = first !== undefined && !slot.aggregated && columnsOf(relation).includes(first)
  const value = present ? call('coalesce', cast(column(first), 'VARCHAR'), literal('null')) : null
  const path = first === undefined ? null : `$."${first.replaceAll('"', '\\"')}"`
  const raw =
    slot.detail && !slot.aggregated && path !== null
      ? call('coalesce', call('json_extract_string', column(slotColumns(index).detail), literal(path)), literal(''))
      : null
  const places: Readonly<Record<string, Expression | null>> = {
    '{column}': literal(reason.columns.join(', ')),
    '{value}': value,
    '{raw}': raw,
  }
  const template = Object.entries(places).reduce(
    (text, [place, expression]) => (expression === null ? withoutPlace(text, place) : text),
    reason.message,
  )
  const parts = template.split(/(\{column\}|\{value\}|\{raw\})/).filter(part => part !== '')
  return parts.length === 0 ? literal('') : op('||', ...atLeastTwo(parts.map(part => places[part] ?? literal(part))))
}

const atLeastTwo = (parts: readonly Expression[]): readonly Expression[] =>
  parts.length > 1 ? parts : [...parts, literal('')]

/** With the words that only led to it: `{column} is not a date: {value}` becomes `{column} is not a date`. */
const withoutPlace = (message: string, place: string): string =>
  message.replace(new RegExp(`\\s*[:(]?\\s*${place.replace('{', '\\{').replace('}', '\\}')}\\)?`, 'g'), '').trim()
