import { keep, project } from './build.ts'
import { columnsOf } from './columns.ts'
import type { Expression } from './expression.ts'
import type { NamedExpression, Relation } from './relation.ts'
import { replace } from './replace.ts'
import { columnsIn, inputsOf, partsOf, relationsOf } from './walk.ts'

/** Names of columns, in lower case. */
export type Names = ReadonlySet<string>

/** Which columns somebody reads, by relation. */
export interface Reading {
  /** Notes that columns of a relation are read; null: all of them. */
  read(relation: Relation, names: Names | null): void
  /** Which are read of it; none of a relation that nobody reads. */
  of(relation: Relation): Names
}

/** Notes nothing yet. */
export const createReading = (): Reading => {
  const found = new Map<Relation, Set<string>>()
  return {
    read: (relation, names) => {
      const own = found.get(relation) ?? new Set()
      for (const name of names ?? lower(columnsOf(relation))) own.add(name)
      found.set(relation, own)
    },
    of: relation => found.get(relation) ?? new Set(),
  }
}

/** Follows what is read of some relations down to their leaves; each is looked at when all that read it have been. */
export const readThrough = (roots: readonly Relation[], reading: Reading): void => {
  const inputsFirst = [...new Set(roots.flatMap(relationsOf))]
  for (const relation of inputsFirst.toReversed())
    for (const [input, names] of readBelow(relation, reading.of(relation))) reading.read(input, names)
}

/** The same relations with what is read of them alone; parts that several share stay shared. Columns that an operation cannot leave out stay. */
export const narrowed = (root: Relation, reading: Reading, memo: Map<Relation, Relation>): Relation => {
  const done = new Set<Relation>()
  const step = (relation: Relation): Relation => replace(relation, narrower, memo)
  const narrower = (relation: Relation): Relation | null => {
    if (done.has(relation)) return null
    const less = lessOf(relation, reading.of(relation), step)
    if (less === null) return null
    done.add(less)
    return less.kind === 'union' ? less : step(less)
  }
  return step(root)
}

/** A relation with these of its columns and no others, in its order. */
export const exactly = (relation: Relation, names: Names): Relation => {
  const own = columnsOf(relation)
  const kept = own.filter(name => names.has(name.toLowerCase()))
  const wanted = kept.length > 0 ? kept : own.slice(0, 1)
  return wanted.length === own.length ? relation : project(relation, keep(wanted))
}

const lower = (names: readonly string[]): readonly string[] => names.map(name => name.toLowerCase())

/** A column that may end the run is computed whoever reads it. */
const mayFail = (expression: Expression): boolean =>
  (expression.kind === 'call' && expression.function === 'error') || partsOf(expression).some(mayFail)

const kept = (columns: readonly NamedExpression[], names: Names): readonly NamedExpression[] => {
  const found = columns.filter(({ name, expression }) => names.has(name.toLowerCase()) || mayFail(expression))
  return found.length > 0 ? found : columns.slice(0, 1)
}

/** Groups are what they are without any measure, but a row of totals is not. */
const keptMeasures = ({ keys, measures }: Extract<Relation, { kind: 'aggregate' }>, names: Names) =>
  keys.length > 0 ? measures.filter(({ name }) => names.has(name.toLowerCase())) : kept(measures, names)

const positions = (relation: Extract<Relation, { kind: 'union' }>, names: Names): readonly number[] => {
  const found = [...columnsOf(relation).entries()].flatMap(([i, name]) => (names.has(name.toLowerCase()) ? [i] : []))
  return found.length > 0 ? found : [0]
}

/** The operation without the columns that nobody reads; null: it has no list of them to leave any out. */
const lessOf = (relation: Relation, names: Names, step: (relation: Relation) => Relation): Relation | null => {
  switch (relation.kind) {
    case 'project':
    case 'join':
      return { ...relation, columns: kept(relation.columns, names) }
    case 'aggregate':
      return { ...relation, measures: keptMeasures(relation, names) }
    case 'flag':
      return relation.late || relation.columns === null ? null : { ...relation, columns: kept(relation.columns, names) }
    case 'union': {
      const places = positions(relation, names)
      return {
        ...relation,
        inputs: relation.inputs.map(input => {
          const own = columnsOf(input)
          return exactly(step(input), named(places.flatMap(i => own[i] ?? [])))
        }),
      }
    }
    default:
      return null
  }
}

type Side = 'left' | 'right'

/** Which columns of which side an expression of a join reads; without a word for the side it may be either. */
const sidesOf = (expression: Expression): readonly { readonly name: string; readonly side?: Side }[] => {
  if (expression.kind === 'column') return [expression]
  if (expression.kind === 'text') return expression.references
  return partsOf(expression).flatMap(sidesOf)
}

/** A relation that is read, and which columns of it; null: all. */
type Read = readonly [relation: Relation, names: Names | null]

const named = (names: readonly string[]): Names => new Set(lower(names))

/** What an expression looks into: all columns of what is searched, of a cell's relation the one that is shown. */
const readWithin = (expression: Expression): readonly Read[] => [
  ...(expression.kind === 'in_relation' ? [[expression.relation, null] as const] : []),
  ...(expression.kind === 'scalar_of' ? [[expression.relation, named([expression.column])] as const] : []),
  ...partsOf(expression).flatMap(readWithin),
]

const readBy = (input: Relation, expressions: readonly Expression[], through: Names = new Set()): readonly Read[] => [
  [input, new Set([...through, ...named(expressions.flatMap(columnsIn))])],
  ...expressions.flatMap(readWithin),
]

const expressionsOf = (columns: readonly NamedExpression[]) => columns.map(({ expression }) => expression)

const readBelow = (relation: Relation, names: Names): readonly Read[] => {
  switch (relation.kind) {
    case 'project':
      return readBy(relation.input, expressionsOf(kept(relation.columns, names)))
    case 'where':
      return readBy(relation.input, [relation.predicate], names)
    case 'limit':
      return readBy(relation.input, [], names)
    case 'explode':
      return readBy(relation.input, [relation.list], names)
    case 'aggregate':
      return readBy(relation.input, expressionsOf([...relation.keys, ...keptMeasures(relation, names)]))
    case 'join': {
      const { columns, condition } = relation
      const expressions = [...expressionsOf(kept(columns, names)), ...(condition ? [condition] : [])]
      const sides = expressions.flatMap(sidesOf)
      const of = (which: Side) => named(sides.flatMap(({ name, side = which }) => (side === which ? [name] : [])))
      return [[relation.left, of('left')], [relation.right, of('right')], ...expressions.flatMap(readWithin)]
    }
    case 'union': {
      const places = positions(relation, names)
      return relation.inputs.map(input => [input, named(places.flatMap(i => columnsOf(input)[i] ?? []))] as const)
    }
    case 'sort':
      // ties are broken by all columns
      if (!relation.unique) return [[relation.input, null]]
      return readBy(
        relation.input,
        relation.order.map(term => term.expression),
        names,
      )
    case 'flag': {
      if (relation.late) break
      const { columns, bits, detail } = relation
      const parts = [detail, ...bits.flatMap(bit => [bit.violation, bit.skip, bit.failure])]
      const judged = parts.filter(part => part !== null)
      const shown = columns === null ? [] : expressionsOf(kept(columns, names))
      return readBy(relation.input, [...shown, ...judged], columns === null ? names : new Set())
    }
    default:
  }
  return inputsOf(relation).map(input => [input, null] as const)
}
