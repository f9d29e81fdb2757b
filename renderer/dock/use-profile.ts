import { useEffect, useState } from 'react'
import type { Problem } from '#core/problem.ts'
import type { CallOutput } from '#rpc/contract.ts'
import type { End } from '../store/ports.ts'
import { problemOf } from '../store/problem-of.ts'
import { useEditor } from '../store/use-editor.ts'
import { useVersion } from './use-source.ts'

export type PortProfile = CallOutput<'profile'>
export type ProfiledColumn = PortProfile['columns'][number]

interface Profiled {
  readonly profile: PortProfile | null
  /** Whether a more exact one is on its way. */
  readonly waiting: boolean
  readonly problem: Problem | null
}

/** The profile of a port: of first rows at once, then of all; while the flow is not valid the last one stays. */
export const useProfile = ({ node, port }: End): Profiled => {
  const editor = useEditor()
  const version = useVersion({ node, port })
  const [state, setState] = useState<Profiled>({ profile: null, waiting: true, problem: null })
  useEffect(() => {
    if (!version) return
    const own = new AbortController()
    const ask = async (quick: boolean): Promise<void> => {
      const document = editor.current()
      const profile = await editor.client.call('profile', { document, node, port, quick }, { signal: own.signal })
      if (own.signal.aborted) return
      const partial = profile.scope !== 'all'
      setState({ profile, waiting: quick && partial, problem: null })
      if (quick && partial) await ask(false)
    }
    setState(old => ({ ...old, waiting: true }))
    ask(true).catch((error: unknown) => {
      if (!own.signal.aborted) setState(old => ({ ...old, waiting: false, problem: problemOf(error) }))
    })
    return () => own.abort()
  }, [editor, version, node, port])
  return state
}
