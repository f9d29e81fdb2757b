import { access, constants, realpath, stat } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, parse as parsePath, resolve, sep } from 'node:path'
import type { CompiledFlow } from '#core/compile/types.ts'
import type { ReportRequest, SinkRequest } from '#core/node/kind.ts'
import type { Problem } from '#core/problem.ts'
import { failure } from './failure.ts'
import { isThere, statIfThere } from './files.ts'
import { findPartitions } from './partitions.ts'

/** Where a sink writes, found out before anything runs. */
export interface Target<R = SinkRequest> {
  readonly node: string
  readonly request: R
  /** Absolute, symbolic links followed. */
  readonly path: string
  /** Second file for flagged rows, or null. */
  readonly flaggedPath: string | null
  readonly folder: boolean
}

/** Of a sink of either sort. */
export type AnyTarget = Target<SinkRequest | ReportRequest>

export const targetPaths = (target: AnyTarget): readonly string[] =>
  target.flaggedPath === null ? [target.path] : [target.path, target.flaggedPath]

const endings = /(\.[^./\\]+)(\.(?:gz|zst))?$/i

/** `orders.csv.gz` becomes `orders.flagged.csv.gz`. */
export const flaggedName = (path: string): string => {
  const name = basename(path)
  const ending = endings.exec(name)?.[0] ?? ''
  return join(dirname(path), `${name.slice(0, name.length - ending.length)}.flagged${ending}`)
}

export const partitionColumns = (request: AnyTarget['request']): readonly string[] => {
  if (!('options' in request)) return []
  const found = Object.entries(request.options).find(([name]) => name.toLowerCase() === 'partition_by')?.[1]
  return Array.isArray(found) ? found : []
}

export const replacesPartitions = ({ request }: AnyTarget): boolean =>
  'replaces' in request && request.replaces === 'partitions'

/** The targets of the sinks among these nodes. */
export const findTargets = async (
  flow: CompiledFlow,
  nodes: readonly string[],
  folder: string,
): Promise<ReadonlyMap<string, Target>> => {
  const targets = new Map<string, Target>()
  for (const node of nodes) {
    const request = flow.nodes[node]?.compiled?.sink
    if (!request) continue
    const path = await placeOf(request.path, folder)
    const flaggedPath = request.flagged === 'split' ? flaggedName(path) : null
    targets.set(node, { node, request, path, flaggedPath, folder: partitionColumns(request).length > 0 })
  }
  return targets
}

/** The targets of the quality reports among these nodes. */
export const findReports = async (
  flow: CompiledFlow,
  nodes: readonly string[],
  folder: string,
): Promise<ReadonlyMap<string, Target<ReportRequest>>> => {
  const targets = new Map<string, Target<ReportRequest>>()
  for (const node of nodes) {
    const request = flow.nodes[node]?.compiled?.report
    if (!request) continue
    const path = await placeOf(request.path, folder)
    targets.set(node, { node, request, path, flaggedPath: null, folder: false })
  }
  return targets
}

const placeOf = (path: string, folder: string): Promise<string> =>
  followed(isAbsolute(path) ? resolve(path) : resolve(folder, path))

/** A link is written through, not replaced. */
const followed = async (path: string): Promise<string> => {
  if (await isThere(path)) return realpath(path)
  const { root } = parsePath(path)
  for (let above = dirname(path); above !== root; above = dirname(above)) {
    if (await isThere(above)) return join(await realpath(above), path.slice(above.length))
  }
  return path
}

const covers = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(`${outer}${sep}`)

/** A database file has room for several tables. */
const areTwoTables = (a: AnyTarget['request'], b: AnyTarget['request']): boolean =>
  a.format === 'duckdb' &&
  b.format === 'duckdb' &&
  (a.schema.toLowerCase() !== b.schema.toLowerCase() || a.table.toLowerCase() !== b.table.toLowerCase())

