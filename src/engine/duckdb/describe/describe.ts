import type { ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import type { Description } from '#core/source/description.ts'
import { fileNames, findFiles } from '../scan/files.ts'
import { ScanFailure, type ScanProblem } from '../scan/problem.ts'
import { resolveScan } from '../scan/scan.ts'
import type { ScanWorld } from '../scan/world.ts'
import { describeCsv } from './csv.ts'
import { describeDuckdb } from './duckdb.ts'
import { describeExcel } from './excel.ts'
import { describedFiles, listedFiles, nameOf } from './files.ts'
import { describeJson } from './json.ts'
import { describeParquet } from './parquet.ts'
import type { Described, DescribedSource } from './source.ts'

const describers: Record<ScanRequest['reader'], (source: DescribedSource) => Promise<Described>> = {
  csv: describeCsv,
  json: describeJson,
  parquet: describeParquet,
  duckdb: describeDuckdb,
  excel: describeExcel,
}

const nothing = { findings: [], columns: [], lines: [], scope: '' } as const

/** What work gives, or the problem that ends it: `known`, where there is one already. */
const attempt = async <T>(work: () => Promise<T>, known: ScanProblem | null = null): Promise<T | ScanProblem> => {
  try {
    return await work()
  } catch (error) {
    if (known !== null) return known
    if (error instanceof ScanFailure) return error.problem
    throw error
  }
}

/** A file that is not checked yet may be one that DuckDB stops at. */
const patient = ({ folder, connection, tempFolder }: ScanWorld): ScanWorld => ({ folder, connection, tempFolder })

const isProblem = (found: object): found is ScanProblem => 'code' in found && 'severity' in found

/**
 * What a source's files say of how they are written, with the evidence, from their beginnings alone: also where they cannot be read as the
 * settings are. `wanted`: which of the files.
 */
export const describeSource = async (
  request: ScanRequest,
  wanted: number,
  world: ScanWorld,
  signal?: AbortSignal,
): Promise<Description> => {
  const { reader } = request
  const found = await attempt(() => findFiles(request.path, world.folder, world.connection))
  if (isProblem(found)) return { reader, files: [], fileCount: 0, file: 0, problem: found, ...nothing }
  const { files } = found
  const outcome = await resolveScan(request, world).catch(() => resolveScan(request, patient(world)))
  signal?.throwIfAborted()
  const info: ScanInfo | null = outcome.ok ? outcome.info : null
  const index = Math.min(Math.max(0, wanted), Math.min(files.length, listedFiles) - 1)
  const nameFile = nameOf(fileNames(request.path, world.folder, files, {}).strip)
  const problem = outcome.ok ? null : outcome.problem
  const source = { request, files, info, session: world.connection, signal }
  const first = await attempt(() => describers[reader]({ ...source, index: 0 }), problem)
  const own = index === 0 ? first : await attempt(() => describers[reader]({ ...source, index }), problem)
  const listed = await describedFiles(files, nameFile, file =>
    isProblem(first) ? Promise.resolve(null) : first.differs(file),
  )
  const common = { reader, files: listed, fileCount: files.length, file: index }
  if (isProblem(own)) return { ...common, problem: problem ?? own, ...nothing }
  const { differs: _, ...told } = own
  return { ...common, problem, ...told }
}
