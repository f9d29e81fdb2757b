import type { SinkRequest } from '../node/kind.ts'
import type { Problem } from '../problem.ts'
import type { CompiledNode } from './types.ts'

/** A path as two spellings of it are told to be one; links are for the run to follow. */
const plainPath = (path: string) =>
  path
    .replace(/\\/g, '/')
    .replace(/\/(\.?\/)+/g, '/')
    .replace(/^(\.\/)+/, '')

/** A database file has room for several tables. */
const tableName = (sink: SinkRequest | undefined): string =>
  sink?.format === 'duckdb' ? `\n${sink.schema}.${sink.table}`.toLowerCase() : ''

/** Nodes that write where another one writes, too. */
export const sharedTargets = (nodes: readonly CompiledNode[]): readonly Problem[] => {
  const writers = new Map<string, string>()
  return nodes.flatMap(({ id, compiled }) => {
    const written = (compiled?.sink ?? compiled?.report)?.path
    if (written === undefined) return []
    const place = plainPath(written) + tableName(compiled?.sink)
    const other = writers.get(place)
    writers.set(place, other ?? id)
    if (other === undefined) return []
    return [
      {
        code: 'E-TARGET-TWICE',
        severity: 'error' as const,
        node: id,
        setting: 'path',
        message: `\`${id}\` and \`${other}\` both write to \`${written}\`.`,
        hint: 'give one of them another path',
      },
    ]
  })
}
