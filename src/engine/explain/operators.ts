import type { Operator } from '#core/plan/types.ts'
import type { Relation } from '#core/relation/relation.ts'
import type { ProfiledOperator } from './profile.ts'

type Sort = 'read' | 'join' | 'group' | 'order' | 'union' | 'row' | 'write'

const sorts: readonly (readonly [RegExp, Sort])[] = [
  [/GROUP_BY|AGGREGATE/, 'group'],
  [/JOIN|CROSS_PRODUCT/, 'join'],
  [/SCAN$/, 'read'],
  [/^(ORDER_BY|TOP_N)$/, 'order'],
  [/^UNION$/, 'union'],
  [/^(PROJECTION|FILTER)$/, 'row'],
  [/CREATE_TABLE_AS|COPY_TO_FILE|INSERT|UPDATE/, 'write'],
]

const sortOf = (type: string): Sort | null => sorts.find(([pattern]) => pattern.test(type))?.[1] ?? null

const works: Partial<Record<Relation['kind'], Sort>> = {
  scan: 'read',
  table: 'read',
  join: 'join',
  aggregate: 'group',
  sort: 'order',
  union: 'union',
}

const leaves: readonly Relation['kind'][] = ['scan', 'table', 'values', 'series', 'rejects', 'made']

/** DuckDB's operators, each with the node whose work it is where only one node has work of its sort in the statement. */
export const operatorsOf = (
  profiled: readonly ProfiledOperator[],
  work: ReadonlyMap<Relation, string>,
  sender: string,
): readonly Operator[] => {
  const nodes = new Map<Sort, Set<string>>([['write', new Set([sender])]])
  // a typed SELECT may hold operators of any sort
  const isOpen = [...work.keys()].some(({ kind }) => kind === 'sql')
  for (const [relation, node] of work) {
    const sort = works[relation.kind]
    if (sort) nodes.set(sort, (nodes.get(sort) ?? new Set()).add(node))
    // whatever is not read is projected, too
    if (!leaves.includes(relation.kind)) nodes.set('row', (nodes.get('row') ?? new Set()).add(node))
  }
  const ownerOf = (type: string): string | null => {
    const sort = sortOf(type)
    const known = sort === null ? undefined : nodes.get(sort)
    if (known?.size !== 1 || (isOpen && sort !== 'write')) return null
    return [...known][0]!
  }
  const told = ({
    operator_type,
    operator_timing,
    operator_cardinality,
    extra_info,
    children,
  }: ProfiledOperator): Operator => ({
    name: operator_type,
    detail: detailOf(extra_info),
    node: ownerOf(operator_type),
    ms: round(operator_timing * 1000),
    rows: operator_cardinality,
    inputs: children.map(told),
  })
  return profiled.map(told)
}

export const round = (ms: number): number => Math.round(ms * 100) / 100

const shown = [
  'Function',
  'Table',
  'Filters',
  'Conditions',
  'Join Type',
  'Groups',
  'Aggregates',
  'Order By',
  'Expression',
]

const longest = 300

const detailOf = (info: Readonly<Record<string, unknown>>): string => {
  const text = shown
    .flatMap(key => (info[key] === undefined || info[key] === '' ? [] : [[info[key]].flat().map(String).join(', ')]))
    .join(' · ')
    .replaceAll(/\s+/g, ' ')
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** The time of a node's own operators; null where it has none that can be told. */
export const ownTime = (operators: readonly Operator[], node: string): number | null => {
  const own = operators.flatMap(each => [
    ...(each.node === node ? [each.ms] : []),
    ...[ownTime(each.inputs, node)].filter(ms => ms !== null),
  ])
  return own.length === 0 ? null : round(own.reduce((sum, ms) => sum + ms, 0))
}
