import type { Blocker } from '#core/plan/types.ts'
import type { Expression } from '#core/relation/expression.ts'
import type { NamedExpression, Relation } from '#core/relation/relation.ts'
import { columnsIn, inputsOf, partsOf, relationsOf } from '#core/relation/walk.ts'

interface Tree {
  /** Whose work each relation is. */
  readonly works: ReadonlyMap<Relation, string>
  /** Who left a table. */
  readonly makers: ReadonlyMap<string, string>
}

/** What keeps the filters of a statement from going down to what is read, by the nodes that filter. */
export const filterBlockers = (root: Relation, tree: Tree): ReadonlyMap<string, readonly Blocker[]> => {
  const found = new Map<string, readonly Blocker[]>()
  const readers = new Map<Relation, number>()
  for (const reader of relationsOf(root))
    for (const input of inputsOf(reader)) readers.set(input, (readers.get(input) ?? 0) + 1)
  const at = (relation: Relation, by: Blocker['by']): readonly Blocker[] => {
    const node = relation.kind === 'table' ? tree.makers.get(relation.name) : tree.works.get(relation)
    return node === undefined ? [] : [{ of: 'filter', node, by }]
  }
  for (const relation of relationsOf(root)) {
    const node = relation.kind === 'where' ? tree.works.get(relation) : undefined
    if (relation.kind !== 'where' || node === undefined) continue
    const blockers = below(relation.input, columnsIn(relation.predicate), readers, at)
    found.set(node, unlike([...(found.get(node) ?? []), ...blockers]))
  }
  return found
}

type At = (relation: Relation, by: Blocker['by']) => readonly Blocker[]

/** Follows a condition on some columns to where it can go no further. */
const below = (
  relation: Relation,
  columns: readonly string[],
  readers: ReadonlyMap<Relation, number>,
  at: At,
): readonly Blocker[] => {
  const further = (input: Relation, names: readonly string[]) => below(input, names, readers, at)
  if ((readers.get(relation) ?? 0) > 1 && relation.kind !== 'table' && relation.kind !== 'scan')
    return at(relation, 'shared')
  switch (relation.kind) {
    case 'scan':
      return relation.reader === 'csv' || relation.reader === 'json' ? at(relation, 'lines') : []
    case 'table':
      return at(relation, 'table')
    case 'limit':
      return at(relation, 'limit')
    case 'where':
    case 'sort':
      return further(relation.input, columns)
    case 'union':
      return relation.inputs.flatMap(input => further(input, columns))
    case 'project':
      return through(relation, relation.columns, columns, at, names => further(relation.input, names))
    case 'flag':
      if (columns.some(isHidden)) return at(relation, 'rules')
      return through(relation, relation.columns, columns, at, names => further(relation.input, names))
    case 'explode':
      if (columns.some(name => name === relation.element || name === relation.position)) return at(relation, 'elements')
      return further(relation.input, columns)
    case 'aggregate': {
      const keys = new Set(relation.totals === 'none' ? relation.keys.map(key => key.name) : [])
      if (!columns.every(name => keys.has(name))) return at(relation, 'groups')
      return through(relation, relation.keys, columns, at, names => further(relation.input, names))
    }
    case 'join': {
      const used = relation.columns.filter(({ name }) => columns.includes(name)).flatMap(each => sided(each.expression))
      const sides = [...new Set(used.map(({ side }) => side))]
      const [side] = sides
      if (sides.length !== 1 || side === undefined) return at(relation, 'join')
      const outer = side === 'left' ? ['right', 'full'] : ['left', 'full']
      if (outer.includes(relation.type)) return at(relation, 'outer')
      return further(
        relation[side],
        used.map(({ name }) => name),
      )
    }
    default:
      return []
  }
}

const isHidden = (name: string): boolean => name.startsWith('__weir_')

/** Past expressions that give one value of one row. */
const through = (
  relation: Relation,
  columns: readonly NamedExpression[] | null,
  names: readonly string[],
  at: At,
  further: (names: readonly string[]) => readonly Blocker[],
): readonly Blocker[] => {
  if (columns === null) return further(names)
  const used = columns.filter(({ name }) => names.includes(name)).map(({ expression }) => expression)
  if (used.some(each => contains(each, looksAround))) return at(relation, 'window')
  if (used.some(each => contains(each, isVolatile))) return at(relation, 'volatile')
  return further(used.flatMap(columnsIn))
}

const contains = (expression: Expression, test: (part: Expression) => boolean): boolean =>
  test(expression) || partsOf(expression).some(part => contains(part, test))

const looksAround = ({ kind }: Expression): boolean =>
  kind === 'window' || kind === 'in_relation' || kind === 'scalar_of'

const isVolatile = (part: Expression): boolean => part.kind === 'text' && part.volatile

const sided = (
  expression: Expression,
): readonly { readonly side: 'left' | 'right' | undefined; readonly name: string }[] =>
  expression.kind === 'column' ? [{ side: expression.side, name: expression.name }] : partsOf(expression).flatMap(sided)

export const unlike = (blockers: readonly Blocker[]): readonly Blocker[] => [
  ...new Map(blockers.map(each => [`${each.of} ${each.node} ${each.by}`, each])).values(),
]
