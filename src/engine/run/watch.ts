import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { CompiledFlow, CompiledNode } from '#core/compile/types.ts'
import type { Catalogue } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import type { ReadReport, Report, UsageReport } from '#core/report.ts'
import type { FlowRequest, RunOptions, RunResult } from '../api.ts'
import type { Stamp } from '../duckdb/encoding.ts'
import type { MemoryUse } from '../duckdb/instance.ts'
import { findFiles } from '../duckdb/scan/files.ts'
import type { Session } from '../duckdb/session.ts'
import { manifestPath } from '../history/key.ts'
import { asFailure } from './failure.ts'
import { correctionsOf, inputsOf, type ManifestParts, manifestOf, writeManifest } from './manifest.ts'
import type { RunParts } from './run.ts'

/** What is looked at beside a run. */
export interface RunLooks {
  readonly catalogue: Catalogue
  memory(): Promise<MemoryUse>
}

/** The files of each source, as they were before they were read. */
export type FilesRead = ReadonlyMap<string, readonly Stamp[]>

interface Seen extends Omit<ManifestParts, 'inputs' | 'corrections' | 'session'> {
  readonly read: FilesRead
  readonly fingerprints: Promise<Pick<ManifestParts, 'inputs' | 'corrections'>>
}

/** Looks at the files that a run reads and at what it holds; its report then says so, and its manifest lies in the state folder. */
export const watchRun = (parts: RunParts, options: RunOptions) => {
  const { looks } = parts
  if (!looks) return { parts, told: (run: Promise<RunResult>) => run, kept: async (result: RunResult) => result }
  let seen: Seen | null = null
  const watched: RunParts = {
    ...parts,
    compile: async (request, watch) => {
      const flow = scratched(await parts.compile(request, watch), options)
      const read = await usingSession(parts, session => filesRead(flow, looks.catalogue, request.folder, session))
      const fingerprints = fingerprinted(request, new Map([...read, ...(await flowsRead(flow))]))
      fingerprints.catch(() => undefined)
      seen = { request, options, flow, read, fingerprints }
      return flow
    },
  }
  const told = async (run: Promise<RunResult>): Promise<RunResult> => {
    const memory = watchMemory(looks.memory)
    const result = await run.finally(memory.end)
    if (seen === null) return result
    return { ...result, report: withLooks(result.report, seen.read, memory.most()) }
  }
  /** With the manifest that makes it again. */
  const kept = async (result: RunResult): Promise<RunResult> => (seen ? withManifest(result, seen, parts) : result)
  return { parts: watched, told, kept }
}

const fingerprinted = async (request: FlowRequest, read: FilesRead): Promise<Awaited<Seen['fingerprints']>> => ({
  inputs: await inputsOf(read, request.folder),
  corrections: await correctionsOf(request),
})

/** A run that failed or was cancelled made nothing that could be made again. */
const withManifest = async (result: RunResult, seen: Seen, parts: RunParts): Promise<RunResult> => {
  const { status, id } = result.report.run
  if (seen.options.dryRun || (status !== 'succeeded' && status !== 'gated')) return result
  try {
    const fingerprints = await seen.fingerprints
    const manifest = await usingSession(parts, session =>
      manifestOf(result.report, { ...seen, ...fingerprints, session }),
    )
    await writeManifest(seen.options.state, manifest)
    return { ...result, manifest }
  } catch (error) {
    const { problem } = asFailure(error)
    const problems: readonly Problem[] = [
      ...result.problems,
      {
        code: 'W-MANIFEST',
        severity: 'warning',
        message: `The manifest \`${manifestPath(seen.options.state, id)}\` was not written: ${problem.message}`,
      },
    ]
    return { ...result, problems, report: { ...result.report, problems } }
  }
}

/** A flow whose sinks write into the scratch folder, each into a place of its own, where there is one. */
export const scratched = (flow: CompiledFlow, { scratch }: RunOptions): CompiledFlow => {
  if (!scratch) return flow
  const moved = (node: CompiledNode): CompiledNode => {
    const { compiled } = node
    const to = (path: string) => join(scratch.folder, node.id, basename(path))
    if (compiled?.report) {
      const report = { ...compiled.report, path: to(compiled.report.path) }
      return { ...node, compiled: { ...compiled, report } }
    }
    if (!compiled?.sink) return node
    const sink = { ...compiled.sink, path: to(compiled.sink.path) }
    return { ...node, compiled: { ...compiled, sink } }
  }
  return { ...flow, nodes: Object.fromEntries(Object.entries(flow.nodes).map(([id, node]) => [id, moved(node)])) }
}

const usingSession = async <T>({ connect }: RunParts, work: (session: Session) => Promise<T>): Promise<T> => {
  const session = await connect()
  try {
    return await work(session)
  } finally {
    session.close()
  }
}

const shortestPauseMs = 20
const longestPauseMs = 250

/** The most that is held from now on; looked at often in the beginning, as most runs are short. */
const watchMemory = (memory: RunLooks['memory']) => {
  let most: UsageReport = { memoryBytes: 0, spilledBytes: 0 }
  let over = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const began = performance.now()
  const look = async () => {
    const { usedBytes, spilledBytes } = await memory()
    most = {
      memoryBytes: Math.max(most.memoryBytes, usedBytes),
      spilledBytes: Math.max(most.spilledBytes, spilledBytes),
    }
  }
  const again = () => {
    if (over) return
    const pause = Math.min(longestPauseMs, Math.max(shortestPauseMs, (performance.now() - began) / 2))
    timer = setTimeout(
      () =>
        void look()
          .catch(() => undefined)
          .finally(again),
      pause,
    )
  }
  again()
  return {
    most: () => most,
    end: () => {
      over = true
      clearTimeout(timer)
    },
  }
}

/** Of a source whose files cannot be found, nothing: its problem says why. */
const filesRead = async (
  flow: CompiledFlow,
  catalogue: Catalogue,
  folder: string,
  session: Session,
): Promise<FilesRead> => {
  const read = new Map<string, readonly Stamp[]>()
  for (const id of flow.order) {
    const { node, settings } = flow.nodes[id]!
    const requests = settings === null ? [] : (catalogue.get(node.kind)?.reads?.(settings) ?? [])
    const found: Stamp[] = []
    for (const { path } of requests) {
      const { files } = await findFiles(path, folder, session).catch(() => ({ files: [] }))
      found.push(...files)
    }
    if (found.length > 0) read.set(id, found)
  }
  return read
}

/** Flows that stand in nodes, by those. */
const flowsRead = async (flow: CompiledFlow): Promise<FilesRead> => {
  const read = new Map<string, readonly Stamp[]>()
  for (const id of flow.order) {
    const path = flow.nodes[id]?.flowFile
    const found = path === undefined ? null : await stat(path).catch(() => null)
    if (path !== undefined && found) read.set(id, [{ path, size: found.size, modified: found.mtimeMs }])
  }
  return read
}

const withLooks = (report: Report, read: FilesRead, usage: UsageReport): Report => ({
  ...report,
  run: { ...report.run, usage },
  nodes: Object.fromEntries(
    Object.entries(report.nodes).map(([id, node]) => {
      const files = node.status === 'skipped' ? undefined : read.get(id)
      return [id, files ? { ...node, read: readReport(files) } : node]
    }),
  ),
})

const readReport = (files: readonly Stamp[]): ReadReport => ({
  files: files.length,
  bytes: files.reduce((sum, { size }) => sum + size, 0),
  modified: new Date(Math.max(...files.map(({ modified }) => modified))).toISOString(),
})
