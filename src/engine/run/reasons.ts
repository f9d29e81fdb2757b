import type { CompiledFlow } from '#core/compile/types.ts'
import type { FlagReason } from '#core/node/kind.ts'
import { call, cases, cast, column, literal, op, project } from '#core/relation/build.ts'
import { columnsOf } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import { placeOf } from '#core/relation/places.ts'
import type { NamedExpression, Relation, Slot } from '#core/relation/relation.ts'
import { detailKeys, slotColumns, slotsOf, wordBits } from '#core/relation/slots.ts'
import { fillMessage } from '../rows/message.ts'

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

const mark = { value: '\uE000', raw: '\uE001' }

/** The sentence that a page shows for the same flag: values are put in where the row has them, else the words around them go. */
const messageOf = (relation: Relation, slot: Slot, index: number, reason: FlagReason): Expression => {
  const visible = columnsOf(relation)
  const present = reason.columns.flatMap(name => {
    const place = placeOf(slot, name, visible)
    return place && !place.changed ? [place.name] : []
  })
  const known = !slot.aggregated && present.length > 0 && present.length === reason.columns.length
  const value = known ? commaSeparated(present.map(name => shown(column(name)))) : null
  const raw = slot.detail && !slot.aggregated ? rawTexts(slotColumns(index).detail, reason.columns) : null
  const sentence = (withRaw: boolean): Expression => {
    const text = fillMessage(reason.message, {
      column: reason.columns.join(', '),
      value: value ? [mark.value] : undefined,
      raw: withRaw ? [mark.raw] : undefined,
    })
    const parts = text.split(/([\uE000\uE001])/).filter(part => part !== '')
    return concatenated(parts.map(part => (part === mark.value ? value! : part === mark.raw ? raw! : literal(part))))
  }
  const message = raw
    ? cases([{ when: op('is_not_null', raw), result: sentence(true) }], sentence(false))
    : sentence(false)
  return slot.aggregated ? concatenated([message, rowsBehind(slotColumns(index).flagged)]) : message
}

const concatenated = (parts: readonly Expression[]): Expression =>
  parts.length === 0 ? literal('') : parts.length === 1 ? parts[0]! : op('||', ...parts)

const commaSeparated = (parts: readonly Expression[]): Expression => call('concat_ws', literal(', '), ...parts)

const longest = 120

const shown = (value: Expression): Expression => {
  const text = cast(value, 'VARCHAR')
  const cut = op('||', call('left', text, literal(longest)), literal('…'))
  return cases(
    [
      { when: op('is_null', text), result: literal('null') },
      { when: op('>', call('length', text), literal(longest)), result: cut },
    ],
    text,
  )
}

/** Null where the row's detail has none of the columns. */
const rawTexts = (detail: string, columns: readonly string[]): Expression | null => {
  const texts = detailKeys(columns).map(name => call('json_extract_string', column(detail), literal(jsonPointer(name))))
  return call('nullif', commaSeparated(texts), literal(''))
}

const jsonPointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`

const rowsBehind = (flagged: string): Expression =>
  cases(
    [{ when: op('=', column(flagged), literal(1)), result: literal(' (1 row behind this one)') }],
    concatenated([literal(' ('), cast(column(flagged), 'VARCHAR'), literal(' rows behind this one)')]),
  )
