import { dirname, resolve } from 'node:path'
import { type ParsedFlow, parseFlow } from '#core/flow/parse.ts'
import { hasErrors } from '#core/problem.ts'
import type { FlowRequest } from '#engine/api.ts'
import type { CallInput } from '#rpc/contract.ts'
import { RpcError } from '#rpc/error.ts'
import type { Files } from './files.ts'

export type Document = CallInput<'check'>['document']

export interface Documents {
  parsed(text: string): ParsedFlow
  /** What the engine is asked; throws the first problem where the document cannot be used at all. */
  request(document: Document, asOf: string): Promise<FlowRequest>
  /** As `request`, for what may run: any error of the document is thrown. */
  sound(document: Document, asOf: string): Promise<FlowRequest>
}

const kept = 8

/** Documents as the editor sends them, parsed once per text: an editor asks many questions about one state. */
export const openDocuments = (files: Files): Documents => {
  const known = new Map<string, ParsedFlow>()
  const parsed = (text: string): ParsedFlow => {
    const found = known.get(text) ?? parseFlow(text)
    known.delete(text)
    known.set(text, found)
    if (known.size > kept) known.delete(known.keys().next().value!)
    return found
  }
  const request = async (document: Document, asOf: string): Promise<FlowRequest> => {
    const { flow, problems } = parsed(document.text)
    if (flow === null) throw new RpcError(problems[0]!)
    const path = document.path === null ? null : await files.reach(document.path)
    const folder = path === null ? files.root : dirname(resolve(path))
    return { flow, path, folder, params: document.params ?? {}, asOf }
  }
  const sound: Documents['sound'] = (document, asOf) => {
    const { problems } = parsed(document.text)
    if (hasErrors(problems)) throw new RpcError(problems.find(problem => problem.severity === 'error')!)
    return request(document, asOf)
  }
  return { parsed, request, sound: async (document, asOf) => sound(document, asOf) }
}
