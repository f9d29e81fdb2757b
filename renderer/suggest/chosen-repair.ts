import type { RepairNode } from '#core/suggest/repairs/nodes.ts'
import { mappingOf } from '#core/suggest/repairs/spellings.ts'
import type { RepairSuggestion, Spelling } from '#core/suggest/types.ts'

/** A group of spellings with another winner: the others, and the value that would have won, become it. */
const wonBy = ({ to, from }: Spelling, winner: string): Spelling => {
  const before = { value: to, count: 0 }
  return { to: winner, from: [before, ...from].filter(({ value }) => value !== winner) }
}

/** The node of a repair as the person wants it; null where nothing of it is left. */
export const chosenRepair = (
  { node, columns, spellings }: Pick<RepairSuggestion, 'node' | 'columns' | 'spellings'>,
  winners: readonly (string | null)[] | undefined,
): RepairNode | null => {
  if (spellings.length === 0 || winners === undefined) return node
  const wanted = spellings.flatMap((spelling, i) => {
    const winner = winners[i] ?? null
    return winner === null ? [] : [wonBy(spelling, winner)]
  })
  return wanted.length === 0 ? null : { kind: node.kind, settings: mappingOf(columns[0]!, wanted) }
}
