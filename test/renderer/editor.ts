import { createActions } from '#renderer/store/actions.ts'
import { createDocument, emptyFlow } from '#renderer/store/document.ts'
import { createSession } from '#renderer/store/session.ts'
import { catalogue } from './kinds.ts'

/** A document with its actions, and a clock that the test moves. */
export const openEditor = () => {
  const clock = { now: 0 }
  const kept = new Map<string, string>()
  const document = createDocument(() => clock.now)
  const session = createSession({ get: key => kept.get(key) ?? null, set: (key, value) => void kept.set(key, value) })
  const actions = createActions(document, session, catalogue)
  const flow = () => document.getState().flow
  const bytes = () => JSON.stringify(flow())
  return { clock, document, session, actions, flow, bytes, empty: emptyFlow() }
}
