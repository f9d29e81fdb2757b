import { failure } from './failure.ts'

/** How many rows a port holds; ports that must hold the same rows share one, and every independent count is held against it. */
export interface Tally {
  rows: number | null
}

/** Takes a count: the first one stands, a later one that differs is a fault of the engine that no result may come of. */
export const settle = (tally: Tally, rows: number, node: string): void => {
  if (tally.rows === null) tally.rows = rows
  else if (tally.rows !== rows) throw lostRows(node, `${tally.rows} rows were counted before it, and ${rows} in it`)
}

export const lostRows = (node: string, difference: string) =>
  failure('logic', {
    code: 'E-ROWS-LOST',
    node,
    message: `The rows of \`${node}\` do not add up: ${difference}.`,
    hint: 'Nothing was published. Please report this with the flow.',
  })

/** Ports that share out the rows of an input: all of them go to one of these. */
const shares: readonly (readonly [string, string])[] = [
  ['match', 'rest'],
  ['pass', 'reject'],
  ['unique', 'duplicates'],
]

interface Counted {
  readonly rows: number | null
}

/** Checks that a node's two parts hold what came in, where all three were counted. */
export const checkShares = (node: string, ports: Readonly<Record<string, Counted | undefined>>): void => {
  const all = ports.in?.rows
  for (const [one, other] of shares) {
    const [a, b] = [ports[one]?.rows, ports[other]?.rows]
    if (all == null || a == null || b == null || a + b === all) continue
    throw lostRows(node, `${all} came in, ${a} are in \`${one}\` and ${b} in \`${other}\``)
  }
}