/** Two sinks that would write the same file, or one inside the other's folder. */
export const sameTargets = (targets: readonly AnyTarget[]): readonly Problem[] => {
  const places = targets.flatMap(target => targetPaths(target).map(path => ({ target, path })))
  return places.flatMap(({ target, path }, index) => {
    const other = places
      .slice(0, index)
      .find(
        before =>
          (covers(before.path, path) || covers(path, before.path)) &&
          !areTwoTables(before.target.request, target.request),
      )
    if (!other) return []
    const problem: Problem = {
      code: 'E-TARGET-TWICE',
      severity: 'error',
      node: target.node,
      setting: 'path',
      message: `\`${target.node}\` and \`${other.target.node}\` both write to \`${target.request.path}\`.`,
      hint: 'Give one of them another path.',
    }
    return [problem]
  })
}

/** Refuses a target that cannot be written, before any work is done for it. */
export const checkTarget = async (target: AnyTarget): Promise<void> => {
  for (const path of targetPaths(target)) await checkPath(target, path)
}

const checkPath = async (target: AnyTarget, path: string): Promise<void> => {
  const { node, request } = target
  const found = await statIfThere(path)
  if (found === null) return checkFolder(target, path)
  if ('ifExists' in request && request.ifExists === 'fail') {
    throw failure('data', {
      code: 'E-TARGET-EXISTS',
      node,
      setting: 'ifExists',
      message: `\`${request.path}\` exists already, and \`${node}\` may not replace it.`,
      hint: 'Remove it, or set `ifExists` to replace or append.',
    })
  }
  if (found.isDirectory()) {
    if (!target.folder) throw wrongKind(target, 'is a folder, and a file is to be written')
    const columns = partitionColumns(request)
    const [strange] = (await findPartitions(path, replacesPartitions(target) ? columns : columns.slice(0, 1))).strange
    if (found.dev !== (await stat(dirname(path))).dev)
      throw wrongKind(target, 'is a disk of its own, whose partitions cannot be replaced all at once')
    if (strange !== undefined) throw wrongKind(target, `holds \`${strange}\`, which is no part of a partitioned table`)
  } else if (!found.isFile()) throw wrongKind(target, 'is not a plain file')
  else if (target.folder) throw wrongKind(target, 'is a file, and a folder of partitions is to be written')
  if (!isWritable(found.mode) || !(await isAllowed(path, constants.W_OK)))
    throw readOnly(target, `\`${request.path}\` is read-only`)
  return checkFolder(target, path)
}

const checkFolder = async (target: AnyTarget, path: string): Promise<void> => {
  let folder = dirname(path)
  while (!(await isThere(folder))) folder = dirname(folder)
  const found = await stat(folder)
  if (!found.isDirectory()) throw wrongKind(target, `would lie in \`${folder}\`, which is not a folder`)
  const allowed = isWritable(found.mode) && (await isAllowed(folder, constants.W_OK | constants.X_OK))
  if (!allowed) throw readOnly(target, `the folder \`${folder}\` of \`${target.request.path}\` is read-only`)
}

/** What the file system says: it may be mounted to be read only, or the entry be locked. */
const isAllowed = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  )

/** Asked of the mode, too, since the system lets an administrator write what is marked read-only. */
const isWritable = (mode: number): boolean => (mode & 0o222) !== 0

const wrongKind = ({ node, request }: AnyTarget, what: string) =>
  failure('system', {
    code: 'E-TARGET-KIND',
    node,
    setting: 'path',
    message: `The target \`${request.path}\` of \`${node}\` ${what}.`,
    hint: 'Choose another path.',
  })

const readOnly = ({ node }: AnyTarget, what: string) =>
  failure('system', {
    code: 'E-TARGET-WRITE',
    node,
    setting: 'path',
    message: `\`${node}\` cannot write: ${what}.`,
    hint: 'Change the permissions, or choose another path.',
  })
