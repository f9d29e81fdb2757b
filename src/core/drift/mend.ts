import type { Flow } from '../flow/types.ts'
import type { ProblemFix } from '../problem.ts'
import { isTypeName } from '../sql/type-name.ts'
import type { Renamed, Retyped, SourceColumn } from './drift.ts'

const select = 'transform.select'

interface Entry {
  readonly column?: unknown
  readonly as?: unknown
  readonly type?: unknown
}

const same = (one: unknown, other: string): boolean =>
  typeof one === 'string' && one.toLowerCase() === other.toLowerCase()

/** Whether all that a node feeds by its port `out` stands behind nodes that put the columns back. */
const isUndone = (
  flow: Flow,
  id: string,
  undoes: (entry: Entry) => boolean,
  above: readonly string[] = [],
): boolean => {
  if (above.includes(id)) return false
  const readers = flow.edges
    .filter(({ from }) => from === `${id}.out`)
    .map(({ to }) => to.slice(0, to.indexOf('.')))
    .filter(reader => !flow.nodes[reader]?.disabled)
  return (
    readers.length > 0 &&
    readers.every(reader => {
      const node = flow.nodes[reader]
      if (node?.kind !== select || node.bypass) return false
      const { columns } = node.settings
      return (Array.isArray(columns) && columns.some(undoes)) || isUndone(flow, reader, undoes, [...above, id])
    })
  )
}

/** Whether the flow gives a column its old name back, right behind the source. */
export const isNamedBack = (flow: Flow, source: string, { was, is }: Renamed): boolean =>
  isUndone(flow, source, ({ column, as }) => same(column, is) && as === was)

/** Whether the flow converts a column back to its old type, right behind the source. */
export const isTypedBack = (flow: Flow, source: string, { name, was }: Retyped): boolean =>
  isUndone(flow, source, ({ column, type }) => same(column, name) && same(type, was))

/** A Select node behind the source; the columns before the ones it changes are listed too, so that all keep their places. */
const behind = (
  source: string,
  title: string,
  columns: readonly SourceColumn[],
  changes: ReadonlyMap<string, object>,
): ProblemFix => {
  const last = columns.findLastIndex(({ name }) => changes.has(name))
  const listed = columns.slice(0, last + 1).map(({ name }) => ({ column: name, ...changes.get(name) }))
  return { title, node: source, insert: { port: 'out', kind: select, settings: { columns: listed } } }
}

/** Offers to give columns their old names back. */
export const nameBack = (source: string, columns: readonly SourceColumn[], renamed: readonly Renamed[]): ProblemFix =>
  behind(
    source,
    renamed.length === 1 ? `Call it ${renamed[0]!.was} again` : 'Give them their old names',
    columns,
    new Map(renamed.map(({ was, is }) => [is, { as: was }])),
  )

/** Offers to read columns as the types that they had, or to convert them where the source cannot be told; null where neither can be. */
export const typeBack = (
  flow: Flow,
  source: string,
  columns: readonly SourceColumn[],
  retyped: readonly Retyped[],
): ProblemFix | null => {
  const node = flow.nodes[source]
  if (!node || retyped.some(({ was }) => !isTypeName(was))) return null
  if (node.kind === 'source.parquet') {
    return behind(source, 'Convert back', columns, new Map(retyped.map(({ name, was }) => [name, { type: was }])))
  }
  const types = {
    ...(node.settings.types as object | undefined),
    ...Object.fromEntries(retyped.map(({ name, was }) => [name, was])),
  }
  const title = retyped.length === 1 ? `Read it as ${retyped[0]!.was} again` : 'Read them as before'
  return { title, node: source, path: ['types'], value: types }
}
