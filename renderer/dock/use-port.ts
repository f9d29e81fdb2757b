import { useEffect, useState } from 'react'
import type { Problem } from '#core/problem.ts'
import type { CallInput, CallOutput, Client } from '#rpc/contract.ts'
import type { End } from '../store/ports.ts'
import { problemOf } from '../store/problem-of.ts'
import { useEditor } from '../store/use-editor.ts'
import { useVersion } from './use-source.ts'

export type PortProfile = CallOutput<'profile'>
export type ProfiledColumn = PortProfile['columns'][number]
export type PortSuggestions = CallOutput<'suggest'>

/** Something that can be asked of all rows of a port, and at once of the first ones. */
type Ask<T> = (client: Client, input: CallInput<'profile'>, options: { readonly signal: AbortSignal }) => Promise<T>

export const askProfile: Ask<PortProfile> = (client, input, options) => client.call('profile', input, options)

export const askSuggestions: Ask<PortSuggestions> = (client, input, options) => client.call('suggest', input, options)

export interface PortAnswer<T> {
  readonly found: T | null
  /** What `found` is of: the version of the rows, and `more`. */
  readonly of: string | null
  /** Whether a more exact one is on its way. */
  readonly waiting: boolean
  readonly problem: Problem | null
}

/**
 * What is known of a port: of its first rows at once, then, where `exact` is wanted, of all; asked anew when the rows change, or `more`
 * does. While the flow is not valid the last answer stays.
 */
export const usePort = <T extends { readonly scope: string }>(
  ask: Ask<T>,
  { node, port }: End,
  exact: boolean,
  more = '',
): PortAnswer<T> => {
  const editor = useEditor()
  const version = `${useVersion({ node, port })}${more}`
  const [state, setState] = useState<PortAnswer<T>>({ found: null, of: null, waiting: true, problem: null })
  useEffect(() => {
    if (!version) return
    const own = new AbortController()
    const read = async (quick: boolean): Promise<void> => {
      const input = { document: editor.current(), node, port, quick }
      const found = await ask(editor.client, input, { signal: own.signal })
      if (own.signal.aborted) return
      const partial = quick && exact && found.scope !== 'all'
      setState({ found, of: version, waiting: partial, problem: null })
      if (partial) await read(false)
    }
    setState(old => ({ ...old, waiting: true }))
    read(true).catch((error: unknown) => {
      if (!own.signal.aborted) setState(old => ({ ...old, waiting: false, problem: problemOf(error) }))
    })
    return () => own.abort()
  }, [editor, version, node, port, ask, exact])
  return state
}
