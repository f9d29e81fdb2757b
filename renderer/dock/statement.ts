const joined = (titles: readonly string[]): string =>
  titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`

/**
 * What one statement does, by the titles of the nodes whose work it is, in their order; `blocker`: the node that reads all its rows before
 * it tells one.
 */
export const statementText = (titles: readonly string[], blocker: string | null): string => {
  const work =
    titles.length < 2 ? `The work of ${joined(titles)}` : `One statement for ${titles.length} nodes: ${joined(titles)}`
  const first =
    blocker === null
      ? 'First rows can be told before all are read.'
      : `${blocker} reads all its rows before it tells one.`
  return `${work}. ${first}`
}
