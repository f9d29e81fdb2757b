import type { Operator } from '#core/plan/types.ts'
import { formatCount, formatTime } from '../../canvas/count.ts'

interface Line {
  readonly key: string
  readonly depth: number
  readonly operator: Operator
}

const linesOf = (operators: readonly Operator[], depth = 0, above = ''): readonly Line[] =>
  operators.flatMap((operator, i) => {
    const key = `${above}.${i}`
    return [{ key, depth, operator }, ...linesOf(operator.inputs, depth + 1, key)]
  })

const shownTime = (ms: number): string => (ms < 1 ? '< 1 ms' : formatTime(ms))

/** What DuckDB did, each operator above those that it takes its rows from. */
export const OperatorTable = ({
  operators,
  node,
  title,
}: {
  readonly operators: readonly Operator[]
  readonly node: string
  readonly title: (node: string) => string
}) => (
  <table className="plan-operators" aria-label="Operators">
    <thead>
      <tr>
        <th scope="col">Operator</th>
        <th scope="col">Node</th>
        <th scope="col" className="r">
          Time
        </th>
        <th scope="col" className="r">
          Rows
        </th>
        <th scope="col">On</th>
      </tr>
    </thead>
    <tbody>
      {linesOf(operators).map(({ key, depth, operator }) => (
        <tr key={key} className={operator.node === node ? 'own' : undefined}>
          <td style={{ paddingLeft: 12 + Math.min(depth, 12) * 10 }}>
            {operator.name.toLowerCase().replaceAll('_', ' ')}
          </td>
          <td>{operator.node === null ? '' : title(operator.node)}</td>
          <td className="r">{shownTime(operator.ms)}</td>
          <td className="r">{formatCount(operator.rows)}</td>
          <td title={operator.detail}>{operator.detail}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
