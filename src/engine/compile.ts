import { realpath } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { compileFlow } from '#core/compile/compile.ts'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { ParameterValue } from '#core/flow/types.ts'
import type { Catalogue } from '#core/node/kind.ts'
import type { ParsedPatches } from '#core/quarantine/document.ts'
import type { FlowRequest } from './api.ts'
import { type FilesSeen, filesSeen } from './duckdb/scan/files-seen.ts'
import type { KeptScans } from './duckdb/scan/kept.ts'
import { resolveScan } from './duckdb/scan/scan.ts'
import { keepSecret } from './duckdb/secrets.ts'
import type { Session } from './duckdb/session.ts'
import { createKnowledge } from './duckdb/world.ts'
import { findFlow } from './inner-flow.ts'
import { type PatchesNow, patchesNow } from './patches.ts'

/** Who waits for the files of a flow to be looked at. */
export interface CompileWatch {
  readonly signal?: AbortSignal | undefined
  /** Told how far a file's lines are checked. */
  checking?(node: string, file: string, share: number): void
  /** Files whose check takes longer (in ms) are taken as they are. */
  readonly patience?: number | undefined
  /** Who no longer wants the flow; when nobody does, it is compiled no further. */
  readonly wanted?: AbortSignal | undefined
}

export interface Compiler {
  /** Compiles anew: files are looked at again. */
  fresh(request: FlowRequest, watch?: CompileWatch): Promise<CompiledFlow>
  /** As it was compiled, if nothing that it was made of has changed: pages are asked for many times a second. */
  recent(request: FlowRequest, watch?: CompileWatch): Promise<CompiledFlow>
  /** Files are looked at again by who asks next. */
  forget(request: FlowRequest): void
  /** Has DuckDB tell what every flow needs, before somebody waits for one. */
  warm(): void
}

interface Known {
  readonly key: string
  readonly files: FilesSeen
  readonly flow: Promise<CompiledFlow>
  readonly left: AbortController
  waiting: number
}

export const createCompiler = (
  session: Session,
  catalogue: Catalogue,
  tempFolder: string,
  kept?: KeptScans,
): Compiler => {
  const knowledge = createKnowledge(session)
  const compiled = new WeakMap<FlowRequest['flow'], Known>()
  const compile = async (
    request: FlowRequest,
    patches: ParsedPatches,
    { signal, checking, patience }: CompileWatch,
    left: AbortSignal,
    files: FilesSeen,
    isPending: () => void,
  ): Promise<CompiledFlow> => {
    const file = request.path === null ? null : await realpath(request.path).catch(() => request.path)
    const flow = await compileFlow({
      flow: request.flow,
      ...(file === null ? {} : { file }),
      catalogue,
      params: pathsResolved(request),
      asOf: request.asOf,
      patches: patches.patches,
      world: {
        parse: unlessLeft(left, knowledge.parse),
        columns: unlessLeft(left, knowledge.columns),
        select: unlessLeft(left, knowledge.select),
        flow: unlessLeft(left, (path, folder) => findFlow(path, folder ?? request.folder, files)),
        absolute: (path, folder) => resolve(folder ?? request.folder, path),
        scan: unlessLeft(left, async (scan, node, inner) => {
          const folder = inner ?? request.folder
          await files.ask(resolve(folder, scan.path))
          const watch = {
            signal,
            wanted: left,
            found: files.found,
            checking: (file: string, share: number) => checking?.(node, file, share),
          }
          const world = { folder, connection: session, tempFolder, watch, kept }
          const found = await resolveScan(scan, patience === undefined ? world : { ...world, patience })
          if (found.ok && found.info.pending === true) isPending()
          return found
        }),
        environment: name => process.env[name],
        keepSecret,
      },
    })
    return patches.problems.length === 0 ? flow : { ...flow, problems: [...patches.problems, ...flow.problems] }
  }
  const begin = (request: FlowRequest, patches: PatchesNow, watch: CompileWatch): Known => {
    let pending = false
    const left = new AbortController()
    const files = filesSeen()
    const flow = patches.read().then(read =>
      compile(request, read, watch, left.signal, files, () => {
        pending = true
      }),
    )
    const known: Known = { key: keyOf(request, patches), files, flow, left, waiting: 0 }
    compiled.set(request.flow, known)
    const forget = () => compiled.get(request.flow) === known && compiled.delete(request.flow)
    left.signal.addEventListener('abort', forget, { once: true })
    flow.then(() => pending && forget(), forget)
    return known
  }
  return {
    fresh: async (request, watch = {}) => wait(begin(request, await patchesNow(request), watch), watch.wanted),
    recent: async (request, watch = {}) => {
      const patches = await patchesNow(request)
      const key = keyOf(request, patches)
      const known = compiled.get(request.flow)
      const usable = known?.key === key && (await known.files.areSame())
      // who asked at the same time may have begun anew meanwhile
      const newer = compiled.get(request.flow)
      const taken = usable || newer !== known ? newer : undefined
      return wait(taken?.key === key ? taken : begin(request, patches, watch), watch.wanted)
    },
    forget: request => {
      compiled.delete(request.flow)
    },
    warm: () => {
      const allow = { aggregates: false, windows: false, sides: false }
      knowledge.parse([{ text: '0', allow, parameters: [] }]).catch(() => undefined)
    },
  }
}

const unlessLeft =
  <A extends readonly unknown[], T>(left: AbortSignal, ask: (...of: A) => Promise<T>) =>
  async (...of: A): Promise<T> => {
    left.throwIfAborted()
    return ask(...of)
  }

/** The compiled flow, as long as it is wanted; what is left by all who waited for it is no longer worked on. */
const wait = async (known: Known, wanted: AbortSignal | undefined): Promise<CompiledFlow> => {
  wanted?.throwIfAborted()
  known.waiting += 1
  let done = false
  const gone = new Promise<never>((_, reject) => {
    wanted?.addEventListener('abort', () => reject(wanted.reason), { once: true })
  })
  try {
    const flow = await Promise.race([known.flow, gone])
    done = true
    return flow
  } finally {
    known.waiting -= 1
    if (!done && known.waiting === 0) known.left.abort(wanted?.reason)
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
