import { createStore } from 'zustand/vanilla'
import type { Editor } from '../store/editor.ts'
import { problemOf } from '../store/problem-of.ts'
import type { Listed } from './entry.ts'

interface Kept {
  readonly sinks: Listed['sinks']
  /** Why nothing could be counted. */
  readonly failure: string | null
  /** What was asked last: the flow's file, and the run that had ended. */
  readonly asked: string | null
}

/** What the flow's quarantines hold, as whoever asked last was told. */
export const keptCounts = createStore<Kept>()(() => ({ sinks: [], failure: null, asked: null }))

export const putKept = (sinks: Listed['sinks'], problem: string | null): void =>
  keptCounts.setState({ sinks, failure: problem })

/** Counts what the quarantines hold, once for all who show it; again when the flow has got another file, or a run has ended. */
export const askKept = ({ client, current }: Pick<Editor, 'client' | 'current'>, of: string): void => {
  if (keptCounts.getState().asked === of) return
  keptCounts.setState({ asked: of })
  const mine = () => keptCounts.getState().asked === of
  client.call('quarantine', { document: current(), offset: 0, limit: 1 }).then(
    ({ sinks, problems }) => mine() && putKept(sinks, problems[0]?.message ?? null),
    (error: unknown) => mine() && keptCounts.setState({ failure: problemOf(error).message }),
  )
}
