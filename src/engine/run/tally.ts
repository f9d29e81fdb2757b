import { failure } from './failure.ts'

/** How many rows a port holds; ports that must hold the same rows share one, and every independent count is held against it. */
export interface Tally {
  rows: number | null
  /** What was told of them before they were read. */
  expected?: number
  /** Rows of what it comes of, where neither is known. */
  of?: number
}

/** How many rows there are, or about how many, as far as anybody knows. */
export const about = ({ rows, expected, of }: Tally): number | undefined => rows ?? expected ?? of

/** Takes a count: the first one stands, a later one that differs is a fault of the engine that no result may come of. */
export const settle = (tally: Tally, rows: number, node: string, what = 'rows'): void => {
  if (tally.rows === null) tally.rows = rows
  else if (tally.rows !== rows) throw lostRows(node, `${tally.rows} ${what} were counted before it, and ${rows} in it`)
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
  ['out', 'rest'],
  ['out', 'unmatched'],
]

/** A node whose `out` has what its `reject` has not; a validator's `out` has all rows. */
const sharesOf = (ports: CountedPorts) => (ports.pass ? shares : [...shares, ['out', 'reject'] as const])

interface Counted {
  readonly rows: number | null
  readonly flagged?: number | null
}

export type CountedPorts = Readonly<Record<string, Counted | undefined>>

/** Checks that a node's two parts hold what came in, and the flags of all its rows, where all three were counted. */
export const checkShares = (node: string, ports: CountedPorts): void => {
  const all = ports.in?.rows
  for (const [one, other] of sharesOf(ports)) {
    const [a, b] = [ports[one], ports[other]]
    if (a?.rows == null || b?.rows == null) continue
    if (all != null && a.rows + b.rows !== all) {
      throw lostRows(node, `${all} came in, ${a.rows} are in \`${one}\` and ${b.rows} in \`${other}\``)
    }
    if (one === 'out') continue
    const flagged = (ports.out ?? ports.in)?.flagged
    if (flagged == null || a.flagged == null || b.flagged == null || a.flagged + b.flagged === flagged) continue
    throw lostRows(node, `${flagged} are flagged, ${a.flagged} of them in \`${one}\` and ${b.flagged} in \`${other}\``)
  }
}
