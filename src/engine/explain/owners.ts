import type { StatementPart } from '#core/plan/types.ts'
import type { Relation } from '#core/relation/relation.ts'
import { inputsOf } from '#core/relation/walk.ts'
import { outlineRelation } from '#core/sql/print.ts'
import { ownPlace } from '../duckdb/materialise.ts'
import type { RunContext } from '../run/context.ts'
import type { Traced } from './trace.ts'

/** The nodes whose outputs relations are. */
export type Owners = ReadonlyMap<Relation, string>

/** What passes through a node unchanged is not its work; to read a table is the work of who reads it. */
export const ownersOf = (run: RunContext): Owners => {
  const owners = new Map<Relation, string>()
  for (const id of run.plan.order)
    for (const { relation } of Object.values(run.outcomes.get(id)?.ports ?? {}))
      if (relation.kind !== 'table' && !owners.has(relation)) owners.set(relation, id)
  return owners
}

/** Whose work each relation of a tree is: of the node at whose output it stands, or of the one that reads it. */
export const worksIn = (root: Relation, node: string, owners: Owners): ReadonlyMap<Relation, string> => {
  const found = new Map<Relation, string>()
  const visit = (relation: Relation, reader: string): void => {
    if (found.has(relation)) return
    const owner = owners.get(relation) ?? reader
    found.set(relation, owner)
    for (const input of inputsOf(relation)) visit(input, owner)
  }
  visit(root, node)
  return found
}

/** Where each node's work stands in the text of a statement; null: it is the sender's alone, as the marks of rules that look at other rows. */
export const partsOfStatement = (
  { sql, relation, node }: Traced,
  works: ReadonlyMap<Relation, string>,
): readonly StatementPart[] | null => {
  const printed = relation.kind === 'flag' && relation.late ? relation.late.early : relation
  for (const options of [{}, { visibleOnly: true }, { place: ownPlace }]) {
    const outline = outlineRelation(printed, options)
    const begin = sql.indexOf(outline.text)
    if (begin < 0) continue
    const parts = outline.parts.map(({ relation: part, start, end }) => ({
      node: works.get(part) ?? node,
      start: begin + start,
      end: begin + end,
    }))
    const end = begin + outline.text.length
    return joined([
      ...(begin > 0 ? [{ node, start: 0, end: begin }] : []),
      ...parts,
      ...(end < sql.length ? [{ node, start: end, end: sql.length }] : []),
    ])
  }
  return null
}

/** Neighbours of one node are one part. */
const joined = (parts: readonly StatementPart[]): readonly StatementPart[] => {
  const found: StatementPart[] = []
  for (const part of parts) {
    const last = found.at(-1)
    if (last?.node === part.node) found[found.length - 1] = { ...last, end: part.end }
    else found.push(part)
  }
  return found
}
