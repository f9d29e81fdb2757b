import { createHash } from 'node:crypto'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { FlagReason, QuarantineRequest } from '#core/node/kind.ts'
import { cellTexts, contentHash } from '#core/quarantine/content.ts'
import type { Origin } from '#core/quarantine/entry.ts'
import { call, cases, cast, column, keep, lambda, literal, op, orderBy, over, project } from '#core/relation/build.ts'
import { columnsOf, rejectColumns } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, NamedExpression, Relation, Slot } from '#core/relation/relation.ts'
import { slotColumns, slotsOf, wordBits } from '#core/relation/slots.ts'

/** What explains the entries of one node and run: their columns, and what their masks mean. */
export interface Shape {
  readonly columns: readonly Column[]
  readonly keys: readonly string[]
  readonly slots: readonly Slot[]
  readonly reasons: Readonly<Record<string, readonly FlagReason[]>>
  readonly origin: { readonly node: string; readonly port: string; readonly way: Origin['way'] } | null
}

export const shapeOf = (
  flow: CompiledFlow,
  columns: readonly Column[],
  relation: Relation,
  keys: readonly string[],
  origin: Origin | null,
): Shape => {
  const slots = slotsOf(relation)
  const validators = [...new Set(slots.map(slot => slot.validator))]
  return {
    columns,
    keys,
    slots,
    reasons: Object.fromEntries(validators.map(id => [id, flow.nodes[id]?.compiled?.flags ?? []])),
    origin: origin && { node: origin.node, port: origin.port, way: origin.way },
  }
}

export const shapeId = (shape: Shape): string => createHash('md5').update(JSON.stringify(shape)).digest('hex')

/** How a reason is named in an entry. */
export const reasonName = (node: string, rule: string): string => JSON.stringify([node, rule])

const hasLines = (relation: Relation): boolean => {
  const names = new Set(columnsOf(relation))
  return rejectColumns.every(({ name }) => names.has(name))
}

/** Names of the reasons whose bits are set. */
const setReasons = ({ slots, reasons }: Shape): Expression => {
  const named = slots.flatMap((slot, index) => {
    const own = (reasons[slot.validator] ?? []).slice(slot.word * wordBits, (slot.word + 1) * wordBits)
    return own.map((reason, bit) => {
      const mask = literal(1n << BigInt(bit), 'UBIGINT')
      const isSet = op('<>', op('&', column(slotColumns(index).flags), mask), literal(0))
      return cases([{ when: isSet, result: literal(reasonName(slot.validator, reason.rule)) }])
    })
  })
  if (named.length === 0) return cast(op('list'), 'VARCHAR[]')
  const there = lambda('reason', reason => op('is_not_null', reason))
  return call('list_distinct', call('list_filter', op('list', ...named), there))
}

const listOf = (items: readonly Expression[], type: string): Expression => cast(op('list', ...items), `${type}[]`)

const none = (type: string): Expression => literal(null, type)

/** What tells a row: the line that it was, or its key, or all that it holds where a corrected one would enter. */
const identity = (relation: Relation, { keys }: QuarantineRequest, origin: Origin | null) => {
  const names = columnsOf(relation)
  if (origin?.way === 'lines' && hasLines(relation)) {
    return { key: none('VARCHAR'), hash: call('md5', column('raw')), more: [column('file')], order: [column('line')] }
  }
  if (keys.length > 0) {
    const pairs = keys.toSorted().flatMap(name => [literal(name), cast(column(name), 'VARCHAR')])
    const key = cast(call('json_object', ...pairs), 'VARCHAR')
    return { key, hash: none('VARCHAR'), more: [], order: [contentHash(names)] }
  }
  const entered = origin?.into?.columns.map(each => names.find(n => n.toLowerCase() === each.name.toLowerCase()))
  const known = entered?.every(name => name !== undefined) ? (entered as readonly string[]) : names
  return { key: none('VARCHAR'), hash: contentHash(known), more: [], order: [contentHash(names)] }
}

/** Rows as entries of the store: what tells them, their cells, and the hidden cells of their flags. */
export const entryRows = (
  relation: Relation,
  shape: Shape,
  request: QuarantineRequest,
  origin: Origin | null,
): Relation => {
  const names = columnsOf(relation)
  const { key, hash, more, order } = identity(relation, request, origin)
  const lines = hasLines(relation)
  const place = (name: string, type: string) => (lines ? column(name) : none(type))
  const slot = (pick: (names: ReturnType<typeof slotColumns>, of: Slot) => Expression) =>
    shape.slots.map((of, index) => pick(slotColumns(index), of))
  const own: NamedExpression[] = [
    { name: 'cells', expression: cellTexts(names) },
    {
      name: 'masks',
      expression: listOf(
        slot(each => column(each.flags)),
        'UBIGINT',
      ),
    },
    {
      name: 'counts',
      expression: listOf(
        slot((each, of) => (of.aggregated ? column(each.flagged) : none('BIGINT'))),
        'BIGINT',
      ),
    },
    {
      name: 'details',
      expression: listOf(
        slot((each, of) => (of.detail ? column(each.detail) : none('VARCHAR'))),
        'VARCHAR',
      ),
    },
    {
      name: 'reasons',
      expression:
        origin?.way === 'lines' && lines
          ? op('list', cast(call('json_array', literal(origin.node), column('reason')), 'VARCHAR'))
          : setReasons(shape),
    },
    { name: 'key', expression: key },
    { name: 'hash', expression: hash },
    { name: 'file', expression: place('file', 'VARCHAR') },
    { name: 'line', expression: place('line', 'BIGINT') },
    { name: 'raw', expression: place('raw', 'VARCHAR') },
    { name: 'told', expression: op('list', call('coalesce', key, hash), ...more) },
    { name: 'among', expression: op('list', ...order.map(term => cast(term, 'VARCHAR'))) },
    { name: 'position', expression: over(call('row_number')) },
  ]
  const rows = project(relation, own)
  const partition = [column('told')]
  const ordinal = over(call('row_number'), {
    partition,
    order: [orderBy(column('line')), orderBy(column('among')), orderBy(column('position'))],
  })
  const kept = own.map(each => each.name).filter(name => name !== 'told' && name !== 'among')
  const counted = project(rows, [
    ...keep(kept),
    { name: 'told', expression: call('md5', cast(call('to_json', column('told')), 'VARCHAR')) },
    { name: 'ordinal', expression: ordinal },
    { name: 'alike', expression: over(call('count', column('position')), { partition }) },
  ])
  return project(counted, [
    { name: 'id', expression: op('||', column('told'), literal('#'), cast(column('ordinal'), 'VARCHAR')) },
    ...keep([...kept, 'alike']),
  ])
}
