import type { RunNode } from '../store/run.ts'
import { formatCount, shortCount } from './count.ts'

/** What stands on an edge, and what it says when one points at it. */
export interface EdgeLabel {
  readonly text: string
  readonly title: string
}

type RunPort = NonNullable<RunNode['ports']>[string]

const flaggedText = (flagged: number | null | undefined) => {
  if (flagged === undefined || flagged === 0) return ''
  return flagged === null ? ', flagged ones not counted' : `, ${formatCount(flagged)} flagged`
}

/** The rows that went over an edge; a dash where the node is done and nobody counted them. */
export const edgeLabel = (
  from: RunNode | undefined,
  port: RunPort | undefined,
  { stale, narrow }: { readonly stale: boolean; readonly narrow: boolean },
): EdgeLabel | null => {
  if (!port) return null
  const since = stale ? ' at the last run, edited since' : ''
  if (port.rows !== null) {
    const text = narrow ? shortCount(port.rows) : formatCount(port.rows)
    return { text, title: `${formatCount(port.rows)} rows${flaggedText(port.flagged)}${since}` }
  }
  const isDone = from?.status === 'ran' || from?.status === 'cached'
  return isDone ? { text: '–', title: `Not counted: a count would cost a second run${since}` } : null
}
