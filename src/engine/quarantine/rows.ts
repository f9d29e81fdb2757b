import { createHash } from 'node:crypto'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { FlagReason, QuarantineRequest } from '#core/node/kind.ts'
import { cellTexts, contentHash } from '#core/quarantine/content.ts'
import type { Origin } from '#core/quarantine/entry.ts'
import { call, cases, cast, column, keep, lambda, literal, op, orderBy, over, project } from '#core/relation/build.ts'
import { columnsOf, rejectColumns } from '#core/relation/columns.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { Column, Relation, Slot } from '#core/relation/relation.ts'
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

/** A record of a list is JSON. */
const written: Readonly<Record<string, string>> = { JSON: 'VARCHAR' }

/** Whether the columns that tell of lines still have the types that every source gives them. */
const hasLines = ({ columns }: Shape): boolean =>
  rejectColumns.every(({ name, type }) =>
    columns.some(of => of.name === name && (written[of.type] ?? of.type) === type),
  )

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

const none = (type: string): Expression => literal(null, type)

/** What tells a row: the line that it was, or its key, or all that it holds where a corrected one would enter; and what parts rows told alike. */
const identity = (relation: Relation, shape: Shape, { keys }: QuarantineRequest, origin: Origin | null) => {
  const names = columnsOf(relation)
  if (origin?.way === 'lines' && hasLines(shape)) {
    const hash = call('md5', column('raw'))
    return { key: none('VARCHAR'), hash, told: op('||', hash, column('file')), among: column('line') }
  }
  if (keys.length > 0) {
    const pairs = keys.toSorted().flatMap(name => [literal(name), cast(column(name), 'VARCHAR')])
    const key = cast(call('json_object', ...pairs), 'VARCHAR')
    return { key, hash: none('VARCHAR'), told: key, among: contentHash(names) }
  }
  const entered = origin?.into?.columns.map(each => names.find(n => n.toLowerCase() === each.name.toLowerCase()))
  const known = entered?.every(name => name !== undefined) ? (entered as readonly string[]) : names
  const hash = contentHash(known)
  return {
    key: none('VARCHAR'),
    hash,
    told: hash,
    among: known.length < names.length ? contentHash(names) : literal(0),
  }
}

const helper = {
  key: '__weir_key',
  hash: '__weir_hash',
  told: '__weir_told',
  among: '__weir_among',
  position: '__weir_position',
  ordinal: '__weir_ordinal',
  alike: '__weir_alike',
} as const

/** The rows with what tells them, numbered among those that it does not part. */
const numbered = (relation: Relation, shape: Shape, request: QuarantineRequest, origin: Origin | null): Relation => {
  const names = columnsOf(relation)
  const { key, hash, told, among } = identity(relation, shape, request, origin)
  const rows = project(relation, [
    ...keep(names),
    { name: helper.key, expression: key },
    { name: helper.hash, expression: hash },
    { name: helper.told, expression: call('md5', told) },
    { name: helper.among, expression: among },
    { name: helper.position, expression: over(call('row_number')) },
  ])
  const alike = {
    partition: [column(helper.told)],
    order: [orderBy(column(helper.among)), orderBy(column(helper.position))],
  }
  return project(rows, [
    ...keep([...names, helper.key, helper.hash, helper.told, helper.position]),
    { name: helper.ordinal, expression: over(call('row_number'), alike) },
    {
      name: helper.alike,
      expression: over(call('count', column(helper.position)), { ...alike, frame: 'rows_all' }),
    },
  ])
}

/** Rows as entries of the store: what tells them, their cells, and the hidden cells of their flags. */
export const entryRows = (
  relation: Relation,
  shape: Shape,
  request: QuarantineRequest,
  origin: Origin | null,
): Relation => {
  const lines = hasLines(shape)
  const place = (name: string, type: string) => (lines ? column(name) : none(type))
  const slots = (
    type: string,
    pick: (names: ReturnType<typeof slotColumns>, of: Slot) => string | null,
  ): Expression => {
    const cells = shape.slots.map((of, index) => pick(slotColumns(index), of))
    return cast(op('list', ...cells.map(name => (name === null ? none(type) : column(name)))), `${type}[]`)
  }
  const reasons =
    origin?.way === 'lines' && lines
      ? op('list', cast(call('json_array', literal(origin.node), column('reason')), 'VARCHAR'))
      : setReasons(shape)
  const ordinal = cast(column(helper.ordinal), 'VARCHAR')
  return project(numbered(relation, shape, request, origin), [
    { name: 'id', expression: op('||', column(helper.told), literal('#'), ordinal) },
    { name: 'cells', expression: cellTexts(columnsOf(relation)) },
    { name: 'masks', expression: slots('UBIGINT', each => each.flags) },
    { name: 'counts', expression: slots('BIGINT', (each, of) => (of.aggregated ? each.flagged : null)) },
    { name: 'details', expression: slots('VARCHAR', (each, of) => (of.detail ? each.detail : null)) },
    { name: 'reasons', expression: reasons },
    { name: 'key', expression: column(helper.key) },
    { name: 'hash', expression: column(helper.hash) },
    { name: 'file', expression: place('file', 'VARCHAR') },
    { name: 'line', expression: place('line', 'BIGINT') },
    { name: 'raw', expression: place('raw', 'VARCHAR') },
    { name: 'position', expression: column(helper.position) },
    { name: 'alike', expression: column(helper.alike) },
  ])
}
