import type { NodePlan, Operator, PlannedStatement, RunPlan } from '#core/plan/types.ts'
import { blockerText, cutText, purposeOf } from '#core/plan/words.ts'

const quoted = (node: string): string => `\`${node}\``

const time = (ms: number): string => (ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(1)} ms`)

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`

const taken = ({ measured }: PlannedStatement): string => {
  if (measured === null) return ''
  const { ms, cpuMs, spilledBytes } = measured
  const parts = [
    time(ms),
    ...(cpuMs === null ? [] : [`${time(cpuMs)} over all threads`]),
    ...(spilledBytes > 0 ? [`${megabytes(spilledBytes)} spilled`] : []),
  ]
  return `: ${parts.join(', ')}`
}

const treeLines = (operators: readonly Operator[], indent: string): readonly string[] =>
  operators.flatMap(({ name, detail, node, ms, rows, inputs }) => [
    `${indent}${time(ms).padStart(9)} ${String(rows).padStart(11)} rows  ${name}${node === null ? '' : ` of ${quoted(node)}`}${detail === '' ? '' : `  ${detail}`}`,
    ...treeLines(inputs, `${indent}  `),
  ])

/** A node's own part of a statement begins each of its lines with a bar. */
const sqlLines = ({ sql, parts }: PlannedStatement, node: string | null): readonly string[] => {
  let next = 0
  return sql.split('\n').map(line => {
    const [start, end] = [next, next + line.length]
    next = end + 1
    const isOwn = parts.some(part => part.node === node && part.start < end && part.end > start)
    return `  ${isOwn ? '|' : ' '} ${line}`
  })
}

const statementLines = (statement: PlannedStatement, index: number, node: string | null): readonly string[] => {
  const { nodes, reads, measured } = statement
  const from = reads.length === 0 ? '' : `, from ${reads.map(read => `#${read + 1}`).join(', ')}`
  const why = cutText(statement, quoted)
  return [
    `#${index + 1} ${purposeOf(statement)} of ${quoted(statement.node)}${from}, work of ${nodes.map(quoted).join(', ')}${taken(statement)}`,
    ...(why === null ? [] : [`    ${why}`]),
    ...sqlLines(statement, node),
    ...(measured ? treeLines(measured.operators, '    ') : []),
    '',
  ]
}

const nodeLine = (id: string, { statements, ms, blockers, rows }: NodePlan): readonly string[] => {
  const place = statements.length === 0 ? 'in no statement' : `in ${statements.map(i => `#${i + 1}`).join(', ')}`
  const counts = Object.entries(rows).map(([port, count]) => `${port} ${count ?? 'not counted'}`)
  const parts = [place, ...(ms === null ? [] : [`${time(ms)} over all threads`]), ...counts]
  return [`${quoted(id)}: ${parts.join(', ')}`, ...blockers.map(blocker => `    ${blockerText(blocker, quoted)}`)]
}

/** A run's statements and nodes for people; with a node, its own alone. */
export const planLines = ({ statements, nodes }: RunPlan, node: string | null): readonly string[] => [
  ...statements.flatMap((statement, i) =>
    node === null || statement.nodes.includes(node) ? statementLines(statement, i, node) : [],
  ),
  ...Object.entries(nodes).flatMap(([id, plan]) => (node === null || node === id ? nodeLine(id, plan) : [])),
]
