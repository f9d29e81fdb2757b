import type { CompiledFlow } from '#core/compile/types.ts'
import type { Catalogue } from '#core/node/kind.ts'
import type { ReadReport, Report, UsageReport } from '#core/report.ts'
import type { RunResult } from '../api.ts'
import type { Stamp } from '../duckdb/encoding.ts'
import type { MemoryUse } from '../duckdb/instance.ts'
import { findFiles } from '../duckdb/scan-files.ts'
import type { Session } from '../duckdb/session.ts'
import type { RunParts } from './run.ts'

/** What is looked at beside a run. */
export interface RunLooks {
  readonly catalogue: Catalogue
  memory(): Promise<MemoryUse>
}

/** The files of each source, as they were before they were read. */
export type FilesRead = ReadonlyMap<string, readonly Stamp[]>

/** Looks at the files that a run reads and at what it holds; its report then says so. */
export const watchRun = (parts: RunParts) => {
  const { looks } = parts
  if (!looks) return { parts, told: (run: Promise<RunResult>) => run }
  let read: Promise<FilesRead> = Promise.resolve(new Map())
  const watched: RunParts = {
    ...parts,
    compile: async (request, watch) => {
      const flow = await parts.compile(request, watch)
      read = usingSession(parts, session => filesRead(flow, looks.catalogue, request.folder, session))
      await read
      return flow
    },
  }
  const told = async (run: Promise<RunResult>): Promise<RunResult> => {
    const memory = watchMemory(looks.memory)
    const result = await run.finally(memory.end)
    return { ...result, report: withLooks(result.report, await read, memory.most()) }
  }
  return { parts: watched, told }
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
    const pause = Math.min(longestPauseMs, Math.max(shortestPauseMs, (performance.now() - began) / 10))
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
