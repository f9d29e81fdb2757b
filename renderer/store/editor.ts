import type { Catalogue } from '#core/node/kind.ts'
import type { Client } from '#rpc/contract.ts'
import { type Actions, createActions } from './actions.ts'
import { createDocument, type DocumentStore } from './document.ts'
import { createFacts, type DocumentInput, documentOf, type FactsStore } from './facts.ts'
import { createFiles, type FilesStore, type PickFile } from './files.ts'
import { createHost, type HostStore } from './host.ts'
import { createRun, type RunStore } from './run.ts'
import { createSession, type Keep, type SessionStore } from './session.ts'

/** Everything the editor's parts share: the stores, the actions, and the wire to the engine. */
export interface Editor {
  readonly client: Client
  readonly catalogue: Catalogue
  readonly document: DocumentStore
  readonly session: SessionStore
  readonly facts: FactsStore
  readonly run: RunStore
  readonly files: FilesStore
  readonly host: HostStore
  readonly actions: Actions
  /** The document as the calls of the contract take it. */
  current(): DocumentInput
}

export interface EditorParts {
  readonly client: Client
  readonly catalogue: Catalogue
  readonly pick: PickFile
  readonly keep: Keep
}

export const createEditor = ({ client, catalogue, pick, keep }: EditorParts): Editor => {
  const document = createDocument()
  const session = createSession(keep)
  const facts = createFacts(client, document, session)
  const run = createRun(client, document, session)
  const files = createFiles({ client, catalogue, document, session, run, pick })
  const host = createHost(client)
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
    current: () => documentOf(document, session, catalogue),
  }
}
