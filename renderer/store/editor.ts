import type { Faces } from '#core/node/kind.ts'
import type { Client } from '#rpc/contract.ts'
import { placed } from '../canvas/tidy.ts'
import { type Actions, createActions } from './actions.ts'
import { createDescriptions, type DescriptionsStore } from './descriptions.ts'
import { createDocument, type DocumentStore } from './document.ts'
import { createFacts, type DocumentInput, documentOf, type FactsStore } from './facts.ts'
import { createFiles, type FilesStore, type PickFile } from './files.ts'
import { createHost, type HostStore } from './host.ts'
import { edgeKey } from './ports.ts'
import { createRun, type RunStore } from './run.ts'
import { createSession, type Keep, type SessionStore } from './session.ts'

/** Everything the editor's parts share: the stores, the actions, and the wire to the engine. */
export interface Editor {
  readonly client: Client
  readonly catalogue: Faces
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly facts: FactsStore
  readonly run: RunStore
  readonly files: FilesStore
  readonly host: HostStore
  readonly descriptions: DescriptionsStore
  readonly actions: Actions
  /** The document as the calls of the contract take it. */
  current(): DocumentInput
}

export interface EditorParts {
  readonly client: Client
  readonly catalogue: Faces
  readonly pick: PickFile
  readonly keep: Keep
}

export const createEditor = ({ client, catalogue, pick, keep }: EditorParts): Editor => {
  const document = createDocument()
  const session = createSession(keep)
  forgetGone(document, session)
  const facts = createFacts(client, document, session)
  const run = createRun(client, document, session, facts)
  run.subscribe(({ status }, before) => {
    // A run that ended well is what the next one's input is compared with.
    if (status === 'succeeded' && before.status !== status) void facts.getState().check()
  })
  const files = createFiles({ client, catalogue, document, session, run, pick, place: flow => placed(flow, catalogue) })
  const host = createHost(client)
  const current = () => documentOf(document, session, catalogue)
  const descriptions = createDescriptions(client, current)
  const actions = createActions(document, session, catalogue)
  return {
    client,
    catalogue,
    document,
    session,
    facts,
    run,
    files,
    host,
    actions,
    descriptions,
    current,
  }
}

/** What an undo or a deletion took away is neither selected nor shown any more. */
const forgetGone = (document: DocumentStore, session: SessionStore) =>
  document.subscribe(({ base }, before) => {
    if (base === before.base) return
    const { selection, edges, items, shown } = session.getState()
    const keys = new Set(base.edges.map(edgeKey))
    const boxes = new Set([
      ...base.layout.groups.map(group => `group:${group.id}`),
      ...base.layout.notes.map(note => `note:${note.id}`),
    ])
    const kept = {
      selection: selection.filter(id => id in base.nodes),
      edges: edges.filter(key => keys.has(key)),
      items: items.filter(item => boxes.has(item)),
    }
    const fewer =
      kept.selection.length + kept.edges.length + kept.items.length < selection.length + edges.length + items.length
    if (fewer) session.setState(kept)
    if (shown && !(shown.node in base.nodes)) session.setState({ shown: null })
  })
