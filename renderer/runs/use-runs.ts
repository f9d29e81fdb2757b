import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '#core/problem.ts'
import type { Report } from '#core/report.ts'
import type { CallOutput } from '#rpc/contract.ts'
import { problemOf } from '../store/problem-of.ts'
import { useDocument, useEditor, useRun } from '../store/use-editor.ts'

export type Run = CallOutput<'runs'>['runs'][number]

export interface Runs {
  /** Newest first; null before they are read. */
  readonly runs: readonly Run[] | null
  readonly problem: Problem | null
  /** Whether there may be older ones. */
  readonly more: boolean
  showMore(): void
  lookAgain(): void
}

const step = 200
const most = 1000

/** The runs of the flow: read again when one ends here, and when the window comes to the front, as others run it too. */
export const useRuns = (): Runs => {
  const { client, current } = useEditor()
  const path = useDocument(state => state.path)
  const isRunning = useRun(state => state.status === 'running')
  const [limit, setLimit] = useState(step)
  const [looks, setLooks] = useState(0)
  const [state, setState] = useState<Pick<Runs, 'runs' | 'problem'>>({ runs: null, problem: null })
  const lookAgain = useCallback(() => setLooks(count => count + 1), [])
  useEffect(() => {
    window.addEventListener('focus', lookAgain)
    return () => window.removeEventListener('focus', lookAgain)
  }, [lookAgain])
  // asked again when one of them changes
  const key = JSON.stringify([path, looks, isRunning])
  useEffect(() => {
    if (!key) return
    const own = new AbortController()
    client.call('runs', { document: current(), limit }, { signal: own.signal }).then(
      ({ runs }) => own.signal.aborted || setState({ runs, problem: null }),
      (error: unknown) => own.signal.aborted || setState({ runs: null, problem: problemOf(error) }),
    )
    return () => own.abort()
  }, [client, current, limit, key])
  const showMore = useCallback(() => setLimit(old => Math.min(most, old + step)), [])
  return { ...state, more: state.runs !== null && state.runs.length >= limit && limit < most, showMore, lookAgain }
}

export interface FoundReport {
  readonly report: Report | null
  readonly problem: Problem | null
  readonly waiting: boolean
}

/** The report of a run as it was recorded. */
export const useReport = (run: string): FoundReport => {
  const { client, current } = useEditor()
  const [state, setState] = useState<FoundReport & { readonly of: string }>({
    of: run,
    report: null,
    problem: null,
    waiting: true,
  })
  useEffect(() => {
    const own = new AbortController()
    client.call('runReport', { document: current(), run }, { signal: own.signal }).then(
      ({ report }) =>
        own.signal.aborted || setState({ of: run, report: report as Report | null, problem: null, waiting: false }),
      (error: unknown) =>
        own.signal.aborted || setState({ of: run, report: null, problem: problemOf(error), waiting: false }),
    )
    return () => own.abort()
  }, [client, current, run])
  return state.of === run ? state : { report: null, problem: null, waiting: true }
}
