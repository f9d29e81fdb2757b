import { isAbsolute, resolve } from 'node:path'
import { compileFlow } from '#core/compile/compile.ts'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { ParameterValue } from '#core/flow/types.ts'
import type { Catalogue } from '#core/node/kind.ts'
import type { ParsedPatches } from '#core/quarantine/document.ts'
import type { FlowRequest } from './api.ts'
import { resolveScan } from './duckdb/scan.ts'
import type { Session } from './duckdb/session.ts'
import { createKnowledge } from './duckdb/world.ts'
import { type PatchesNow, patchesNow } from './patches.ts'

/** Who waits for the files of a flow to be looked at. */
export interface CompileWatch {
  readonly signal?: AbortSignal | undefined
  /** Told how far a file's lines are checked. */
  checking?(node: string, file: string, share: number): void
  /** Files whose check takes longer (in ms) are taken as they are. */
  readonly patience?: number | undefined
}

export interface Compiler {
  /** Compiles anew: files are looked at again. */
  fresh(request: FlowRequest, watch?: CompileWatch): Promise<CompiledFlow>
  /** As compiled a moment ago, if it was: pages are asked for many times a second. */
  recent(request: FlowRequest, watch?: CompileWatch): Promise<CompiledFlow>
  /** Files are looked at again by who asks next. */
  forget(request: FlowRequest): void
}

/** How long files are taken to have the columns that they had. */
const freshFor = 1_000

interface Known {
  readonly key: string
  readonly at: number
  readonly flow: Promise<CompiledFlow>
}

export const createCompiler = (session: Session, catalogue: Catalogue, tempFolder: string): Compiler => {
  const knowledge = createKnowledge(session)
  const compiled = new WeakMap<FlowRequest['flow'], Known>()
  const compile = async (
    request: FlowRequest,
    patches: ParsedPatches,
    { signal, checking, patience }: CompileWatch,
    isPending: () => void,
  ): Promise<CompiledFlow> => {
    const flow = await compileFlow({
      flow: request.flow,
      catalogue,
      params: pathsResolved(request),
      asOf: request.asOf,
      patches: patches.patches,
      world: {
        ...knowledge,
        scan: async (scan, node) => {
          const watch = { signal, checking: (file: string, share: number) => checking?.(node, file, share) }
          const world = { folder: request.folder, connection: session, tempFolder, watch }
          const found = await resolveScan(scan, patience === undefined ? world : { ...world, patience })
          if (found.ok && found.info.pending === true) isPending()
          return found
        },
        environment: name => process.env[name],
      },
    })
    return patches.problems.length === 0 ? flow : { ...flow, problems: [...patches.problems, ...flow.problems] }
  }
  const begin = (request: FlowRequest, patches: PatchesNow, watch: CompileWatch = {}): Promise<CompiledFlow> => {
    let pending = false
    const flow = patches.read().then(read =>
      compile(request, read, watch, () => {
        pending = true
      }),
    )
    const known = { key: keyOf(request, patches), at: performance.now(), flow }
    compiled.set(request.flow, known)
    const forget = () => compiled.get(request.flow) === known && compiled.delete(request.flow)
    flow.then(() => pending && forget(), forget)
    return flow
  }
  return {
    fresh: async (request, watch) => begin(request, await patchesNow(request), watch),
    recent: async (request, watch) => {
      const patches = await patchesNow(request)
      const known = compiled.get(request.flow)
      const usable = known?.key === keyOf(request, patches) && performance.now() - known.at < freshFor
      return usable ? known.flow : begin(request, patches, watch)
    },
    forget: request => {
      compiled.delete(request.flow)
    },
  }
}

const keyOf = ({ folder, params, asOf, paramsFolder }: FlowRequest, patches: PatchesNow): string =>
  JSON.stringify([folder, params, asOf, paramsFolder, patches.key])

/** A path given as a parameter is meant from where it was given, not from the flow's folder. */
const pathsResolved = ({ flow, params, paramsFolder }: FlowRequest): Readonly<Record<string, ParameterValue>> => {
  if (paramsFolder === undefined) return params
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const isPath = flow.params[name]?.type === 'path' && typeof value === 'string' && !isAbsolute(value)
      return [name, isPath ? resolve(paramsFolder, value) : value]
    }),
  )
}
