import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem } from '#core/problem.ts'
import type { CallOutput } from '#rpc/contract.ts'
import { problemOf } from '../../store/problem-of.ts'
import { useDocument, useEditor, useSession } from '../../store/use-editor.ts'
import { flowKey } from '../upstream.ts'

export type Plan = CallOutput<'plan'>

export interface Planned {
  /** The last that was told; of the flow as it was then while another one is on its way. */
  readonly plan: Plan | null
  readonly problem: Problem | null
  readonly waiting: boolean
  readonly analysing: boolean
  analyse(): void
  stop(): void
}

const pause = 300

/** What a run of the flow would send, told again whenever the flow changes; measured only when that is asked for. */
export const usePlan = (): Planned => {
  const editor = useEditor()
  const key = useDocument(state => flowKey(state.base))
  const params = useSession(state => state.params)
  const asked = JSON.stringify([key, params])
  const own = useRef<AbortController | null>(null)
  const [told, setTold] = useState<Pick<Planned, 'plan' | 'problem'>>({ plan: null, problem: null })
  const [working, setWorking] = useState<'plan' | 'analysis' | null>('plan')
  const ask = useCallback(
    async (analyze: boolean) => {
      own.current?.abort()
      const mine = new AbortController()
      own.current = mine
      setWorking(analyze ? 'analysis' : 'plan')
      try {
        const plan = await editor.client.call('plan', { document: editor.current(), analyze }, { signal: mine.signal })
        if (own.current === mine) setTold({ plan, problem: null })
      } catch (error) {
        if (!mine.signal.aborted) setTold(old => ({ ...old, problem: problemOf(error) }))
      }
      if (own.current === mine) setWorking(null)
    },
    [editor],
  )
  useEffect(() => {
    if (!asked) return
    const timer = setTimeout(() => void ask(false), pause)
    return () => {
      clearTimeout(timer)
      own.current?.abort()
    }
  }, [asked, ask])
  return {
    ...told,
    waiting: working === 'plan',
    analysing: working === 'analysis',
    analyse: () => void ask(true),
    stop: () => {
      own.current?.abort()
      setWorking(null)
    },
  }
}
