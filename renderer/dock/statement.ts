import { listed } from '#core/plan/words.ts'

/**
 * What one statement does, by the titles of the nodes whose work it is, in their order; `blocker`: the node that reads all its rows before
 * it tells one.
 */
export const statementText = (titles: readonly string[], blocker: string | null): string => {
  const work =
    titles.length < 2 ? `The work of ${listed(titles)}` : `One statement for ${titles.length} nodes: ${listed(titles)}`
  const first =
    blocker === null
      ? 'First rows can be told before all are read.'
      : `${blocker} reads all its rows before it tells one.`
  return `${work}. ${first}`
}
