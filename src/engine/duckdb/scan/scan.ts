import { existsSync } from 'node:fs'
import type { Outcome } from '#core/compile/types.ts'
import type { ScanInfo, ScanRequest } from '#core/relation/relation.ts'
import type { Stamp } from '../encoding.ts'
import { lackedMemory } from '../error.ts'
import { resolveCsv } from './csv/csv.ts'
import { isOutdated, misfitsOf, noteTyped } from './csv/misread.ts'
import { resolveDuckdb } from './duckdb.ts'
import { resolveExcel } from './excel/excel.ts'
import { findFiles } from './files.ts'
import { resolveJson } from './json/json.ts'
import { isLasting } from './kept.ts'
import { lookTogether } from './looks.ts'
import { checkPacked } from './packed.ts'
import { resolveParquet } from './parquet.ts'
import { failure, ScanFailure } from './problem.ts'
import type { ScanWorld } from './world.ts'

export type { ScanWorld } from './world.ts'

const resolvers: Record<
  ScanRequest['reader'],
  (request: ScanRequest, world: ScanWorld, files: readonly Stamp[]) => Promise<ScanInfo>
> = { csv: resolveCsv, json: resolveJson, parquet: resolveParquet, duckdb: resolveDuckdb, excel: resolveExcel }

const remembered = 500

/** In milliseconds; what took less is looked at again by the next start. */
const worthKeeping = 50
const known = new Map<string, ScanInfo>()

const complete = (info: ScanInfo): boolean =>
  [...Object.keys(info.fileNames?.copies ?? {}), ...(info.faults ?? [])].every(copy => existsSync(copy))

const remember = (key: string, info: ScanInfo): ScanInfo => {
  known.delete(key)
  known.set(key, info)
  if (known.size > remembered) known.delete(known.keys().next().value!)
  return info
}

const look = async (request: ScanRequest, world: ScanWorld): Promise<ScanInfo> => {
  const { watch = {}, patience = null } = world
  const { files, warnings } = await findFiles(request.path, world.folder, world.connection)
  watch.found?.(files)
  const key = JSON.stringify([request, world.folder, world.tempFolder, files])
  const before = known.get(key)
  if (before && complete(before) && !isOutdated(key, before)) return remember(key, before)
  const misfits = misfitsOf(key)
  const lasting = JSON.stringify([request, world.folder, files])
  const kept = misfits?.size === 0 ? await world.kept?.find(lasting) : null
  if (kept) {
    if (kept.typed) noteTyped(key, kept)
    return remember(key, kept)
  }
  const began = performance.now()
  const asked = JSON.stringify([key, patience, misfits && [...misfits]])
  const info = await lookTogether(asked, watch, async (all, wanted) => {
    const connection = world.connection.until(wanted)
    const found = await resolvers[request.reader](request, { ...world, connection, watch: all, misfits }, files)
    if (request.reader === 'json') for (const file of files) await checkPacked(file)
    return found
  })
  const told = { ...info, warnings: [...warnings, ...(info.warnings ?? [])] }
  if (told.typed) noteTyped(key, told)
  if (performance.now() - began > worthKeeping && isLasting(told, world.tempFolder))
    await world.kept?.keep(lasting, told).catch(() => undefined)
  return info.pending ? told : remember(key, told)
}

/**
 * Finds the files that a source asks for and looks at them, once as long as they stay as they are: what is wrong with them is a problem in a
 * sentence, what is right is a scan with every option fixed.
 */
export const resolveScan = async (
  request: ScanRequest,
  world: ScanWorld,
): Promise<Outcome<{ readonly info: ScanInfo }>> => {
  try {
    return { ok: true, info: await look(request, world) }
  } catch (error) {
    if (error instanceof ScanFailure) return { ok: false, problem: error.problem }
    if (!lackedMemory(error)) throw error
    const message = `Looking at \`${request.path}\` needs more memory than the engine may take.`
    const { problem } = failure('E-MEMORY', 'path', message, 'start with more of it, such as `--memory 4GB`')
    return { ok: false, problem }
  }
}
