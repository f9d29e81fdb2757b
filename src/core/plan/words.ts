import type { Blocker, Cut, PlannedStatement } from './types.ts'

/** Names as a sentence has them. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

const cuts: Readonly<Record<Cut, (readers: string) => string>> = {
  rules: () => 'its rules are judged in one pass, and what they flag is counted in the table',
  shared: ports => `its ports ${ports} come of the same rows`,
  readers: readers => `${readers} read it`,
  gate: () => 'the gate counts what is flagged before anything goes on',
  rejects: () => 'lines that are no rows are known when all have been read, and they are read once',
  volatile: () => 'it would give other rows if it were computed again',
  groups: () => 'the rows of its groups are counted, so that none is lost',
  policy: () => 'a node with retries, a time limit or a way out of failures is computed apart',
  readings: readers => `${readers} reads it several times`,
  counted: () => 'its rows are counted here, and nowhere after it',
  last: () => 'nothing reads it: it is what the run computes',
  sink: () => 'the sink counts flagged rows before it writes',
}

/** Why a statement leaves a table, where the flow could have gone on in it; null: it leaves none. */
export const cutText = ({ cut }: PlannedStatement, title: (node: string) => string): string | null => {
  if (cut === null) return null
  const names = cut.why === 'shared' ? cut.readers.map(port => `\`${port}\``) : cut.readers.map(title)
  return `Leaves a table: ${cuts[cut.why](listed(names))}.`
}

const filters: Readonly<Record<Blocker['by'], (node: string) => string>> = {
  all: node => `at ${node}, which reads all its rows before it tells one`,
  window: node => `at ${node}, which looks at other rows there`,
  volatile: node => `at ${node}, whose values there change from reading to reading`,
  groups: node => `at ${node}, as it asks for what is computed of its groups`,
  elements: node => `at ${node}, as it asks for the elements of its lists`,
  limit: node => `at ${node}, which takes so many rows before them`,
  outer: node => `at ${node}, on the side of the join that may have no row`,
  join: node => `at ${node}, as it needs columns of both sides`,
  rules: node => `at ${node}, as it asks for the flags that are set there`,
  shared: node => `at ${node}, whose rows the statement reads several times`,
  table: node => `at the table that ${node} leaves`,
  lines: node => `at ${node}: every line of a text file is read`,
}

/** What keeps a node's rows from being fewer where they are read. */
export const blockerText = ({ of, node, by }: Blocker, title: (node: string) => string): string =>
  of === 'limit'
    ? `A limit is not pushed below ${title(node)}, which reads all its rows before it tells one.`
    : `The filter stops ${filters[by](title(node))}.`

const does: Readonly<Record<PlannedStatement['does'], string>> = {
  table: 'table',
  count: 'counts',
  read: 'figures',
  write: 'file',
}

/** What a statement is for, in a word. */
export const purposeOf = (statement: PlannedStatement): string => does[statement.does]
