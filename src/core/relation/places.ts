import { columnsOf, reservedPrefix } from './columns.ts'
import type { Expression } from './expression.ts'
import type { Join, NamedExpression, Place, Relation, Slot } from './relation.ts'

/** What became of an input's columns, by lower-case name; one that is not named is gone. */
type Moves = ReadonlyMap<string, NonNullable<Place>>

type Side = 'left' | 'right'

/** The columns (of one side of a join) whose values an expression gives as they are, or in another type; what a helper column holds is new. */
const carriedBy = (expression: Expression, side: Side | undefined): readonly string[] => {
  switch (expression.kind) {
    case 'column':
      return expression.side === side && !expression.name.startsWith(reservedPrefix) ? [expression.name] : []
    case 'cast':
      return expression.safe ? [] : carriedBy(expression.input, side)
    case 'call':
      return expression.function === 'coalesce' ? expression.arguments.flatMap(part => carriedBy(part, side)) : []
    default:
      return []
  }
}

const carriers = (columns: readonly NamedExpression[], side?: Side): Map<string, NonNullable<Place>> => {
  const moves = new Map<string, NonNullable<Place>>()
  for (const { name, expression } of columns)
    for (const from of carriedBy(expression, side))
      if (!moves.has(from.toLowerCase()) || name === from) moves.set(from.toLowerCase(), { name, changed: false })
  return moves
}

/** A column that is computed anew under a name takes the place of the one that had it, with another value. */
const replaced = (columns: readonly NamedExpression[]): Moves => {
  const moves = carriers(columns)
  for (const { name, expression } of columns)
    if (carriedBy(expression, undefined).length === 0 && !moves.has(name.toLowerCase()))
      moves.set(name.toLowerCase(), { name, changed: true })
  return moves
}

const bare = (expression: Expression): Expression => (expression.kind === 'cast' ? bare(expression.input) : expression)

/** Pairs of columns that a condition wants to be equal. */
const equalities = (condition: Expression | null): readonly (readonly [left: string, right: string])[] => {
  if (condition?.kind !== 'operation') return []
  if (condition.operator === 'and') return condition.operands.flatMap(equalities)
  if (condition.operator !== '=' && condition.operator !== 'is_not_distinct') return []
  const sides = condition.operands.map(bare).flatMap(part => (part.kind === 'column' ? [part] : []))
  const [left, right] = [sides.find(part => part.side === 'left'), sides.find(part => part.side === 'right')]
  return left && right ? [[left.name, right.name]] : []
}

/** A right key that is left out stands in the left one, wherever there is a right row. */
const sideMoves = ({ type, columns, condition }: Join, side: Side): Moves => {
  const moves = carriers(columns, side)
  if (side === 'left' || (type !== 'inner' && type !== 'left')) return moves
  const others = carriers(columns, 'left')
  for (const [left, right] of equalities(condition)) {
    const stand = others.get(left.toLowerCase())
    if (stand && !moves.has(right.toLowerCase())) moves.set(right.toLowerCase(), stand)
  }
  return moves
}

type Places = Readonly<Record<string, Place>>

/** What is noted of a column; undefined: nothing, so that it is where it was. */
const noted = (places: Places, name: string): Place | undefined =>
  Object.hasOwn(places, name.toLowerCase()) ? places[name.toLowerCase()] : undefined

const moved = (slots: readonly Slot[], moves: Moves, columns: readonly string[]): readonly Slot[] =>
  slots.map(({ places: before = {}, ...slot }) => {
    const further = Object.entries(before).map(([name, place]): [string, Place] => {
      const next = place && moves.get(place.name.toLowerCase())
      return [name, next ? { name: next.name, changed: next.changed || place.changed } : null]
    })
    const first = columns.flatMap((name): readonly [string, Place][] => {
      const next = moves.get(name.toLowerCase()) ?? null
      const stays = next?.name === name && !next.changed
      return stays || noted(before, name) !== undefined ? [] : [[name.toLowerCase(), next]]
    })
    const places = [...further, ...first]
    return places.length === 0 ? slot : { ...slot, places: Object.fromEntries(places) }
  })

/** Slots after a projection, or after groups with keys and measures. */
export const afterColumns = (
  slots: readonly Slot[],
  columns: readonly NamedExpression[],
  input: Relation,
): readonly Slot[] => (slots.length === 0 ? slots : moved(slots, replaced(columns), columnsOf(input)))

/** Slots of one side of a join, in its output. */
export const afterJoin = (slots: readonly Slot[], join: Join, side: Side): readonly Slot[] =>
  slots.length === 0 ? slots : moved(slots, sideMoves(join, side), columnsOf(join[side]))

/** Slots of an input of a union: its columns go by their order. */
export const afterUnion = (slots: readonly Slot[], input: Relation, names: readonly string[]): readonly Slot[] => {
  if (slots.length === 0) return slots
  const own = columnsOf(input)
  const moves = own.map((name, i) => [name.toLowerCase(), { name: names[i] ?? name, changed: false }] as const)
  return moved(slots, new Map(moves), own)
}

/** Places in rows of which some come from one input and some from another. */
export const samePlaces = (a: Slot['places'] = {}, b: Slot['places'] = {}): Pick<Slot, 'places'> => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  const places = [...names].map(name => [name, samePlace(name, noted(a, name), noted(b, name))] as const)
  return places.length === 0 ? {} : { places: Object.fromEntries(places) }
}

const samePlace = (name: string, a: Place | undefined, b: Place | undefined): Place => {
  const [one, other] = [a, b].map(place => (place === undefined ? { name, changed: false } : place))
  if (!one || !other) {
    const left = one ?? other
    return left ? { ...left, changed: true } : null
  }
  if (one.name.toLowerCase() !== other.name.toLowerCase()) return null
  return { name: a?.name ?? other.name, changed: one.changed || other.changed }
}

/** Where a column that a slot's flags speak of stands among these columns; null: it is not there any more. */
export const placeOf = (slot: Slot, name: string, columns: readonly string[]): Place => {
  const place = noted(slot.places ?? {}, name)
  if (place === null) return null
  const now = (place?.name ?? name).toLowerCase()
  const found = columns.find(other => other.toLowerCase() === now)
  return found === undefined ? null : { name: found, changed: place?.changed ?? false }
}

/** Names under which columns that a slot's flags speak of are known here: one that is gone keeps its own, unless another has that now. */
export const columnsNow = (slot: Slot, names: readonly string[], columns: readonly string[]): readonly string[] => {
  const taken = new Set(columns.map(name => name.toLowerCase()))
  return names.flatMap(name => placeOf(slot, name, columns)?.name ?? (taken.has(name.toLowerCase()) ? [] : [name]))
}
